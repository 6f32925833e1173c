// What people write by hand: papaparse, map, fetch. No validation, no ledger, no second chance.
// node upload.mjs FILE URL
import { createReadStream } from "node:fs"

import Papa from "papaparse"

const [file, url] = process.argv.slice(2)
const isoDate = (text) => text.split("/").toReversed().join("-")
const orNothing = (text) => (text === "" ? undefined : text)

const toInvoice = (row) => ({
  customerNumber: row["Customer No"],
  invoiceNumber: row["Invoice No"],
  invoiceAmount: Number(row.Amount),
  currency: row.Currency,
  balanceAmount: row.Balance,
  invoiceDate: isoDate(row.Issued),
  issueDate: isoDate(row.Issued),
  dueDate: isoDate(row.Due),
  postDate: isoDate(row.Posted),
  paymentTerms: row.Terms,
  reference1: row.Reference,
  itemText: row.Text,
  customerName: row["Customer Name"],
  companyCode: row["Company Code"],
  profitCenter: row["Profit Center"],
  accountingDocNumber: row["Document No"],
  documentType: row.Type,
  postingKey: row["Posting Key"],
  debitCreditIndicator: row["D/C"],
  reference2: row["Reference 2"],
  soldTo: row["Sold To"],
  status: row.Status,
  localAmount: Number(row["Local Amount"]),
  reasonCode: orNothing(row["Reason Code"]),
  reasonCodeDescription: orNothing(row.Reason),
  fiscalYear: row["Fiscal Year"],
  fiscalPeriod: row.Period,
  lineItem: row["Line Item"],
  referenceDocNo: orNothing(row["Reference Doc"]),
  billAddr: { line1: row.Street, postalCode: row.Postcode, city: row.City },
})

const post = async (invoices) => {
  const headers = { "content-type": "application/json", api_key: "key", api_secret: "secret" }
  const response = await fetch(`${url}/jsonApi/upload/invoices`, {
    method: "POST",
    headers,
    body: JSON.stringify(invoices),
  })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  await response.text()
}

const inFlight = new Set()
let batch = []
for await (const row of createReadStream(file, "utf8").pipe(
  Papa.parse(Papa.NODE_STREAM_INPUT, { header: true, skipEmptyLines: true }),
)) {
  batch.push(toInvoice(row))
  if (batch.length < 500) continue
  if (inFlight.size === 4) await Promise.race(inFlight)
  const sending = post(batch).finally(() => inFlight.delete(sending))
  inFlight.add(sending)
  batch = []
}
if (batch.length > 0) inFlight.add(post(batch))
await Promise.all(inFlight)
