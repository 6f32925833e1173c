/** `waybill errors`: every code with where it is mended; `waybill errors CODE`: all that is known of one. */
import type { ErrorCode } from "@waybill/model"
import { didYouMean } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Argument, Command } from "effect/cli"

import { errorCodes } from "../errorCodes.ts"
import { errorPage, sentence } from "../errorPage.ts"
import { Exit } from "../exit.ts"
import { print } from "../output/print.ts"
import { table } from "../output/table.ts"

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")

/** What docs/errors has of it, as text. */
const renderOne = (error: ErrorCode): string => {
  const { code, meaning, answers, example, related } = errorPage(error)
  return [
    `${code}: ${meaning}`,
    ...answers.map(([question, all]) => `${question}:\n${indented(all.join("\nor: "))}`),
    ...example.map(({ label, text }) => `${label}:\n${indented(text)}`),
    ...(related.length === 0 ? [] : [`Related: ${related.join(", ")}`]),
  ].join("\n\n")
}

const renderAll = (errors: ReadonlyArray<ErrorCode>): string =>
  table(
    ["code", "where to mend it", "meaning"],
    errors.map(({ code, where = "", meaning }) => [code, where, sentence(meaning)]),
  )

const unknown = (wanted: string): Exit => {
  const codes = errorCodes.map(({ code }) => code)
  const suggestion = didYouMean(wanted, codes)
  const hint = suggestion === undefined ? "`waybill errors` lists them all" : `did you mean ${suggestion}?`
  return new Exit({ exit: 2, code: "WB-CLI-CODE", message: `there is no code ${wanted}`, hint })
}

export const errors = Command.make(
  "errors",
  { code: Argument.String("code").pipe(Argument.withDescription("All that is known of this code"), Argument.optional) },
  Effect.fn(function* ({ code }) {
    const wanted = Option.getOrUndefined(code)?.toUpperCase()
    if (wanted === undefined) return yield* print(errorCodes, () => renderAll(errorCodes))
    const found = errorCodes.find((each) => each.code === wanted)
    if (found === undefined) return yield* unknown(wanted)
    yield* print([found], () => renderOne(found))
  }),
)
