/**
 * Holds the connector to what it promises, against the stand-in and over a wire with faults.
 *
 * To change: `refused` is a record that only your system itself refuses; `skip` is for a check that it makes impossible, with
 * the reason.
 */
import { conformance } from "@waybill/testkit"

import { connector } from "../src/index.ts"
import { system } from "./sandbox/system.ts"

conformance({
  connector,
  system,
  refused: { customers: (index) => ({ number: `C-${index}`, name: "No address", email: "none" }) },
})
