/** CRM.COM: a posted invoice takes several calls, a draft one; payments name the invoices that the pipeline has made. */
import { startCrmCom } from "../../support/crmcom.ts"
import { centsOf, compare, csv, type Document, made, two } from "./receivables.ts"
import type { Asked, Target } from "./target.ts"

const accounts = 5

const pipeline = (
  land: "posted" | "draft",
  { inFlight = 2, timeout = 10, visibleAfter = 0, connection = [] }: Asked,
) => `version: 1
name: crash
connections:
  files: { connector: csv, directory: . }
  target:
    connector: crmcom
    baseUrl: \${CRMCOM_URL}
    webApiKey: \${CRMCOM_WEB_API_KEY}
    release: R13.0.0
    currency: EUR
    land: ${land}
    invoiceType: { name: Invoice }
    product: { code: SERVICE }
    paymentType: { name: Payment }
    paymentMethod: { name: Cash }
    invoicesBy: back_office_code
    timeout: ${timeout}
    visibleAfter: ${visibleAfter}
    rateLimit: { perSecond: 1000, inFlight: ${inFlight} }
${connection.map((line) => `    ${line}\n`).join("")}flows:
  invoices:
    from: { connection: files, stream: invoices.csv }
    to: { connection: target, stream: invoices }
    map:
      number: record.No
      customerNumber: record.Account
      dueDate: date(record.Due, "yyyy-MM-dd")
      total: money(record.Amount, "EUR")
  payments:
    after: [invoices]
    from: { connection: files, stream: payments.csv }
    to: { connection: target, stream: payments }
    map:
      number: record.No
      customerNumber: record.Account
      amount: money(record.Amount, "EUR")
${land === "posted" ? "      allocations: [{ invoiceNumber: record.Invoice }]\n" : ""}`

const account = (index: number): string => `ACR000000000${(index % accounts) + 1}`

interface Row {
  readonly back_office_code: string
  readonly life_cycle_state: string
  readonly total_amount?: number
  readonly payment_amount?: number
}

const documentOf = ({ back_office_code: key, total_amount, payment_amount }: Row): Document => ({
  key,
  amount: String(total_amount ?? payment_amount),
})

export const crmcom = async (land: "posted" | "draft", asked: Asked): Promise<Target> => {
  const running = await startCrmCom({
    accounts,
    invoicesPerAccount: 0,
    paymentsPerAccount: 0,
    faults: asked.faults ?? [],
    seed: asked.seed ?? 1,
    visibleAfterMillis: asked.showsAfter ?? 0,
  })
  const { sandbox, env, stop } = running
  const invoices = made("I", asked.records)
  const payments = made("P", asked.records)
  const expected = {
    invoices: { records: invoices.length, cents: centsOf(invoices) },
    payments: { records: payments.length, cents: centsOf(payments) },
  }
  const documents = (texts: Iterable<string>) => [...texts].map((text): Row => JSON.parse(text))
  /** Drafts whose posting was refused are rejected, and made anew under the number's next code: they don't count. */
  const rejected = () => {
    const { invoices, payments } = sandbox.state()
    return invoices.REJECTED.count + payments.REJECTED.count
  }
  const counting = (rows: ReadonlyArray<Row>) => rows.filter((row) => row.life_cycle_state !== "REJECTED")
  const differences = (): ReadonlyArray<string> => {
    const kinds = [
      ["invoices", counting(documents(sandbox.invoiceTexts(100_000)))],
      ["payments", counting(documents(sandbox.paymentTexts(100_000)))],
    ] as const
    const { refusals, unsettled } = sandbox.state()
    const secondCopies = (refusals.BACKOFFICECODENOTUNIQUE ?? 0) - rejected()
    const state = land === "posted" ? "POSTED" : "DRAFT"
    return [
      ...kinds.flatMap(([kind, rows]) => compare(kind, rows.map(documentOf), expected[kind])),
      ...kinds.flatMap(([kind, rows]) => {
        const other = rows.filter((row) => row.life_cycle_state !== state).length
        return other === 0 ? [] : [`${kind}: ${other} are not ${state}`]
      }),
      ...(land === "draft" || unsettled === "0" ? [] : [`${unsettled} of the invoices is not paid`]),
      ...(secondCopies <= 0 ? [] : [`a second copy was refused ${secondCopies} times`]),
    ]
  }
  return {
    env,
    pipeline: pipeline(land, asked),
    files: {
      "invoices.csv": csv(
        "No,Account,Due",
        invoices,
        ({ number, index }) => `${number},${account(index)},2026-12-${two((index % 28) + 1)}`,
      ),
      "payments.csv": csv(
        "No,Account,Invoice",
        payments,
        ({ number, index }) => `${number},${account(index)},${invoices[index]!.number}`,
      ),
    },
    expected,
    // A run that is over still signs out. What the stand-in holds is not added up for this: it is asked often.
    requests: () => {
      const calls = Object.entries(sandbox.calls()).filter(([call]) => call !== "authentication/token/release")
      return calls.reduce((sum, [, count]) => sum + count, 0)
    },
    made: () => sandbox.state().created.invoices + sandbox.state().created.payments - rejected(),
    landed: () => {
      const { invoices, payments } = sandbox.state()
      return {
        posted: invoices.POSTED.count + payments.POSTED.count,
        drafts: invoices.DRAFT.count + payments.DRAFT.count,
      }
    },
    differences,
    setFaults: (faults) => sandbox.setFaults({ ...faults, faults: [...faults.faults] }),
    stop,
  }
}
