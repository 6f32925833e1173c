/** `waybill errors`: every code with its meaning and its fix. */
import { didYouMean } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Argument, Command } from "effect/cli"

import { errorCodes } from "../errorCodes.ts"
import { Exit } from "../exit.ts"
import { print } from "../output/print.ts"
import { table } from "../output/table.ts"

export const errors = Command.make(
  "errors",
  { code: Argument.String("code").pipe(Argument.withDescription("Only this code"), Argument.optional) },
  Effect.fn(function* ({ code }) {
    const wanted = Option.getOrUndefined(code)?.toUpperCase()
    const found = wanted === undefined ? errorCodes : errorCodes.filter((each) => each.code === wanted)
    if (wanted !== undefined && found.length === 0) {
      const suggestion = didYouMean(
        wanted,
        errorCodes.map((each) => each.code),
      )
      const hint = suggestion === undefined ? "`waybill errors` lists them all" : `did you mean ${suggestion}?`
      return yield* new Exit({ exit: 2, code: "WB-CLI-CODE", message: `there is no code ${wanted}`, hint })
    }
    yield* print(found, () =>
      table(
        ["code", "meaning", "what to do"],
        found.map(({ code: name, meaning, fix }) => [name, meaning, fix]),
      ),
    )
  }),
).pipe(Command.withDescription("List every error code with its meaning and what to do"))
