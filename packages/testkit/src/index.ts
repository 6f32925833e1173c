/**
 * The conformance suite: checks that hold a connector to what the contract promises.
 */
export { type Break, breaking, failuresOf } from "./breaking.ts"
export type { Check, Subject, Verdict } from "./Check.ts"
export { allChecks, type CheckDescription, checksOf } from "./checksOf.ts"
export type { Conformance, System } from "./Conformance.ts"
export { conformance } from "./vitest.ts"
export { type Call, type Fault, type FaultyProxy, type Rule, startFaultyProxy } from "./FaultyProxy.ts"
