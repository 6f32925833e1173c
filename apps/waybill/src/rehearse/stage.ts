/** The pipeline file opened as it stands, with local stand-ins in the place of its targets. */
import type { Connector } from "@waybill/connector"
import { crmcom } from "@waybill/connector-crmcom"
import { csv } from "@waybill/connector-csv"
import { erplybooks } from "@waybill/connector-erplybooks"
import { excel } from "@waybill/connector-excel"
import { payorcrm } from "@waybill/connector-payorcrm"
import {
  type Composition,
  type Diagnostic,
  type OpenFlow,
  openPipeline,
  type OpenPipeline,
  type TargetConnection,
} from "@waybill/pipeline"
import type { Faults } from "@waybill/sandbox"
import { Effect } from "effect"

import { composition, withOpened } from "../composition.ts"
import { root } from "../root.ts"
import { crmcom as crmcomStandIn } from "./standIns/crmcom.ts"
import { erplybooks as erplybooksStandIn } from "./standIns/erplybooks.ts"
import { files } from "./standIns/files.ts"
import { payorcrm as payorcrmStandIn } from "./standIns/payorcrm.ts"
import type { Begin, Named, Server } from "./standIns/StandIn.ts"

/** Who takes whose place. */
const begins = new Map<Connector, Begin>([
  [payorcrm, payorcrmStandIn],
  [crmcom, crmcomStandIn],
  [erplybooks, erplybooksStandIn],
  [csv, files],
  [excel, files],
])

const address = "https://rehearsal.invalid"

/** What the settings read that lead to the real target, and are replaced: their variables need not be set. */
const spare: ReadonlyMap<string, string> = new Map([
  ["baseUrl", address],
  ...["apiKey", "apiSecret", "token", "webApiKey", "username", "password", "organisation", "unit"].map(
    (secret) => [secret, "rehearsal"] as const,
  ),
])

export interface Stage {
  readonly open: OpenPipeline
  /** Calls to all stand-ins so far. */
  readonly requests: () => number
  /** Records that a stand-in holds more than once. */
  readonly duplicates: () => number
  readonly setFaults: (faults: typeof Faults.Encoded) => void
}

const opening = (composed: Composition) => Effect.flatMap(root, ({ file }) => openPipeline(file, composed))

/** Opens the file with its real targets, for as long as `use` runs: to read it, since none of them is to be called. */
export const withRealTargets = <A, E, R>(use: (open: OpenPipeline) => Effect.Effect<A, E, R>) =>
  withOpened(opening({ ...composition, spare }), use)

const noStandIn = (place: Diagnostic["place"], message: string): Diagnostic => ({
  code: "WB-REHEARSE-NO-STAND-IN",
  severity: "error",
  message,
  ...(place === undefined ? {} : { place }),
})

/** A target's own data is not here to be matched against: who is only looked up there is taken to be there by the number. */
const byNumber = (flow: OpenFlow): OpenFlow =>
  flow.destination.creates === false && flow.match.length > 0 ? { ...flow, match: ["number"] } : flow

/** Opens the file with stand-ins that know what `named` says, for as long as `use` runs. */
export const withStage = Effect.fnUntraced(function* <A, E, R>(
  named: ReadonlyMap<string, Named>,
  disturbed: boolean,
  use: (stage: Stage) => Effect.Effect<A, E, R>,
) {
  const servers: Array<Server> = []
  const targets = Effect.fnUntraced(function* (target: TargetConnection) {
    const { connector, name, place } = target
    const begin = begins.get(connector)
    if (begin === undefined) {
      return yield* Effect.fail(noStandIn(place, `nothing can stand in for '${name}', a target of '${connector.name}'`))
    }
    const begun = begin({ target, named: named.get(name)!, disturbed })
    const { settings, server } = yield* Effect.mapError(begun, (why) =>
      noStandIn(place, `nothing can stand in for '${name}': ${why}`),
    )
    if (server !== undefined) servers.push(server)
    return settings
  })
  const sum = (count: (server: Server) => number) => servers.reduce((all, server) => all + count(server), 0)
  return yield* withOpened(opening({ ...composition, spare, targets }), (open) =>
    use({
      open: { ...open, flows: open.flows.map(byNumber) },
      requests: () => sum((server) => server.requests()),
      duplicates: () => sum((server) => server.duplicates()),
      setFaults: (faults) => servers.forEach((server) => server.setFaults(faults)),
    }),
  )
})
