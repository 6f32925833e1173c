/** Local stand-ins of the vendors' systems: strict where the documents are, with faults on demand. */
export { CrmComSandboxSettings, Seeds } from "./crmcom/Settings.ts"
export type { CrmComState } from "./crmcom/state.ts"
export { CrmComSandbox } from "./CrmComSandbox.ts"
export { Fault, faultKinds, Faults, type FaultKind } from "./Faults.ts"
export { PayorCrmSandboxSettings } from "./payorcrm/Settings.ts"
export type { PayorCrmState } from "./payorcrm/Store.ts"
export { PayorCrmSandbox } from "./PayorCrmSandbox.ts"
