/** Tries what a page of docs/errors shows: which codes a pipeline with these lines, this cell or this file comes to. */
import { writeWorkbook } from "@waybill/connector-excel"
import type { Example } from "@waybill/model"
import { openPipeline, type OpenPipeline } from "@waybill/pipeline"
import { Effect, Option, Stream } from "effect"
import { isMap, parseDocument } from "yaml"

import { composition } from "../../src/composition.ts"
import { connectors } from "../../src/connectors.ts"
import { platform } from "../../src/program.ts"
import { Folder } from "./cli.ts"

const world = {
  ...composition,
  connectors: new Map(connectors.map((connector) => [connector.name, connector])),
  environment: { PAYORCRM_API_KEY: "key", PAYORCRM_API_SECRET: "secret", TOKEN: "token" },
}

/** Opens a pipeline file of a folder; gives the codes of its mistakes, or what `then` finds. */
const opened = (
  folder: Folder,
  text: string,
  then: (open: OpenPipeline) => Effect.Effect<ReadonlyArray<string>> = () => Effect.succeed([]),
): Promise<ReadonlyArray<string>> =>
  openPipeline(folder.write("waybill.yaml", text), world).pipe(
    Effect.flatMap(then),
    Effect.catch(({ diagnostics }) => Effect.succeed(diagnostics.map(({ code }) => code))),
    Effect.scoped,
    Effect.provide(platform),
    Effect.runPromise,
  )

const inFolder = async <A>(use: (folder: Folder) => Promise<A>): Promise<A> => {
  const folder = new Folder()
  folder.write("out/.keep", "")
  return use(folder).finally(() => folder.remove())
}

/** A pipeline with every connector: examples change lines of it. */
const base = `
version: 1
name: example
connections:
  exports: { connector: csv, directory: ./data }
  out: { connector: csv, directory: ./out }
  books: { connector: excel, directory: ./data, headerRow: 1 }
  ledgers: { connector: erplybooks, token: "\${TOKEN}", since: "2026-01-01", paymentAccount: "1020", usePartnerApi: true }
  collections: { connector: payorcrm, apiKey: "\${PAYORCRM_API_KEY}", apiSecret: "\${PAYORCRM_API_SECRET}" }
  billing:
    connector: crmcom
    baseUrl: https://billing.example.com/crmapi/rest/v2
    webApiKey: \${TOKEN}
    currency: EUR
    timeZone: Asia/Nicosia
    accounts: [ACR1]
    invoiceType: { name: Invoice }
    paymentType: { name: Payment }
    paymentMethod: { name: Bank }
flows:
  customers:
    from: { connection: exports, stream: customers.csv }
    to: { connection: collections, stream: customers }
    map: { number: record.Number, name: record.Name, email: record.Email }
  invoices:
    from: { connection: exports, stream: invoices.csv }
    to: { connection: collections, stream: invoices }
    map: { number: record.Number, customerNumber: record.Customer, total: 'money(record.Amount, "EUR")' }
  payments:
    from: { connection: exports, stream: payments.csv }
    to: { connection: ledgers, stream: payments }
    map:
      number: record.Number
      customerNumber: record.Customer
      amount: money(record.Amount, "EUR")
      receivedDate: date(record.Received, "dd/MM/yyyy")
  copy:
    from: { connection: exports, stream: customers.csv }
    to: { connection: out, stream: copy.csv }
    entity: customer
    map: { number: record.Number }
  workbook:
    from: { connection: books, stream: book.xlsx }
    to: { connection: out, stream: workbook.csv }
    entity: customer
    map: { number: string(record.Number) }
  fromBooks: { from: { connection: ledgers, stream: invoices }, to: { connection: out, stream: books.csv } }
  fromBilling: { from: { connection: billing, stream: invoices }, to: { connection: out, stream: billing.csv } }
`

