/** PayorCRM's stand-in in the test's own process: what it counts is the ground truth. */
import { type PayorCrmState, PayorCrmSandbox, type PayorCrmSandboxSettings } from "@waybill/sandbox"
import { Effect, Exit, Scope } from "effect"

/** How a connection of a pipeline file begins that leads to the stand-in, whose address and keys are its `env`. */
export const sandboxConnection = `connector: payorcrm
    baseUrl: \${PAYORCRM_URL}
    apiKey: \${PAYORCRM_API_KEY}
    apiSecret: \${PAYORCRM_API_SECRET}`

export interface RunningSandbox {
  readonly env: Readonly<Record<string, string>>
  readonly state: () => PayorCrmState
  readonly copies: () => ReadonlyMap<string, number>
  readonly setFaults: PayorCrmSandbox["setFaults"]
  readonly stop: () => Promise<void>
}

export const startSandbox = async (options: typeof PayorCrmSandboxSettings.Encoded = {}): Promise<RunningSandbox> => {
  const scope = Scope.makeUnsafe()
  const running = await Effect.runPromise(Scope.provide(PayorCrmSandbox.start(options), scope))
  return {
    env: { PAYORCRM_URL: running.url, PAYORCRM_API_KEY: "sandbox-key", PAYORCRM_API_SECRET: "sandbox-secret" },
    state: running.state,
    copies: running.invoiceCopies,
    setFaults: running.setFaults,
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}
