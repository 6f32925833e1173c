import { Decimals } from "@waybill/model"
/** CRM.COM's stand-in in the test's own process: what it counts is the ground truth. */
import { CrmComSandbox, type CrmComSandboxSettings } from "@waybill/sandbox"
import { BigDecimal, Effect, Exit, Scope } from "effect"

export interface RunningCrmCom {
  readonly env: Readonly<Record<string, string>>
  readonly sandbox: CrmComSandbox
  /** What Waybill wrote that counts (its codes begin with its prefix): how many, and what they come to. */
  readonly written: (kind: "invoices" | "payments") => { readonly records: number; readonly money: string }
  readonly stop: () => Promise<void>
}

export const startCrmCom = async (options: typeof CrmComSandboxSettings.Encoded = {}): Promise<RunningCrmCom> => {
  const scope = Scope.makeUnsafe()
  const sandbox = await Effect.runPromise(Scope.provide(CrmComSandbox.start(options), scope))
  return {
    env: { CRMCOM_URL: sandbox.url, CRMCOM_WEB_API_KEY: "sandbox-key" },
    sandbox,
    written: (kind) => {
      const texts = kind === "invoices" ? sandbox.invoiceTexts(100_000) : sandbox.paymentTexts(100_000)
      const rows = [...texts].map((text) => JSON.parse(text))
      const ours = rows.filter(
        (row) => row.life_cycle_state === "POSTED" && String(row.back_office_code ?? "").startsWith("WB"),
      )
      const amounts = ours.map((row) => Decimals.parse(String(row.total_amount ?? row.payment_amount))!)
      return { records: ours.length, money: Decimals.toText(BigDecimal.sumAll(amounts), 2) }
    },
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}
