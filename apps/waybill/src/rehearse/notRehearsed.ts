/** What a rehearsal can't show, said in sentences: what could not be looked at is never shown as fine (invariant 9). */
import { Ledger } from "@waybill/ledger"
import type { OpenPipeline } from "@waybill/pipeline"
import { Effect } from "effect"

import { readLedger } from "../book.ts"

const systems: Readonly<Record<string, string>> = {
  payorcrm: "PayorCRM",
  crmcom: "CRM.COM",
  erplybooks: "ERPLY Books",
}

/** What people decided in the real book, which the rehearsal's book does not know. */
const leftBehind = Effect.fnUntraced(function* (pipeline: string) {
  const ledger = yield* Ledger
  const [run] = yield* ledger.runs(pipeline, 1)
  const versions = yield* ledger.versions(pipeline, { limit: 1 })
  const resolutions = yield* ledger.resolutions(pipeline)
  return [
    ...(run === undefined ? [] : ["what earlier runs delivered: it is rehearsed as the first run of an empty target"]),
    ...(versions.length + resolutions.length === 0
      ? []
      : ["edits, dismissals and decisions about records: they are not carried over from the ledger"]),
  ]
})

/** Of one target, by its connector. */
const ofTarget = (connector: string, makesCustomers: boolean): ReadonlyArray<string> => {
  const system = systems[connector]
  if (system === undefined) return ["what the target files hold already"]
  const known = connector === "crmcom" || !makesCustomers ? "customers, " : ""
  return [
    `what ${system} holds already, and matching against it`,
    `checks that ${system} makes and does not document; the ${known}types, products, methods and codes that are named are taken to be there`,
  ]
}

export const notRehearsed = Effect.fn("rehearse.notRehearsed")(function* ({ pipeline, flows }: OpenPipeline) {
  const targets = [...Map.groupBy(flows, ({ spec }) => spec.to.connection.value)].map(([name, of]) => {
    const makesCustomers = of.some(({ entity }) => entity === "customer")
    return ofTarget(pipeline.connections.get(name)!.connector.value, makesCustomers)
  })
  const none: ReadonlyArray<string> = []
  return [...new Set(targets.flat()), ...(yield* readLedger(pipeline, none, leftBehind(pipeline.name)))]
})
