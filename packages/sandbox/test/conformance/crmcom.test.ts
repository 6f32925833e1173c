/** The CRM.COM connector keeps the contract, whether it leaves drafts or posts. */
import { crmcom } from "@waybill/connector-crmcom"
import { conformance } from "@waybill/testkit"

import { crmComSystem } from "./crmComSystem.ts"

for (const land of ["draft", "posted"] as const) {
  conformance({
    connector: crmcom,
    system: crmComSystem(land),
    skip: { "customers: read: nothing": "no call lists the accounts: a connection that names none is an error" },
  })
}
