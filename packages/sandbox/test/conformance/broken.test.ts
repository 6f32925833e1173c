/** The real connectors, each broken on purpose: the checks that are about it turn red. */
import { assert, describe, it } from "@effect/vitest"
import type { Delivered, Destination, Source } from "@waybill/connector"
import { crmcom } from "@waybill/connector-crmcom"
import { erplybooks } from "@waybill/connector-erplybooks"
import { payorcrm } from "@waybill/connector-payorcrm"
import { type Break, breaking, type Conformance, failuresOf } from "@waybill/testkit"
import { Effect, Stream } from "effect"

import { crmComSystem } from "./crmComSystem.ts"
import { erplyBooksSystem } from "./erplyBooksSystem.ts"
import { payorCrmSystem } from "./payorCrmSystem.ts"

const suites = {
  payorcrm: { connector: payorcrm, system: payorCrmSystem("duplicate") },
  crmcom: { connector: crmcom, system: crmComSystem("draft") },
  erplybooks: { connector: erplybooks, system: erplyBooksSystem },
}

/** Sends a second time what was lost, without asking. */
const resends = ({ deliver, ...rest }: Destination<unknown>): Destination<unknown> => ({
  ...rest,
  deliver: (batch) =>
    Effect.flatMap(deliver(batch), (first): Effect.Effect<Delivered> => {
      const isLost = first.outcomes.some(({ _tag }) => _tag === "Unknown")
      return isLost ? deliver(batch) : Effect.succeed(first)
    }),
})

const blind = (destination: Destination<unknown>): Destination<unknown> => ({
  ...destination,
  find: () => Effect.succeed(new Map()),
})

/** Every cursor is that of the page behind it. */
const cursorsAhead = (source: Source<unknown>): Source<unknown> => ({
  ...source,
  read: (from) =>
    Stream.unwrap(
      Effect.map(Stream.runCollect(source.read(from)), (pages) =>
        Stream.fromIterable(pages.map((page, index) => ({ ...page, cursor: (pages[index + 1] ?? page).cursor }))),
      ),
    ),
})

const breaks: ReadonlyArray<
  readonly [what: string, suite: Conformance, stream: string, how: Break, fails: string, passes: string]
> = [
  [
    "PayorCRM sends again what was lost",
    suites.payorcrm,
    "invoices",
    { destination: resends },
    "lost: cut after",
    "repeat",
  ],
  ["CRM.COM finds nothing", suites.crmcom, "invoices", { destination: blind }, "find", "list"],
  [
    "CRM.COM's cursors skip a page",
    suites.crmcom,
    "invoices",
    { source: cursorsAhead },
    "read: from every cursor",
    "read: again",
  ],
  ["ERPLY Books finds nothing", suites.erplybooks, "payments", { destination: blind }, "find", "list"],
  [
    "ERPLY Books's cursors skip a page",
    suites.erplybooks,
    "customers",
    { source: cursorsAhead },
    "read: from every cursor",
    "read: again",
  ],
]

describe("a real connector that is broken on purpose", () => {
  for (const [what, suite, stream, how, fails, passes] of breaks) {
    it.live(what, () =>
      Effect.map(failuresOf(breaking(suite, how), stream, [fails, passes]), (failed) =>
        assert.deepStrictEqual(failed, [fails]),
      ),
    )
  }
})
