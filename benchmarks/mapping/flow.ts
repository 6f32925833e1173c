/** The benchmark's invoices with their flow: everything of it but reading, comparing and sending. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import { Effect, Layer, Option, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

import { csv, readTable } from "../../packages/connector-csv/src/index.ts"
import { payorcrm } from "../../packages/connector-payorcrm/src/index.ts"
import type { OpenFlow } from "../../packages/pipeline/src/flow/OpenFlow.ts"
import { openPipeline } from "../../packages/pipeline/src/open.ts"
import { writeCustomers, writeInvoices } from "../data/invoices.ts"

export type Records = ReadonlyArray<Readonly<Record<string, string>>>

const composition = {
  connectors: new Map([csv, payorcrm].map((connector) => [connector.name, connector])),
  importModule: (name: string) => Effect.die(`no connector '${name}'`),
  environment: { RECEIVER_URL: "http://127.0.0.1:1", RECEIVER_KEY: "key", RECEIVER_SECRET: "secret" },
  readTable,
}

const textsOf = (page: { readonly rows: ReadonlyArray<object> }): Records =>
  page.rows.flatMap((row) => ("record" in row ? [row.record as Records[number]] : []))

/** Reads `rows` invoices page by page, as a run does, and gives each page to what `use` makes of the flow. */
export const eachPage = async (
  pipeline: string,
  rows: number,
  use: (flow: OpenFlow) => (records: Records) => void,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-mapping-"))
  try {
    mkdirSync(join(folder, "data"))
    copyFileSync(pipeline, join(folder, "waybill.yaml"))
    writeCustomers(join(folder, "data/customers.csv"))
    writeInvoices(join(folder, "data/invoices.csv"), rows)
    const work = Effect.gen(function* () {
      const { flows } = yield* openPipeline(join(folder, "waybill.yaml"), composition)
      const flow = flows.at(-1)!
      const take = use(flow)
      yield* Stream.runForEach(flow.source.read(Option.none()), (page) => Effect.sync(() => take(textsOf(page))))
    })
    await Effect.runPromise(
      Effect.scoped(work).pipe(Effect.provide(Layer.merge(NodeServices.layer, FetchHttpClient.layer))),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
