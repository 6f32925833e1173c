/**
 * Fault points: named moments of a running command at which a test makes the process die or stop. Read from the
 * environment: `CRASH_AT=intend.after:7` dies at the seventh passing, `FREEZE_AT` stops until somebody says SIGCONT.
 */
import { writeFileSync } from "node:fs"

import { Effect } from "effect"

/** Written to the working folder right before the process stops itself. */
export const frozenMark = "frozen"

interface Place {
  readonly point: string
  readonly passing: number
}

const placeIn = (name: string): Place | undefined => {
  const [point, passing] = process.env[name]?.split(":") ?? []
  return point === undefined ? undefined : { point, passing: Number(passing) }
}

const crashAt = placeIn("CRASH_AT")
const freezeAt = placeIn("FREEZE_AT")
const countsFile = process.env["COUNT_POINTS"]
const passed = new Map<string, number>()

/** Holds this thread until the signal has taken hold of the process. */
const hold = (millis: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, millis)

const freeze = (): void => {
  writeFileSync(frozenMark, "")
  process.kill(process.pid, "SIGSTOP")
  hold(50)
}

const crash = (): void => {
  process.kill(process.pid, "SIGKILL")
  hold(60_000)
}

/** A moment has come. */
export const pass = (point: string): void => {
  const passing = (passed.get(point) ?? 0) + 1
  passed.set(point, passing)
  const isAt = (place: Place | undefined) => place?.point === point && place.passing === passing
  if (isAt(crashAt)) crash()
  if (isAt(freezeAt)) freeze()
}

/** Passes `name.before`, runs, and passes `name.after` where it succeeds. */
export const around = <A, E, R>(name: string, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    pass(`${name}.before`)
    return Effect.tap(effect, () => Effect.sync(() => pass(`${name}.after`)))
  })

if (countsFile !== undefined) {
  process.on("exit", () => writeFileSync(countsFile, JSON.stringify(Object.fromEntries(passed))))
}
