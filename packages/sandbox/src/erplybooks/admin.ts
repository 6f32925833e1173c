/**
 * What a test or an operator asks the stand-in itself.
 */
import { Layer, type Result } from "effect"

import { Faults } from "../Faults.ts"
import { acting, listing, reading, taking, tampering } from "../internal/adminRoutes.ts"
import type { NotTampered, Tamper } from "../Tamper.ts"
import { Arrivals, ErplyBooksSeeds } from "./Settings.ts"
import type { ErplyBooksState } from "./state.ts"

/** What the admin routes do, as the running stand-in offers it. */
export interface Control {
  readonly state: () => ErplyBooksState
  readonly customerTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  readonly paymentTexts: (limit: number) => Iterable<string>
  readonly setFaults: (faults: Faults) => void
  readonly setArrivals: (arrivals: Arrivals) => void
  readonly seed: (seeds: ErplyBooksSeeds) => void
  readonly tamper: (tamper: Tamper) => Result.Result<ReadonlyArray<string>, NotTampered>
  readonly reset: () => void
}

export const admin = (control: Control) => {
  const thenState =
    <A>(act: (body: A) => void) =>
    (body: A) => {
      act(body)
      return control.state()
    }
  return Layer.mergeAll(
    reading("/sandbox/state", control.state),
    listing("/sandbox/customers", control.customerTexts),
    listing("/sandbox/invoices", control.invoiceTexts),
    listing("/sandbox/payments", control.paymentTexts),
    taking("/sandbox/faults", Faults, (faults) => {
      control.setFaults(faults)
      return faults
    }),
    taking("/sandbox/arrivals", Arrivals, thenState(control.setArrivals)),
    taking("/sandbox/seed", ErplyBooksSeeds, thenState(control.seed)),
    tampering(control.tamper),
    acting("/sandbox/reset", () => thenState(control.reset)(undefined)),
  )
}
