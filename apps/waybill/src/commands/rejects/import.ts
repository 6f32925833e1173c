/** `waybill rejects import`: what somebody mended in the exported file goes again; the rest stays as it is. */
import {
  compareEdited,
  type Comparison,
  type OpenPipeline,
  planPipeline,
  rejectsOf,
  type Remark,
  resend,
  resendEdited,
} from "@waybill/pipeline"
import { Console, Effect, Path } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { withLedger, withLedgerCopy } from "../../book.ts"
import { withPipeline } from "../../composition.ts"
import { Exit, exitWith } from "../../exit.ts"
import { print } from "../../output/print.ts"
import { count, counted, table } from "../../output/table.ts"
import { sourceColumns } from "../../rejects/columns.ts"
import { readEdited } from "../../rejects/readEdited.ts"
import { root } from "../../root.ts"
import { version } from "../../version.ts"
import { delivering } from "../delivering.ts"
import { orExit } from "./again.ts"

const whereOf = ({ sheet, row }: Remark): string =>
  [sheet, row === undefined ? undefined : `row ${row}`].filter((part) => part !== undefined).join(" ")

/** What is said of many cells of one column is one line, with the first of them. */
const remarksTable = (remarks: ReadonlyArray<Remark>): string =>
  table(
    ["cells", "code", "column", "first at", "id", "what", "what to do"],
    [...Map.groupBy(remarks, ({ code, column, message }) => JSON.stringify([code, column, message])).values()].map(
      (of) => {
        const { code, column = "", id = "", message, hint = "" } = of[0]!
        return [count(of.length), code, column, whereOf(of[0]!), id, message, hint]
      },
    ),
  )

const section = (title: string, remarks: ReadonlyArray<Remark>): ReadonlyArray<string> =>
  remarks.length === 0 ? [] : [`${title} (${count(remarks.length)}); --json has each:`, remarksTable(remarks), ""]

const renderComparison = ({ edits, unchanged, faults, refused, notes }: Comparison): string =>
  [
    ...section("Nothing of the file can be taken", faults),
    ...section("Rows that can't be taken", refused),
    ...section("Seen and passed over", notes),
    `Edited: ${counted(edits.length, "row")}; as they were: ${count(unchanged)}.`,
  ].join("\n")

/** What was edited, without the values. */
const told = ({ edits, ...rest }: Comparison) => ({
  edits: edits.map(({ reject: { flow, row, key, id }, changed }) => ({ id, flow, row, key, changed })),
  ...rest,
})

const compare = Effect.fnUntraced(function* (open: OpenPipeline, path: string) {
  const sheets = yield* readEdited(path)
  const rejects = yield* rejectsOf(open, {})
  return compareEdited(sheets, rejects, { columns: yield* sourceColumns(open.pipeline.name) })
})

const faulty = (path: string, faults: ReadonlyArray<Remark>) =>
  new Exit({
    exit: 2,
    code: "WB-CLI-IMPORT",
    message: `nothing of '${path}' was imported: ${counted(faults.length, "mistake")} in its rows or columns`,
    hint: "mend what is listed, or export again",
  })

/** What would become of the edits, over a scratch copy of the ledger. */
const dryRun = Effect.fnUntraced(function* (open: OpenPipeline, path: string, note: string) {
  const found = yield* compare(open, path)
  const { edits } = found
  const planned =
    edits.length === 0 ? undefined : yield* planPipeline(open, { version, ...(yield* resendEdited(open, edits, note)) })
  yield* print({ import: told(found), flows: planned?.flows ?? {} }, () =>
    [
      renderComparison(found),
      ...(planned === undefined
        ? []
        : [
            "",
            "What would become of them, and of what waits for them. Nothing was sent or written down.",
            table(
              ["flow", "sent", "unchanged", "held", "invalid", "refused", "skipped"],
              Object.entries(planned.flows).map(
                ([flow, { create, update, unchanged, held, invalid, refused, skipped }]) => [
                  flow,
                  ...[create + update, unchanged, held, invalid, refused, skipped].map(count),
                ],
              ),
            ),
          ]),
    ].join("\n"),
  )
  if (found.faults.length > 0) yield* exitWith(2)
  yield* exitWith(found.refused.length > 0 ? 4 : 0)
})

const send = Effect.fnUntraced(function* (open: OpenPipeline, path: string, note: string) {
  const { json } = yield* root
  const found = yield* withLedger(open.pipeline, compare(open, path))
  const { edits, faults, refused } = found
  if (json && (faults.length > 0 || edits.length === 0)) yield* print({ import: told(found) }, () => "")
  if (!json) yield* Console.error(renderComparison(found))
  if (faults.length > 0) return yield* json ? exitWith(2) : faulty(path, faults)
  if (edits.length === 0) return yield* exitWith(refused.length > 0 ? 4 : 0)
  yield* delivering(
    open,
    (hooks) =>
      orExit(Effect.flatMap(resendEdited(open, edits, note), (what) => resend(open, what, { version, ...hooks }))),
    { import: told(found) },
  )
  if (refused.length > 0) yield* exitWith(4)
})

export const importRejects = Command.make(
  "import",
  {
    path: Argument.String("file").pipe(Argument.withDescription("The edited file: .xlsx or .csv")),
    dry: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Say what was edited and what would become of it; write nothing down, send nothing"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn(function* ({ path, dry }) {
    const paths = yield* Path.Path
    const note = paths.basename(path)
    yield* withPipeline((open) =>
      dry ? withLedgerCopy(open.pipeline, orExit(dryRun(open, path, note))) : send(open, path, note),
    )
  }),
).pipe(Command.withDescription("Send what was edited in an exported file; rows that were not edited stay as they are"))
