/** `waybill plan`: what a run would do, in counts and money; nothing is sent. */
import { type FlowPlan, type Plan, planPipeline } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"

import { withLedgerCopy, withPipeline } from "../composition.ts"
import { exitWith } from "../exit.ts"
import { renderDrift } from "../output/drift.ts"
import { renderDiagnostic } from "../output/hint.ts"
import { print } from "../output/print.ts"
import { count, money, table } from "../output/table.ts"
import { limits, runOptions } from "./limits.ts"

const columns = [
  "read",
  "create",
  "update",
  "unchanged",
  "held",
  "invalid",
  "refused",
  "skipped",
  "unknown",
  "calls",
] as const

const duration = (seconds: number): string =>
  seconds < 120
    ? `${seconds} s`
    : seconds < 7200
      ? `${Math.ceil(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`

/** A day's budget counts more than seconds do. */
const least = ({ seconds, days }: FlowPlan): string => {
  if (days !== undefined && days > 1) return `${days} days`
  return seconds === undefined ? "no limit set" : duration(seconds)
}

const render = (plan: Plan): string => {
  const flows = Object.entries(plan.flows)
  const amounts = flows.flatMap(([name, flow]) =>
    Object.entries(flow.money).map(([currency, { read, send }]) => [name, currency, money(read), money(send)]),
  )
  return [
    `Plan of ${plan.pipeline}: what a run would do now. Nothing was sent.`,
    "",
    table(
      ["flow", ...columns, "at least"],
      flows.map(([name, flow]) => [name, ...columns.map((column) => count(flow[column])), least(flow)]),
    ),
    ...(amounts.length === 0 ? [] : ["", table(["money in", "", "read", "would be sent"], amounts)]),
    ...(plan.rejects.length === 0
      ? []
      : [
          "",
          table(
            ["would not arrive", "flow", "records", "first row", "where", "why"],
            plan.rejects.map((group) => [
              group.code,
              group.flow,
              count(group.records),
              group.firstRow,
              group.at ?? "",
              group.message,
            ]),
          ),
        ]),
    ...flows.flatMap(([name, { matched, dismissed }]) => [
      ...(matched > 0
        ? [`\n${name}: of the unchanged, ${count(matched)} are in the target already and would be taken over`]
        : []),
      ...(dismissed > 0 ? [`\n${name}: of the skipped, ${count(dismissed)} were dismissed`] : []),
    ]),
    ...renderDrift(plan.drift),
    ...(plan.notLookedAt.length === 0
      ? []
      : [
          `\nNot looked at: ${plan.notLookedAt.join(", ")}. What is there can't be read; the ledger says what earlier runs confirmed.`,
        ]),
    ...plan.stopped.map(({ flow, code, message }) => `\n${flow}: ${code}: ${message}`),
    ...(plan.warnings.length === 0 ? [] : ["", ...plan.warnings.map(renderDiagnostic)]),
  ].join("\n")
}

export const plan = Command.make(
  "plan",
  limits,
  Effect.fn(function* (flags) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const options = yield* runOptions(open, flags)
        const planned = yield* withLedgerCopy(open.pipeline, planPipeline(open, options))
        yield* print(planned, () => render(planned))
        const attention = Object.values(planned.flows).some(
          (flow) => flow.invalid + flow.refused + flow.held + flow.unknown > 0,
        )
        yield* exitWith(planned.stopped.length > 0 ? 1 : attention ? 4 : 0)
      }),
    )
  }),
).pipe(Command.withDescription("Say what a run would do, in counts and money; nothing is sent"))
