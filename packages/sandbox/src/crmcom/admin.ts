/**
 * What a test or an operator asks the stand-in itself.
 */
import { Layer, type Result } from "effect"

import { Faults } from "../Faults.ts"
import { acting, listing, reading, taking, tampering } from "../internal/adminRoutes.ts"
import type { NotTampered, Tamper } from "../Tamper.ts"
import { Seeds } from "./Settings.ts"
import type { CrmComState } from "./state.ts"

/** What the admin routes do, as the running stand-in offers it. */
export interface Control {
  readonly state: () => CrmComState
  readonly accountTexts: (limit: number) => Iterable<string>
  readonly invoiceTexts: (limit: number) => Iterable<string>
  readonly paymentTexts: (limit: number) => Iterable<string>
  readonly setFaults: (faults: Faults) => void
  readonly expireTokens: () => void
  readonly seed: (seeds: Seeds) => void
  readonly tamper: (tamper: Tamper) => Result.Result<ReadonlyArray<string>, NotTampered>
  readonly reset: () => void
}

export const admin = (control: Control) => {
  const thenState = (act: () => void) => () => {
    act()
    return control.state()
  }
  return Layer.mergeAll(
    reading("/sandbox/state", control.state),
    listing("/sandbox/accounts", control.accountTexts),
    listing("/sandbox/invoices", control.invoiceTexts),
    listing("/sandbox/payments", control.paymentTexts),
    taking("/sandbox/faults", Faults, (faults) => {
      control.setFaults(faults)
      return faults
    }),
    taking("/sandbox/seed", Seeds, (seeds) => {
      control.seed(seeds)
      return control.state()
    }),
    tampering(control.tamper),
    acting("/sandbox/expire-tokens", thenState(control.expireTokens)),
    acting("/sandbox/reset", thenState(control.reset)),
  )
}
