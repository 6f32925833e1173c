/** `waybill crosswalk`: which record of the source is which of the target. */
import { type CrosswalkRow, Ledger } from "@waybill/ledger"
import { type CrosswalkImported, importCrosswalk } from "@waybill/pipeline"
import { Console, Effect, Option, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { readLedger, withLedger } from "../book.ts"
import { namedPipeline, withPipeline } from "../composition.ts"
import { readCrosswalk } from "../crosswalk/readCrosswalk.ts"
import { Exit } from "../exit.ts"
import { knownFlows } from "../flows.ts"
import { writeCrosswalk } from "../output/crosswalkFile.ts"
import { print } from "../output/print.ts"
import { count, counted, table } from "../output/table.ts"
import { version } from "../version.ts"

const flow = Flag.String("flow").pipe(Flag.withDescription("Only this flow"), Flag.optional)

const render = (rows: ReadonlyArray<CrosswalkRow>): string =>
  rows.length === 0
    ? "Not known: no such record has arrived or was linked."
    : table(
        ["flow", "number", "number there", "id there", "how", "note"],
        rows.map(({ flow, key, targetKey = "", targetId = "", how, note = "" }) => [
          flow,
          key,
          targetKey,
          targetId === "" && how !== "delivered" ? "(new)" : targetId,
          how,
          note,
        ]),
      )

const show = Command.make(
  "show",
  { number: Argument.String("number").pipe(Argument.withDescription("The record's number")), flow },
  Effect.fn(function* ({ number, flow }) {
    const pipeline = yield* namedPipeline
    const filter = { key: number, ...(Option.isSome(flow) ? { flow: flow.value } : {}) }
    const rows = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<CrosswalkRow>,
      Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.crosswalk(pipeline.name, filter))),
    )
    yield* print({ records: rows }, () => render(rows))
  }),
).pipe(Command.withDescription("Show what a record of the source is in the target, and how that is known"))

const exportCrosswalk = Command.make(
  "export",
  {
    flow,
    to: Flag.String("to").pipe(
      Flag.withMetavar("PATH"),
      Flag.withDescription("The CSV file to write"),
      Flag.withDefault("crosswalk.csv"),
    ),
  },
  Effect.fn(function* ({ flow, to }) {
    const pipeline = yield* namedPipeline
    const records = yield* writeCrosswalk(pipeline, to, Option.isSome(flow) ? { flow: flow.value } : {})
    yield* Console.error(`${counted(records, "record")} written to ${to}`)
    yield* print({ file: to, records }, () => to)
  }),
).pipe(Command.withDescription("Write source keys with target keys and ids to a CSV file"))

const renderImported = ({ flow, linked, known }: CrosswalkImported): string =>
  [
    `${flow}: ${counted(linked, "record")} linked: taken over by the next run, instead of created.`,
    ...(known === 0 ? [] : [`Delivered already, under the same ids: ${count(known)}.`]),
  ].join("\n")

const importTable = Command.make(
  "import",
  {
    path: Argument.String("file").pipe(Argument.withDescription("A CSV file: source keys and target ids")),
    flow: Flag.String("flow").pipe(Flag.withDescription("The flow whose records they are")),
    source: Flag.String("source-key").pipe(
      Flag.withMetavar("COLUMN"),
      Flag.withDescription("The column with the source's keys: the records' numbers as the model has them"),
      Flag.withDefault("source key"),
    ),
    id: Flag.String("target-id").pipe(
      Flag.withMetavar("COLUMN"),
      Flag.withDescription("The column with the target's own ids"),
      Flag.withDefault("target id"),
    ),
    key: Flag.String("target-key").pipe(
      Flag.withMetavar("COLUMN"),
      Flag.withDescription("The column with the numbers over there, where there is one"),
      Flag.withDefault("target key"),
    ),
  },
  Effect.fn(function* ({ path, flow, ...columns }) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const [known] = yield* knownFlows(open, [flow])
        const { lines, note } = yield* readCrosswalk(path, flow, columns)
        const importing = withLedger(open.pipeline, importCrosswalk(open.pipeline, known!, { version, lines, note }))
        const imported = yield* Effect.catchTag(importing, "NotToLink", ({ code, message, hint }) =>
          Effect.fail(new Exit({ exit: 2, code, message, hint })),
        )
        yield* print(imported, () => renderImported(imported))
      }),
    )
  }),
).pipe(Command.withDescription("Take over the table of an earlier tool: which source key is which target id"))

export const crosswalk = Command.make("crosswalk").pipe(Command.withSubcommands([show, exportCrosswalk, importTable]))
