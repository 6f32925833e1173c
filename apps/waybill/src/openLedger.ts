/** How the ledger of a state folder is opened, where somebody puts something between; absent: as it is. */
import type { Platform } from "@waybill/connector"
import type { Ledger, LedgerError, LedgerOptions } from "@waybill/ledger"
import { Context, type Layer } from "effect"

export type LedgerOpener = (options: LedgerOptions) => Layer.Layer<Ledger, LedgerError, Platform>

export const OpenLedger = Context.Reference<LedgerOpener | undefined>("@waybill/waybill/OpenLedger", {
  defaultValue: () => undefined,
})
