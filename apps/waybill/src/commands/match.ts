/** `waybill match`: which records the target held before, and what people decide where that is not clear. */
import { type KeptCandidate, Ledger } from "@waybill/ledger"
import { decideMatch, matchPipeline, type MatchRow, type MatchTable } from "@waybill/pipeline"
import { Console, Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { readLedger, withLedger, withLedgerCopy } from "../book.ts"
import { namedPipeline, withPipeline } from "../composition.ts"
import { Exit, exitWith } from "../exit.ts"
import { print } from "../output/print.ts"
import { count, table } from "../output/table.ts"
import { version } from "../version.ts"
import { limits, runOptions } from "./limits.ts"

const aboutText = (about: KeptCandidate["about"]): string => Object.values(about).filter(Boolean).join(", ")

const said: Record<MatchRow["verdict"], string> = { same: "same as", new: "new", undecided: "may be" }

const renderTable = ({ pipeline, flows, rows, stopped }: MatchTable, dryRun: boolean): string => {
  const lines = rows.flatMap(({ flow, key, verdict, why, candidates }) =>
    candidates.length === 0
      ? [[flow, key, said[verdict], "", "", "", why, ""]]
      : candidates.map(({ targetId, targetKey = "", about, rule }, index) => [
          index === 0 ? flow : "",
          index === 0 ? key : "",
          index === 0 ? said[verdict] : "",
          targetId,
          targetKey,
          aboutText(about),
          verdict === "undecided" ? rule : why,
          verdict === "undecided" && index === 0 ? why : "",
        ]),
  )
  const totals = Object.entries(flows).map(([flow, { same, undecided, new: fresh }]) => [
    flow,
    count(same),
    count(undecided),
    count(fresh),
  ])
  const all = Object.values(flows).reduce((sum, each) => sum + each.same + each.new + each.undecided, 0)
  return [
    `Matches of ${pipeline}. Nothing was sent${dryRun ? ", nothing was written down" : ""}.`,
    "",
    table(["flow", "taken over", "to be decided", "new"], totals),
    ...(lines.length === 0
      ? []
      : ["", table(["flow", "number", "is", "id there", "number there", "who", "why", ""], lines)]),
    ...(rows.length < all ? [`… and ${count(all - rows.length)} more: see them with --rows.`] : []),
    ...stopped.map(({ flow, code, message }) => `\n${flow}: ${code}: ${message}`),
  ].join("\n")
}

const list = Command.make(
  "list",
  {},
  Effect.fn(function* () {
    const pipeline = yield* namedPipeline
    const candidates = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<KeptCandidate>,
      Effect.flatMap(Ledger, (ledger) => ledger.candidates(pipeline.name, {})),
    )
    yield* print({ candidates }, () =>
      candidates.length === 0
        ? "Nothing to decide."
        : [
            table(
              ["flow", "number", "id there", "number there", "who", "why"],
              candidates.map(({ flow, key, targetId, targetKey = "", about, rule }) => [
                flow,
                key,
                targetId,
                targetKey,
                aboutText(about),
                rule,
              ]),
            ),
            "",
            "With a reason that is kept:",
            "  waybill match same NUMBER ID --reason TEXT    it is that one: nothing is created",
            "  waybill match new NUMBER --reason TEXT        it is none of them: the next run creates it",
          ].join("\n"),
    )
  }),
).pipe(Command.withDescription("List the records that wait for a decision, with what they may be"))

const shared = {
  number: Argument.String("number").pipe(Argument.withDescription("The record's number")),
  flow: Flag.String("flow").pipe(Flag.withDescription("Which flow, where a number waits in several"), Flag.optional),
  reason: Flag.String("reason").pipe(Flag.withDescription("How it was found out: kept with the decision")),
}

interface Said {
  readonly number: string
  readonly flow: Option.Option<string>
  readonly reason: string
}

const decide = Effect.fnUntraced(function* ({ number, flow, reason }: Said, targetId: string | undefined) {
  if (reason.trim() === "") {
    const hint = "say how it was found out: whoever asks later reads it"
    return yield* new Exit({ exit: 2, code: "WB-CLI-REASON", message: "the reason is empty", hint })
  }
  const decision = {
    version,
    key: number,
    reason,
    ...(targetId === undefined ? {} : { targetId }),
    ...(Option.isSome(flow) ? { flow: flow.value } : {}),
  }
  const deciding = withPipeline((open) => withLedger(open.pipeline, decideMatch(open, decision)))
  const decided = yield* Effect.catchTag(deciding, "NotToDecide", ({ code, message, hint }) =>
    Effect.fail(new Exit({ exit: 2, code, message, hint })),
  )
  yield* print(decided, () =>
    targetId === undefined
      ? `${decided.flow} ${number}: the next run creates it`
      : `${decided.flow} ${number}: it is ${targetId} over there; the next run takes it over`,
  )
})

const same = Command.make(
  "same",
  {
    ...shared,
    id: Argument.String("id").pipe(Argument.withDescription("The target's own id of the record that it is")),
  },
  Effect.fn(function* ({ id, ...flags }) {
    yield* decide(flags, id)
  }),
).pipe(Command.withDescription("Say which record of the target it is: nothing is created"))

const fresh = Command.make(
  "new",
  shared,
  Effect.fn(function* (flags) {
    yield* decide(flags, undefined)
  }),
).pipe(Command.withDescription("Say that it is none of the candidates: the next run creates it"))

export const match = Command.make(
  "match",
  {
    ...limits,
    dryRun: Flag.Boolean("dry-run").pipe(
      Flag.withDescription("Only print the match table; write nothing down"),
      Flag.withDefault(false),
    ),
    rows: Flag.Int("rows").pipe(Flag.withDescription("How many rows of the table to print"), Flag.withDefault(50)),
  },
  Effect.fn(function* ({ dryRun, rows, ...flags }) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        if (open.flows.every((flow) => flow.match.length === 0)) {
          yield* Console.error("No flow of this file has `match:`.")
        }
        const options = yield* runOptions(open, flags)
        const matching = matchPipeline(open, options, rows)
        const found = yield* dryRun ? withLedgerCopy(open.pipeline, matching) : withLedger(open.pipeline, matching)
        yield* print(found, () => renderTable(found, dryRun))
        const undecided = Object.values(found.flows).some((flow) => flow.undecided > 0)
        yield* exitWith(found.stopped.length > 0 ? 1 : undecided ? 4 : 0)
      }),
    )
  }),
).pipe(Command.withSubcommands([list, same, fresh]))
