/** The PayorCRM connector keeps the contract, whatever PayorCRM does with a record that it has already. */
import { payorcrm } from "@waybill/connector-payorcrm"
import { conformance } from "@waybill/testkit"

import { payorCrmSystem } from "./payorCrmSystem.ts"

for (const onDuplicate of ["upsert", "refuse", "duplicate"] as const) {
  conformance({ connector: payorcrm, system: payorCrmSystem(onDuplicate) })
}
