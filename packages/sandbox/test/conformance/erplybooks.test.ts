/** The ERPLY Books connector keeps the contract. */
import { erplybooks } from "@waybill/connector-erplybooks"
import { conformance } from "@waybill/testkit"

import { erplyBooksSystem } from "./erplyBooksSystem.ts"

conformance({ connector: erplybooks, system: erplyBooksSystem })
