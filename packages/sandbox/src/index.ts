/** Local stand-ins of the vendors' systems: strict where the documents are, with faults on demand. */
export { Fault, faultKinds, Faults, type FaultKind } from "./Faults.ts"
export { PayorCrmSandboxSettings } from "./payorcrm/Settings.ts"
export type { PayorCrmState } from "./payorcrm/Store.ts"
export { PayorCrmSandbox } from "./PayorCrmSandbox.ts"
