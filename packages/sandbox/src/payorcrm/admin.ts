/**
 * What a test or an operator asks the stand-in itself.
 */
import { Layer } from "effect"

import { Faults } from "../Faults.ts"
import { acting, listing, reading, taking } from "../internal/adminRoutes.ts"
import type { PayorCrmState } from "./Store.ts"

/** What the admin routes do, as the running stand-in offers it. */
export interface Control {
  readonly state: () => PayorCrmState
  readonly customerTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  readonly setFaults: (faults: Faults) => void
  readonly reset: () => void
}

export const admin = (control: Control) =>
  Layer.mergeAll(
    reading("/sandbox/state", control.state),
    listing("/sandbox/customers", control.customerTexts),
    listing("/sandbox/invoices", control.invoiceTexts),
    taking("/sandbox/faults", Faults, (faults) => {
      control.setFaults(faults)
      return faults
    }),
    acting("/sandbox/reset", () => {
      control.reset()
      return control.state()
    }),
  )
