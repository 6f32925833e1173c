/** `waybill rejects list`, `waybill rejects export`: what was not accepted, and why. */
import { type KeptReject, Ledger, type RejectFilter } from "@waybill/ledger"
import { groupRejects, loadPipeline, type RejectGroup } from "@waybill/pipeline"
import { Console, Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"

import { composition, readLedger } from "../composition.ts"
import { print } from "../output/print.ts"
import { count, table } from "../output/table.ts"
import { rejectTable } from "../rejects/rejectTable.ts"
import { writeTable } from "../rejects/writeTable.ts"
import { root } from "../root.ts"

const filters = {
  flow: Flag.String("flow").pipe(Flag.withDescription("Only this flow"), Flag.optional),
  code: Flag.String("code").pipe(Flag.withDescription("Only this error code"), Flag.optional),
  state: Flag.Literals("state", ["invalid", "refused", "held", "unknown"]).pipe(
    Flag.withDescription("Only this state; invalid and refused unless given"),
    Flag.optional,
  ),
}

type Filters = {
  readonly flow: Option.Option<string>
  readonly code: Option.Option<string>
  readonly state: Option.Option<KeptReject["state"]>
}

const toFilter = ({ flow, code, state }: Filters): RejectFilter => ({
  states: Option.match(state, { onNone: () => ["invalid", "refused"], onSome: (one) => [one] }),
  ...(Option.isSome(flow) ? { flow: flow.value } : {}),
  ...(Option.isSome(code) ? { code: code.value } : {}),
})

const load = Effect.fnUntraced(function* (flags: Filters) {
  const { file } = yield* root
  const { pipeline } = yield* loadPipeline(file, composition)
  return yield* readLedger(
    pipeline,
    [] as ReadonlyArray<KeptReject>,
    Effect.flatMap(Ledger, (ledger) => ledger.rejects(pipeline.name, toFilter(flags))),
  )
})

const renderRows = (rejects: ReadonlyArray<KeptReject>): string =>
  table(
    ["flow", "row", "number", "state", "code", "where", "what is wrong", "what to do"],
    rejects.flatMap(({ flow, file, row, key, state, issues }) =>
      issues.map(({ code, column, field, message, hint }) => [
        flow,
        file === undefined ? row : `${file}:${row}`,
        key ?? "",
        state,
        code,
        column ?? field ?? "",
        message,
        hint ?? "",
      ]),
    ),
  )

const renderGroups = (groups: ReadonlyArray<RejectGroup>): string =>
  table(
    ["records", "flow", "state", "code", "where", "what is wrong"],
    groups.map(({ records, flow, state, code, at, message }) => [count(records), flow, state, code, at ?? "", message]),
  )

/** More rows than a person reads: the groups tell more then. */
const shownRows = 50

const render = (rejects: ReadonlyArray<KeptReject>): string => {
  if (rejects.length === 0) return "No rejects."
  const rows = renderRows(rejects.slice(0, shownRows))
  if (rejects.length <= shownRows) return rows
  const more = `… and ${count(rejects.length - shownRows)} more: narrow it with --flow or --code, or see them all with \`rejects export\`.`
  return [renderGroups(groupRejects(rejects)), rows, more].join("\n\n")
}

const list = Command.make(
  "list",
  filters,
  Effect.fn(function* (flags) {
    const rejects = yield* load(flags)
    // The source's own values are for `export`, into a file that only its owner may read.
    const publicly = rejects.map(({ source: _source, ...reject }) => reject)
    yield* print({ rejects: publicly }, () => render(rejects))
  }),
).pipe(Command.withDescription("List rejected records with row, column, code and what to do"))

const exportRejects = Command.make(
  "export",
  {
    ...filters,
    to: Flag.String("to").pipe(
      Flag.withMetavar("PATH"),
      Flag.withDescription("The file to write: .csv or .xlsx; it holds the source's own values"),
      Flag.withDefault("rejects.csv"),
    ),
  },
  Effect.fn(function* ({ to, ...flags }) {
    const rejects = yield* load(flags)
    yield* writeTable(to, rejectTable(rejects))
    yield* Console.error(`${count(rejects.length)} rejects written to ${to}`)
    yield* print({ file: to, records: rejects.length }, () => to)
  }),
).pipe(Command.withDescription("Write rejected records to a CSV or Excel file, with code, message and hint"))

export const rejects = Command.make("rejects").pipe(
  Command.withDescription("What was not accepted, and why"),
  Command.withSubcommands([list, exportRejects]),
)
