/** `waybill rejects list`: what was not accepted, grouped and row by row. */
import { type KeptReject, Ledger } from "@waybill/ledger"
import { groupRejects, lineageId, type RejectGroup, shownIssues } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"

import { readLedger } from "../../book.ts"
import { namedPipeline } from "../../composition.ts"
import { fixOf } from "../../errorCodes.ts"
import { print } from "../../output/print.ts"
import { amounts, count, table } from "../../output/table.ts"
import { filters, toFilter, withStates } from "../../rejects/choice.ts"

const renderRows = (rejects: ReadonlyArray<KeptReject>): string =>
  table(
    ["id", "flow", "row", "number", "state", "code", "where", "what is wrong", "what to do"],
    rejects.flatMap(({ origin, flow, file, row, key = "", state, issues, version }) => {
      const begin = [lineageId(origin), flow, file === undefined ? row : `${file}:${row}`, key]
      const edited = version === 0 ? state : `${state}, edited`
      return issues.length === 0
        ? [[...begin, edited, "", "", "", ""]]
        : shownIssues(issues).map(({ code, column, field, message, hint }) => [
            ...begin,
            edited,
            code,
            column ?? field ?? "",
            message,
            hint ?? fixOf(code) ?? "",
          ])
    }),
  )

const renderGroups = (groups: ReadonlyArray<RejectGroup>): string =>
  table(
    ["records", "money", "flow", "state", "code", "where", "what is wrong"],
    groups.map(({ records, money, flow, state, code, at = "", message }) => [
      count(records),
      amounts(money),
      flow,
      state,
      code,
      at,
      message,
    ]),
  )

/** More rows than a person reads. */
const shownRows = 50

const render = (rejects: ReadonlyArray<KeptReject>, groups: ReadonlyArray<RejectGroup>): string => {
  if (rejects.length === 0) return "No rejects."
  const rows = renderRows(rejects.slice(0, shownRows))
  const left = rejects.length - shownRows
  const more = `… and ${count(left)} more: narrow it with --flow, --code or --column, or hand them out with \`rejects export\`.`
  return [renderGroups(groups), rows, ...(left > 0 ? [more] : [])].join("\n\n")
}

export const list = Command.make(
  "list",
  filters,
  Effect.fn(function* (flags) {
    const pipeline = yield* namedPipeline
    const rejects = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<KeptReject>,
      Effect.flatMap(Ledger, (ledger) => ledger.rejects(pipeline.name, withStates(toFilter(flags)))),
    )
    const groups = groupRejects(rejects)
    // The source's own values are for `export`, into a file that only its owner may read.
    const publicly = rejects.map(({ source: _source, origin, ...reject }) => ({
      lineage: lineageId(origin),
      ...reject,
    }))
    yield* print({ groups, rejects: publicly }, () => render(rejects, groups))
  }),
).pipe(Command.withDescription("List rejected records: grouped with counts and money, then each with what to do"))
