/** The Excel connector keeps the contract. */
import { excel } from "@waybill/connector-excel"
import { conformance } from "@waybill/testkit"

import { folderSystem } from "./support/folderSystem.ts"

conformance({
  connector: excel,
  system: folderSystem,
  streams: { "customers.xlsx": "customer", "invoices.xlsx": "invoice" },
  severalPages: 1100,
})
