/**
 * Everything that a failing call leaves where somebody may read it: errors, logs, spans.
 */
import { inspect } from "node:util"

import { Cause, Effect, Exit, Logger, References, Tracer } from "effect"

/** A value in every form in which it may be shown. */
export const shownForms = (value: unknown): ReadonlyArray<string> => [
  String(value),
  JSON.stringify(value) ?? "",
  inspect(value, { depth: 12, showHidden: true }),
]

/** Runs what is expected to fail; gives all that it said. */
export const overheard = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<ReadonlyArray<string>, never, R> =>
  Effect.suspend(() => {
    const texts: Array<string> = []
    const logger = Logger.make(({ message, cause, fiber }) => {
      const annotations = fiber.getRef(References.CurrentLogAnnotations)
      texts.push(...shownForms(message), Cause.pretty(cause), ...shownForms(annotations))
    })
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      },
    })
    return effect.pipe(
      Effect.exit,
      Effect.provide(Logger.layer([logger])),
      Effect.provideService(References.MinimumLogLevel, "All"),
      Effect.provideService(Tracer.Tracer, tracer),
      Effect.map((exit) => [
        ...texts,
        ...(Exit.isFailure(exit)
          ? [Cause.pretty(exit.cause), ...exit.cause.reasons.flatMap(shownForms)]
          : shownForms(exit.value)),
        ...spans.flatMap(({ name, attributes, events }) => [
          name,
          ...shownForms([...attributes]),
          ...shownForms(events),
        ]),
      ]),
    )
  })

/** A secret as it is, in an address, and in what `Basic` sign-in makes of it. */
const formsOf = (secret: string): ReadonlyArray<string> => {
  const basic = Buffer.from(`${secret}:`).toString("base64").replace(/=*$/, "")
  return [secret, encodeURIComponent(secret), basic.slice(0, basic.length - 2)]
}

/** How many of the secrets the texts show. */
export const leaked = (secrets: ReadonlyArray<string>, texts: ReadonlyArray<string>): number =>
  secrets.filter((secret) => texts.some((text) => formsOf(secret).some((form) => text.includes(form)))).length
