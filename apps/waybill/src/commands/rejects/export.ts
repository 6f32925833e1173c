/** `waybill rejects export`: rejected records as a workbook, for those who can mend them. */
import type { KeptReject, RejectFilter } from "@waybill/ledger"
import { type OpenPipeline, rejectsOf } from "@waybill/pipeline"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"

import { readLedger } from "../../book.ts"
import { withPipeline } from "../../composition.ts"
import { fixOf } from "../../errorCodes.ts"
import { print } from "../../output/print.ts"
import { count, counted } from "../../output/table.ts"
import { filters, toFilter, withStates } from "../../rejects/choice.ts"
import { sourceColumns } from "../../rejects/columns.ts"
import { rejectTable } from "../../rejects/rejectTable.ts"
import { writeTable } from "../../rejects/writeTable.ts"

/** Whoever mends it has only the file: every issue says what to do. */
const withHints = (reject: KeptReject): KeptReject => ({
  ...reject,
  issues: reject.issues.map((issue) => {
    const hint = issue.hint ?? fixOf(issue.code)
    return hint === undefined ? issue : { ...issue, hint }
  }),
})

const tablesOf = Effect.fnUntraced(function* (open: OpenPipeline, filter: RejectFilter) {
  const rejects = yield* rejectsOf(open, filter)
  const editable = rejects.filter(({ origin }) => origin !== "")
  if (editable.length < rejects.length) {
    const left = count(rejects.length - editable.length)
    yield* Console.error(`${left} rejects of an older version are left out: run once, and they can be edited`)
  }
  return rejectTable(editable.map(withHints), yield* sourceColumns(open.pipeline.name))
})

export const exportRejects = Command.make(
  "export",
  {
    ...filters,
    to: Flag.String("to").pipe(
      Flag.withMetavar("PATH"),
      Flag.withDescription("The file to write: .xlsx or .csv; it holds the source's own values"),
      Flag.withDefault("rejects.xlsx"),
    ),
  },
  Effect.fn(function* ({ to, ...flags }) {
    const tables = yield* withPipeline((open) =>
      readLedger(open.pipeline, [], tablesOf(open, withStates(toFilter(flags)))),
    )
    yield* writeTable(to, tables)
    const records = tables.reduce((sum, { rejects }) => sum + rejects.length, 0)
    yield* Console.error(`${counted(records, "reject")} written to ${to}`)
    yield* print({ file: to, records }, () => to)
  }),
).pipe(Command.withDescription("Write rejected records to a workbook or CSV file, to be edited and imported"))
