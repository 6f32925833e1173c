/**
 * Ctrl-C and SIGTERM: the first one asks, the second one ends the process at once. Both are safe at any moment: whatever
 * was sent is written down (invariant 1).
 */
import { Console, Effect, type Fiber, Runtime, type Scope } from "effect"

type Signal = "SIGINT" | "SIGTERM"

const signals: ReadonlyArray<Signal> = ["SIGINT", "SIGTERM"]

/** As shells report a process that a signal has ended: 128 and the signal's number. */
const exitCodes: Readonly<Record<Signal, number>> = { SIGINT: 130, SIGTERM: 143 }

/** Whoever ends by itself when it is asked to. */
const asked = new Set<(signal: Signal) => void>()

/**
 * Whoever opens this ends by itself at the first signal, which the effect waits for and names, instead of being interrupted.
 * Lasts as long as the scope.
 */
export const haltBySignal: Effect.Effect<Effect.Effect<Signal>, never, Scope.Scope> = Effect.suspend(() => {
  const { promise, resolve } = Promise.withResolvers<Signal>()
  const halted = Effect.tap(
    Effect.promise(() => promise),
    (signal) => Console.error(`${signal}: what is on its way is finished and written down; once more ends it at once`),
  )
  const listening = Effect.acquireRelease(
    Effect.sync(() => void asked.add(resolve)),
    () => Effect.sync(() => void asked.delete(resolve)),
  )
  return Effect.as(listening, halted)
})

const obey = (fiber: Fiber.Fiber<unknown, unknown>): (() => void) => {
  let before = false
  const onSignal = (signal: Signal): void => {
    if (before) process.exit(exitCodes[signal])
    before = true
    if (asked.size === 0) fiber.interruptUnsafe(fiber.id)
    for (const ask of asked) ask(signal)
  }
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.removeListener(signal, onSignal)
  }
}

/** Runs the program to its exit code. */
export const runMain = Runtime.makeRunMain(({ fiber, teardown }) => {
  const leave = obey(fiber)
  fiber.addObserver((exit) => {
    leave()
    teardown(exit, (code) => {
      // A natural end lets what was printed reach its reader.
      if (code !== 0) process.exit(code)
    })
  })
})
