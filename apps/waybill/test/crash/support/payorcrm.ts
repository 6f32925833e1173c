/** PayorCRM: a second upload of a record replaces the first. It takes no payments, so it has customers and invoices. */
import { startSandbox } from "../../support/sandbox.ts"
import { centsOf, compare, csv, type Document, made, two } from "./receivables.ts"
import type { Asked, Target } from "./target.ts"

const customers = 5
const perCall = 2

const pipeline = ({ inFlight = 2, timeout = 10, connection = [] }: Asked) => `version: 1
name: crash
connections:
  files: { connector: csv, directory: . }
  target:
    connector: payorcrm
    baseUrl: \${PAYORCRM_URL}
    apiKey: \${PAYORCRM_API_KEY}
    apiSecret: \${PAYORCRM_API_SECRET}
    amountUnit: decimal
    batch: ${perCall}
    timeout: ${timeout}
    rateLimit: { perSecond: 1000, inFlight: ${inFlight} }
${connection.map((line) => `    ${line}\n`).join("")}flows:
  customers:
    from: { connection: files, stream: customers.csv }
    to: { connection: target, stream: customers }
    map: { number: record.No, name: record.Name, email: record.Email }
  invoices:
    after: [customers]
    from: { connection: files, stream: invoices.csv }
    to: { connection: target, stream: invoices }
    map:
      number: record.No
      customerNumber: record.Customer
      issueDate: date(record.Issued, "yyyy-MM-dd")
      dueDate: date(record.Issued, "yyyy-MM-dd")
      total: money(record.Amount, "EUR")
`

/** Documents under their keys, as often as each is stored. */
const copiesOf = (copies: ReadonlyMap<string, number>): ReadonlyArray<Document> =>
  [...copies].flatMap(([key, times]) => Array.from({ length: times }, () => ({ key })))

export const payorcrm = async (asked: Asked): Promise<Target> => {
  const { copies, env, setFaults, state, stop } = await startSandbox({
    faults: asked.faults ?? [],
    seed: asked.seed ?? 1,
  })
  const invoices = made("I", asked.records)
  const expected = {
    customers: { records: customers },
    invoices: { records: invoices.length, cents: centsOf(invoices) },
  }
  const stored = () => state().customers + state().invoices
  const names = Array.from({ length: customers }, (_, index) => `C${index + 1}`)
  return {
    env,
    pipeline: pipeline(asked),
    files: {
      "customers.csv": `No,Name,Email\n${names.map((name) => `${name},Company ${name},${name}@example.com\n`).join("")}`,
      "invoices.csv": csv(
        "No,Customer,Issued",
        invoices,
        ({ number, index }) => `${number},${names[index % customers]},2026-10-${two((index % 28) + 1)}`,
      ),
    },
    expected,
    requests: () => state().requests,
    made: stored,
    landed: () => ({ posted: stored(), drafts: 0 }),
    differences: () => {
      const money = { amount: state().amounts["EUR"] ?? "0" }
      const [first, ...others] = copiesOf(copies())
      return [
        ...(state().customers === customers ? [] : [`customers: ${state().customers} of ${customers} are there`]),
        // The sum of all stands for the amounts of each.
        ...compare("invoices", first === undefined ? [] : [{ ...first, ...money }, ...others], expected.invoices),
      ]
    },
    setFaults: (faults) => setFaults({ ...faults, faults: [...faults.faults] }),
    stop,
  }
}
