/** `waybill check`: everything that can be wrong with the file is said before anything is sent. */
import { type Diagnostic, inspectFlow, PipelineFault } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"

import { withPipeline } from "../composition.ts"
import { Exit } from "../exit.ts"
import { print } from "../output/print.ts"

interface Signed {
  readonly connection: string
  /** What could not be verified without changing anything over there. */
  readonly notVerified: ReadonlyArray<string>
}

/** Most files have nothing to warn of: the catalogue of hints is loaded where there is. */
const rendered = (warnings: ReadonlyArray<Diagnostic>): Effect.Effect<ReadonlyArray<string>> =>
  warnings.length === 0
    ? Effect.succeed([])
    : Effect.promise(() => import("../output/hint.ts").then(({ renderDiagnostic }) => warnings.map(renderDiagnostic)))

const text = (warnings: ReadonlyArray<string>, flows: number, online: ReadonlyArray<Signed>): string =>
  [
    ...warnings,
    ...online.flatMap(({ connection, notVerified }) => [
      `${connection}: reached`,
      ...notVerified.map((note) => `    not verified: ${note}`),
    ]),
    `No mistakes in ${flows} ${flows === 1 ? "flow" : "flows"}${warnings.length === 0 ? "" : `, ${warnings.length} to look at`}.`,
  ].join("\n")

export const check = Command.make(
  "check",
  {
    online: Flag.Boolean("online").pipe(
      Flag.withDescription("Also sign in to each system, as far as that can be done without changing anything"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn(function* ({ online }) {
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const findings = yield* Effect.mapError(
          Effect.forEach(open.flows, inspectFlow),
          (diagnostics) => new PipelineFault({ diagnostics }),
        )
        const signed = online
          ? yield* Effect.forEach(open.connections, ([connection, { check }]) =>
              check.pipe(
                Effect.map((notVerified): Signed => ({ connection, notVerified })),
                Effect.mapError(
                  ({ code, message, hint }) =>
                    new Exit({
                      exit: 3,
                      code,
                      message: `${connection}: ${message}`,
                      ...(hint === undefined ? {} : { hint }),
                    }),
                ),
              ),
            )
          : []
        const warnings = [...open.warnings, ...findings.flat()]
        const said = yield* rendered(warnings)
        yield* print({ ok: true, flows: open.flows.map((flow) => flow.spec.name), warnings, online: signed }, () =>
          text(said, open.flows.length, signed),
        )
      }),
    )
  }),
)
