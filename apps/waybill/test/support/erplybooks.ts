/** ERPLY Books' stand-in in the test's own process: what it counts is the ground truth. */
import { Decimals } from "@waybill/model"
import { ErplyBooksSandbox, type ErplyBooksSandboxSettings } from "@waybill/sandbox"
import { BigDecimal, Effect, Exit, Scope } from "effect"

export interface RunningErplyBooks {
  readonly env: Readonly<Record<string, string>>
  readonly sandbox: ErplyBooksSandbox
  /** What Waybill wrote (its ids begin with its prefix): how many, and what they come to. */
  readonly written: (kind: "customers" | "invoices" | "payments") => {
    readonly records: number
    readonly money: string
  }
  readonly stop: () => Promise<void>
}

const own = { customers: "partnerCustomerId", invoices: "partnerDocumentId", payments: "archivingId" } as const
const amount = { customers: undefined, invoices: "sumWithVat", payments: "sumPaid" } as const

export const startErplyBooks = async (
  options: typeof ErplyBooksSandboxSettings.Encoded = {},
): Promise<RunningErplyBooks> => {
  const scope = Scope.makeUnsafe()
  const sandbox = await Effect.runPromise(Scope.provide(ErplyBooksSandbox.start(options), scope))
  const texts = {
    customers: sandbox.customerTexts,
    invoices: sandbox.invoiceTexts,
    payments: sandbox.paymentTexts,
  }
  return {
    env: { ERPLYBOOKS_URL: sandbox.url, ERPLYBOOKS_TOKEN: "sandboxtokensandboxtokensandboxtoken0001" },
    sandbox,
    written: (kind) => {
      const rows = [...texts[kind](100_000)].map((text) => JSON.parse(text))
      const ours = rows.filter((row) => String(row[own[kind]] ?? "").startsWith("WB"))
      const field = amount[kind]
      const amounts = field === undefined ? [] : ours.map((row) => Decimals.parse(String(row[field]))!)
      return { records: ours.length, money: Decimals.toText(BigDecimal.sumAll(amounts), 2) }
    },
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}
