/** The connectors that come with Waybill, all of them; what needs only one loads it by its name: composition.ts. */
import type { Connector } from "@waybill/connector"
import { crmcom } from "@waybill/connector-crmcom"
import { csv } from "@waybill/connector-csv"
import { erplybooks } from "@waybill/connector-erplybooks"
import { excel } from "@waybill/connector-excel"
import { payorcrm } from "@waybill/connector-payorcrm"
import { rest } from "@waybill/connector-rest"

export const connectors: ReadonlyArray<Connector> = [csv, excel, payorcrm, crmcom, erplybooks, rest]
