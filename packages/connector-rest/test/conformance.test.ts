/** The connector keeps the contract, whether the API doubles a second copy or replaces the first. */
import { rest } from "@waybill/connector-rest"
import { conformance } from "@waybill/testkit"

import { refused, shopSystem } from "./support/system.ts"

for (const onDuplicate of ["duplicates", "upsert"] as const) {
  conformance({
    connector: rest,
    system: shopSystem({ onDuplicate }),
    streams: { invoices: "invoice" },
    refused: { invoices: refused },
  })
}
