/** A connector as it should be passes everything. */
import { conformance } from "@waybill/testkit"

import { suiteOf } from "./support/shelf.ts"

conformance(suiteOf())
