/** `waybill preview`: the first records as they come, as the model, and as they would be sent. */
import { plainText } from "@waybill/connector"
import { type Diagnostic, type FlowPreview, inspectFlow, previewFlow } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { withPipeline } from "../composition.ts"
import { Exit } from "../exit.ts"
import { knownFlows } from "../flows.ts"
import { renderDiagnostic } from "../output/hint.ts"
import { print } from "../output/print.ts"

const fields = (value: Readonly<Record<string, unknown>>): string =>
  Object.entries(value)
    .map(([name, field]) => `      ${name}: ${plainText(field)}`)
    .join("\n")

const renderFlow = ({ flow, records }: FlowPreview): string =>
  [
    flow,
    ...records.flatMap(({ row, fate, source, model, target, issues }) => [
      `  row ${row}${fate === "ready" ? "" : `: ${fate}`}`,
      `    as it comes\n${fields(source)}`,
      ...(model === undefined ? [] : [`    as the model\n${fields(model)}`]),
      ...(target === undefined ? [] : [`    as it would be sent\n${fields(target)}`]),
      ...issues.map((issue) => `    ${issue.code} ${issue.column ?? issue.field ?? ""}: ${issue.message}`),
    ]),
  ].join("\n")

export const preview = Command.make(
  "preview",
  {
    flow: Argument.String("flow").pipe(Argument.withDescription("Only this flow"), Argument.optional),
    records: Flag.Int("records").pipe(
      Flag.withAlias("n"),
      Flag.withDescription("How many records of each flow"),
      Flag.withDefault(3),
    ),
  },
  Effect.fn(function* ({ flow, records }) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const flows = yield* knownFlows(open, Option.toArray(flow))
        const previews = yield* Effect.forEach(flows, (each) => previewFlow(each, records)).pipe(
          Effect.mapError(
            ({ outside, code, message, hint }) =>
              new Exit({ exit: outside ? 3 : 1, code, message, ...(hint === undefined ? {} : { hint }) }),
          ),
        )
        const warnings: ReadonlyArray<Diagnostic> = [
          ...open.warnings,
          ...(yield* Effect.orElseSucceed(Effect.forEach(flows, inspectFlow), () => [])).flat(),
        ]
        yield* print({ flows: previews, warnings }, () =>
          [...previews.map(renderFlow), ...warnings.map(renderDiagnostic)].join("\n\n"),
        )
      }),
    )
  }),
)
