/** CRM.COM's stand-in in the test's own process: what it counts is the ground truth. */
import { CrmComSandbox, type CrmComSandboxSettings } from "@waybill/sandbox"
import { Effect, Exit, Scope } from "effect"

export interface RunningCrmCom {
  readonly env: Readonly<Record<string, string>>
  readonly sandbox: CrmComSandbox
  readonly stop: () => Promise<void>
}

export const startCrmCom = async (options: typeof CrmComSandboxSettings.Encoded = {}): Promise<RunningCrmCom> => {
  const scope = Scope.makeUnsafe()
  const sandbox = await Effect.runPromise(Scope.provide(CrmComSandbox.start(options), scope))
  return {
    env: { CRMCOM_URL: sandbox.url, CRMCOM_WEB_API_KEY: "sandbox-key" },
    sandbox,
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}
