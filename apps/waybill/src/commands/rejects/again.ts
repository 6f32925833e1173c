/** `waybill rejects retry`, `waybill rejects dismiss`: rejected records go again as they are, or not at all. */
import { type Dismissed, dismissRejects, NoRejects, resend, resendAsTheyAre } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"

import { withLedger } from "../../book.ts"
import { withPipeline } from "../../composition.ts"
import { Exit } from "../../exit.ts"
import { print } from "../../output/print.ts"
import { counted } from "../../output/table.ts"
import { filters, ids, originsOf, toFilter } from "../../rejects/choice.ts"
import { version } from "../../version.ts"
import { delivering } from "../delivering.ts"

/** Nothing was written or sent: the choice is the usage. */
export const orExit = <A, E, R>(effect: Effect.Effect<A, E | NoRejects, R>): Effect.Effect<A, E | Exit, R> =>
  Effect.catchIf(
    effect,
    (error) => error instanceof NoRejects,
    ({ code, message, hint }) => Effect.fail(new Exit({ exit: 2, code, message, hint })),
  )

export const retry = Command.make(
  "retry",
  { ...filters, ids },
  Effect.fn(function* ({ ids, ...flags }) {
    const filter = { ...toFilter(flags), ...(yield* originsOf(ids)) }
    yield* withPipeline((open) =>
      delivering(open, (hooks) =>
        orExit(Effect.flatMap(resendAsTheyAre(open, filter), (what) => resend(open, what, { version, ...hooks }))),
      ),
    )
  }),
).pipe(Command.withDescription("Send rejected records again as they are, after the mapping or a setting was mended"))

const renderDismissed = ({ records }: Dismissed): string =>
  `${counted(records.length, "record")} dismissed: counted in every tie-out, and not sent. \`waybill rejects retry ID\` takes it back.`

export const dismiss = Command.make(
  "dismiss",
  {
    ...filters,
    ids,
    reason: Flag.String("reason").pipe(Flag.withDescription("Why they do not go: kept, and shown in reports")),
    all: Flag.Boolean("all").pipe(
      Flag.withDescription("Every reject that the flags choose, where no id is given"),
      Flag.withDefault(false),
    ),
  },
  Effect.fn(function* ({ ids, reason, all, ...flags }) {
    if (reason.trim() === "") {
      const hint = "say why they do not go: whoever signs reads it"
      return yield* new Exit({ exit: 2, code: "WB-CLI-REASON", message: "the reason is empty", hint })
    }
    const filter = { ...toFilter(flags), ...(yield* originsOf(ids)) }
    if (!all && Object.keys(filter).length === 0) {
      const hint = "give ids, --flow, --code, --column or --state; or --all"
      return yield* new Exit({ exit: 2, code: "WB-CLI-CHOICE", message: "nothing says which rejects", hint })
    }
    yield* withPipeline(
      Effect.fnUntraced(function* (open) {
        const dismissing = withLedger(open.pipeline, dismissRejects(open, { version, filter, reason }))
        const dismissed = yield* orExit(dismissing)
        yield* print(dismissed, () => renderDismissed(dismissed))
      }),
    )
  }),
).pipe(Command.withDescription("Decide that rejected records do not go, with a reason that is kept"))
