/**
 * The systems that have a stand-in, and how each is started: on a port of its own, so that a pipeline file keeps its
 * addresses from one day to the next.
 */
import {
  CrmComSandbox,
  CrmComSandboxSettings,
  ErplyBooksSandbox,
  ErplyBooksSandboxSettings,
  PayorCrmSandbox,
  PayorCrmSandboxSettings,
} from "@waybill/sandbox"
import { Effect, Schema, type Scope } from "effect"

/** A stand-in that listens. */
export interface Running {
  /** Where its own routes are: `/sandbox/state`, … */
  readonly origin: string
  /** What the sample pipelines read from the environment. */
  readonly env: Readonly<Record<string, string>>
}

export interface StandIn {
  readonly title: string
  /** Counted from the first port. */
  readonly place: number
  /** Fails with a sentence about a switch that is wrong, or with `port`. */
  readonly start: (options: Readonly<Record<string, unknown>>) => Effect.Effect<Running, string, Scope.Scope>
}

/** Why a start failed: a switch, in words, or the port. */
const reason = (error: unknown): string => (Schema.isSchemaError(error) ? error.message : "port")

const strict = { onExcessProperty: "error", errors: "all" } as const

export const standIns: Readonly<Record<"payorcrm" | "crmcom" | "erplybooks", StandIn>> = {
  payorcrm: {
    title: "PayorCRM",
    place: 0,
    start: Effect.fnUntraced(function* (options) {
      const settings = yield* Schema.decodeEffect(PayorCrmSandboxSettings, strict)(options)
      const { url } = yield* PayorCrmSandbox.start(yield* Schema.encodeEffect(PayorCrmSandboxSettings)(settings))
      const { apiKey, apiSecret } = settings
      return { origin: url, env: { PAYORCRM_URL: url, PAYORCRM_API_KEY: apiKey, PAYORCRM_API_SECRET: apiSecret } }
    }, Effect.mapError(reason)),
  },
  crmcom: {
    title: "CRM.COM",
    place: 1,
    start: Effect.fnUntraced(function* (options) {
      const settings = yield* Schema.decodeEffect(CrmComSandboxSettings, strict)(options)
      const { origin, url } = yield* CrmComSandbox.start(yield* Schema.encodeEffect(CrmComSandboxSettings)(settings))
      return { origin, env: { CRMCOM_URL: url, CRMCOM_WEB_API_KEY: settings.webApiKey } }
    }, Effect.mapError(reason)),
  },
  erplybooks: {
    title: "ERPLY Books",
    place: 2,
    start: Effect.fnUntraced(function* (options) {
      const settings = yield* Schema.decodeEffect(ErplyBooksSandboxSettings, strict)(options)
      const encoded = yield* Schema.encodeEffect(ErplyBooksSandboxSettings)(settings)
      const { origin, url } = yield* ErplyBooksSandbox.start(encoded)
      return { origin, env: { ERPLYBOOKS_URL: url, ERPLYBOOKS_TOKEN: settings.token } }
    }, Effect.mapError(reason)),
  },
}

export type System = keyof typeof standIns
export const systems = ["payorcrm", "crmcom", "erplybooks"] as const satisfies ReadonlyArray<System>
