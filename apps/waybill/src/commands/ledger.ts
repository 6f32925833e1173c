/** `waybill ledger`: is the book sound, and what stands in it. */
import { Ledger, type LedgerCheck, type LedgerError } from "@waybill/ledger"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"

import { readLedger } from "../book.ts"
import { namedPipeline } from "../composition.ts"
import { Exit, exitWith } from "../exit.ts"
import { writeExport } from "../ledger/writeExport.ts"
import { print } from "../output/print.ts"
import { count, table } from "../output/table.ts"

const noLedger = new Exit({
  exit: 2,
  code: "WB-CLI-NO-LEDGER",
  message: "there is no ledger yet: this pipeline has not run",
  hint: "`waybill run` makes one in the folder that `state:` names",
})

const renderCheck = ({ runs, records, rejects, leftSending, faults }: LedgerCheck): string =>
  [
    `${count(runs)} runs, ${count(records)} records, ${count(rejects)} rejects`,
    ...(leftSending === 0
      ? []
      : [
          `${count(leftSending)} records were on their way when a run ended: the next run finds out what became of them.`,
        ]),
    faults.length === 0 ? "The ledger is sound." : "The ledger is not sound:",
    ...faults.map(({ code, message, hint }) => `\n${code}: ${message}\n    ${hint}`),
  ].join("\n")

type Checking = Effect.Effect<LedgerCheck | undefined, LedgerError, Ledger>

const check = Command.make(
  "check",
  {},
  Effect.fn(function* () {
    const pipeline = yield* namedPipeline
    const checking: Checking = Effect.flatMap(Ledger, (ledger) => ledger.check)
    const found = yield* readLedger(pipeline, undefined, checking)
    if (found === undefined) return yield* noLedger
    yield* print(found, () => renderCheck(found))
    yield* exitWith(found.faults.length === 0 ? 0 : 1)
  }),
).pipe(Command.withDescription("Verify the ledger: the file, and whether what stands in it fits together"))

const exportLedger = Command.make(
  "export",
  {
    to: Flag.String("to").pipe(
      Flag.withMetavar("FOLDER"),
      Flag.withDescription("The folder to write runs.csv, records.csv, rejects.csv and resolutions.csv into"),
      Flag.withDefault("ledger-export"),
    ),
  },
  Effect.fn(function* ({ to }) {
    const pipeline = yield* namedPipeline
    const written = yield* readLedger(pipeline, [], writeExport(pipeline.name, to))
    if (written.length === 0) return yield* noLedger
    yield* print({ written }, () =>
      table(
        ["file", "rows"],
        written.map(({ file, rows }) => [file, count(rows)]),
      ),
    )
  }),
).pipe(Command.withDescription("Write all that stands in the ledger as CSV: runs, records, rejects, decisions"))

export const ledger = Command.make("ledger").pipe(Command.withSubcommands([check, exportLedger]))
