/**
 * What a test or an operator asks the stand-in itself.
 */
import { Layer, type Result } from "effect"

import { Faults } from "../Faults.ts"
import { acting, listing, reading, taking, tampering } from "../internal/adminRoutes.ts"
import type { NotTampered, Tamper } from "../Tamper.ts"
import { PayorCrmSeeds } from "./Settings.ts"
import type { PayorCrmState } from "./Store.ts"

/** What the admin routes do, as the running stand-in offers it. */
export interface Control {
  readonly state: () => PayorCrmState
  readonly customerTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  readonly setFaults: (faults: Faults) => void
  readonly seed: (seeds: PayorCrmSeeds) => void
  readonly tamper: (tamper: Tamper) => Result.Result<ReadonlyArray<string>, NotTampered>
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
    taking("/sandbox/seed", PayorCrmSeeds, (seeds) => {
      control.seed(seeds)
      return control.state()
    }),
    tampering(control.tamper),
    acting("/sandbox/reset", () => {
      control.reset()
      return control.state()
    }),
  )
