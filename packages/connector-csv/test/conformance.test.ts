/** The CSV connector keeps the contract. */
import { csv } from "@waybill/connector-csv"
import { conformance } from "@waybill/testkit"

import { folderSystem } from "./folderSystem.ts"

conformance({
  connector: csv,
  system: folderSystem,
  streams: { "customers.csv": "customer", "invoices.csv": "invoice", "payments.csv": "payment" },
  severalPages: 2500,
})