/** The lines of an example in the place of those that the base has; a map is gone into, anything else replaced. */
const merged = (lines: string): string | undefined => {
  const [whole, changes] = [parseDocument(base), parseDocument(lines)]
  if (changes.errors.length > 0) return undefined
  const put = (node: unknown, path: ReadonlyArray<unknown>): void => {
    if (!isMap(node)) return whole.setIn(path, node)
    for (const { key, value } of node.items) {
      const at = [...path, String(key)]
      if (isMap(value) && whole.hasIn(at)) put(value, at)
      else whole.setIn(at, value)
    }
  }
  put(changes.contents, [])
  return whole.toString()
}

const tryLines = (lines: string) =>
  inFolder(async (folder) => {
    const [, delimiter = ","] = /delimiter: "(.)"/.exec(lines) ?? []
    const header = (...columns: ReadonlyArray<string>) => `${columns.join(delimiter)}\n`
    folder.write("data/customers.csv", header("Number", "Name", "Email", "City", "Country", "Status"))
    folder.write("data/invoices.csv", header("Number", "Customer", "Amount", "Type"))
    folder.write("data/payments.csv", header("Number", "Customer", "Amount", "Received"))
    const sheets = [{ name: "Open items", header: ["Number"], rows: [["C1"], ["Number"]] }]
    await Effect.runPromise(Effect.provide(writeWorkbook(`${folder.path}/data/book.xlsx`, sheets), platform))
    return opened(folder, merged(lines) ?? lines)
  })

const ofInvoices = new Set(["total", "dueDate", "terms", "type", "note"])

const copying = (entity: string, map: string) => `
version: 1
name: example
connections:
  exports: { connector: csv, directory: . }
  out: { connector: csv, directory: ./out }
tables: { terms: { "30": NET30 }, kinds: { CN: credit note } }
flows:
  all:
    from: { connection: exports, stream: source.csv }
    to: { connection: out, stream: target.csv }
    entity: ${entity}
    map:
${map}
`

const needed = {
  customer: { number: '"C1"' },
  invoice: { number: '"I1"', customerNumber: '"C1"', total: 'money("1", "EUR")' },
}

/** What one line of `map` makes of a cell, whatever column it reads. */
const tryCell = (line: string, cell: string, columnsOf: string) =>
  inFolder((folder) => {
    const columns = [...new Set([...columnsOf.matchAll(/record\.(\w+)/g)].map(([, name = ""]) => name))]
    folder.write("source.csv", `${columns.join(",") || "Number"}\n`)
    const field = line.slice(0, line.indexOf(":"))
    const entity = ofInvoices.has(field) ? "invoice" : "customer"
    const others = Object.entries(needed[entity]).filter(([name]) => name !== field)
    const map = [...others.map(([name, value]) => `${name}: '${value}'`), line]
      .map((each) => `      ${each}`)
      .join("\n")
    const record = Object.fromEntries(columns.map((column) => [column, cell]))
    return opened(folder, copying(entity, map), ({ flows, warnings }) => {
      const mapped = flows[0]!.mapping.toModel(record)
      const issues = mapped._tag === "Invalid" ? mapped.issues : []
      return Effect.succeed([...issues, ...warnings].map(({ code }) => code))
    })
  })

const tryCsv = (text: string) =>
  inFolder((folder) => {
    folder.write("source.csv", text)
    return opened(folder, copying("customer", "      number: record.number"), ({ flows }) =>
      Effect.gen(function* () {
        const { read, inspect = Effect.succeed([]) } = flows[0]!.source
        const rows = (yield* Stream.runCollect(read(Option.none()))).flatMap((page) => page.rows)
        const issues = rows.flatMap((row) => ("issues" in row ? row.issues : []))
        return [...issues, ...(yield* inspect)].map(({ code }) => code)
      }).pipe(Effect.catch(({ code }) => Effect.succeed([code]))),
    )
  })

/** The codes that one side of an example comes to. */
export const tryExample = (example: Example, side: "before" | "after"): Promise<ReadonlyArray<string>> => {
  const { of, after, beside = "Ltd" } = example
  const text = example[side] ?? ""
  if (of === "pipeline file") return tryLines(text)
  if (of === "map") return tryCell(text, beside, after)
  return of === "cell" ? tryCell(beside, text, beside) : tryCsv(text)
}
