import { Context } from "effect"

import type { ReleaseName } from "../Release.ts"

/** The release that brought a call. What a parameter or a field has is noted beside it: `since`, `deprecated`. */
export const CallSince = Context.Reference<ReleaseName>("@waybill/connector-crmcom/CallSince", {
  defaultValue: () => "R0.0.0",
})
