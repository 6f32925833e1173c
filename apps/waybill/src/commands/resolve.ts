/** `waybill resolve`: what a person found out about records of which nobody knows whether they arrived. */
import { type KeptReject, type KeptResolution, Ledger, type Resolution } from "@waybill/ledger"
import { type Resolved, resolveUnknown } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { readLedger, withLedger } from "../book.ts"
import { namedPipeline } from "../composition.ts"
import { Exit } from "../exit.ts"
import { print } from "../output/print.ts"
import { money, table } from "../output/table.ts"
import { version } from "../version.ts"

const renderWaiting = (waiting: ReadonlyArray<KeptReject>): string =>
  waiting.length === 0
    ? "Nothing to resolve: it is known of every record whether it arrived."
    : [
        table(
          ["number", "flow", "row", "money", "target", "what happened"],
          waiting.map(({ key, flow, row, money: amount, target, issues }) => [
            key ?? "",
            flow,
            row,
            amount === undefined ? "" : `${money(amount.amount)} ${amount.currency}`,
            target,
            issues[0]?.message ?? "",
          ]),
        ),
        "",
        "Look for them in the target. Then, with a reason that is kept:",
        "  waybill resolve delivered NUMBER... --reason TEXT    they are there: they count as confirmed",
        "  waybill resolve send NUMBER... --reason TEXT         they are not: the next run sends them",
      ].join("\n")

const list = Command.make(
  "list",
  {},
  Effect.fn(function* () {
    const pipeline = yield* namedPipeline
    const waiting = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<KeptReject>,
      Effect.flatMap(Ledger, (ledger) => ledger.rejects(pipeline.name, { states: ["unknown"] })),
    )
    const publicly = waiting.map(({ source: _source, ...record }) => record)
    yield* print({ unknown: publicly }, () => renderWaiting(waiting))
  }),
).pipe(Command.withDescription("List the records of which nobody knows whether they arrived"))

const renderLog = (log: ReadonlyArray<KeptResolution>): string =>
  log.length === 0
    ? "No decisions yet."
    : table(
        ["run", "at", "number", "flow", "decision", "id", "reason"],
        log.map(({ run, at, key, flow, decision, targetId, reason }) => [
          run,
          at,
          key,
          flow,
          decision,
          targetId ?? "",
          reason,
        ]),
      )

const log = Command.make(
  "log",
  {},
  Effect.fn(function* () {
    const pipeline = yield* namedPipeline
    const decisions = yield* readLedger(
      pipeline,
      [] as ReadonlyArray<KeptResolution>,
      Effect.flatMap(Ledger, (ledger) => ledger.resolutions(pipeline.name)),
    )
    yield* print({ decisions }, () => renderLog(decisions))
  }),
).pipe(Command.withDescription("List what was decided, and why"))

const said = {
  delivered: "counts as confirmed",
  send: "goes out with the next run",
} as const

const renderResolved = ({ decision, records }: Resolved): string =>
  records.map(({ key, flow }) => `${flow} ${key}: ${said[decision]}`).join("\n")

const shared = {
  numbers: Argument.String("number").pipe(
    Argument.withDescription("The records' numbers, as `waybill resolve list` shows them"),
    Argument.variadic({ min: 1 }),
  ),
  flow: Flag.String("flow").pipe(Flag.withDescription("Which flow, where a number stands in several"), Flag.optional),
  reason: Flag.String("reason").pipe(Flag.withDescription("How it was found out: kept with the decision")),
}

interface Said {
  readonly numbers: ReadonlyArray<string>
  readonly flow: Option.Option<string>
  readonly reason: string
}

const decide = Effect.fnUntraced(function* (
  { numbers, flow, reason }: Said,
  decision: Omit<Resolution, "key" | "reason">,
) {
  if (reason.trim() === "") {
    const hint = "say how it was found out: whoever asks later reads it"
    return yield* new Exit({ exit: 2, code: "WB-CLI-REASON", message: "the reason is empty", hint })
  }
  const pipeline = yield* namedPipeline
  const options = { ...decision, reason, keys: numbers, version, ...(Option.isSome(flow) ? { flow: flow.value } : {}) }
  const resolving = Effect.catchTag(
    withLedger(pipeline, resolveUnknown(pipeline, options)),
    "NotToResolve",
    ({ code, message, hint }) => Effect.fail(new Exit({ exit: 2, code, message, hint })),
  )
  const resolved = yield* resolving
  yield* print(resolved, () => renderResolved(resolved))
})

const delivered = Command.make(
  "delivered",
  {
    ...shared,
    id: Flag.String("id").pipe(
      Flag.withDescription("The target's own id of the record, where one number is given"),
      Flag.optional,
    ),
  },
  Effect.fn(function* ({ id, ...flags }) {
    if (Option.isSome(id) && flags.numbers.length > 1) {
      const hint = "give the numbers one by one, each with its --id"
      return yield* new Exit({ exit: 2, code: "WB-CLI-ID", message: "one id can't be that of several records", hint })
    }
    yield* decide(flags, { decision: "delivered", ...(Option.isSome(id) ? { targetId: id.value } : {}) })
  }),
).pipe(Command.withDescription("The target holds what was sent: count the records as confirmed"))

const send = Command.make(
  "send",
  shared,
  Effect.fn(function* (flags) {
    yield* decide(flags, { decision: "send" })
  }),
).pipe(Command.withDescription("The target surely does not hold them: send the records with the next run"))

export const resolve = Command.make("resolve").pipe(Command.withSubcommands([list, delivered, send, log]))
