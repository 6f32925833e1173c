/** Customers and invoices from two CSV files to PayorCRM. */
import { csv } from "@waybill/connector-csv"
import { payorcrm } from "@waybill/connector-payorcrm"
import { Dates, Decimals, Money } from "@waybill/model"
import { connect, definePipeline, transform } from "@waybill/pipeline"
import { Redacted, Result, Schema } from "effect"

// Without these it leads to `waybill sandbox`, a stand-in on this machine.
const {
  PAYORCRM_URL = "http://127.0.0.1:4010",
  PAYORCRM_API_KEY = "sandbox-key",
  PAYORCRM_API_SECRET = "sandbox-secret",
} = process.env

/** The columns that the transform uses, all text in a CSV file. Checked against the file before anything is read. */
const InvoiceRow = Schema.Struct({
  "Invoice No": Schema.String,
  "Customer No": Schema.String,
  Due: Schema.String,
  Amount: Schema.String,
  Currency: Schema.String,
})

const readDate = Result.getOrThrow(Dates.compile("dd/MM/yyyy"))

const invoice = transform({ entity: "invoice", record: InvoiceRow }, (row) => {
  const amount = Decimals.parse(row.Amount)
  // No value of the record: the message is kept and shown.
  if (amount === undefined) return [{ message: "the amount is no number", column: "Amount" }]
  return {
    number: row["Invoice No"],
    customerNumber: row["Customer No"],
    dueDate: readDate(row.Due),
    total: new Money(amount, row.Currency),
    type: amount.value < 0n ? "credit note" : "invoice",
  }
})

export const pipeline = definePipeline({
  name: "as-a-library",
  directory: import.meta.dirname,
  ...(process.env["STATE"] === undefined ? {} : { state: process.env["STATE"] }),
  connections: {
    exports: connect(csv, { directory: "./data" }),
    collections: connect(payorcrm, {
      baseUrl: PAYORCRM_URL,
      apiKey: Redacted.make(PAYORCRM_API_KEY),
      apiSecret: Redacted.make(PAYORCRM_API_SECRET),
      amountUnit: "decimal",
      rateLimit: { perSecond: 50 },
    }),
  },
  flows: {
    customers: {
      from: { connection: "exports", stream: "customers.csv" },
      to: { connection: "collections", stream: "customers" },
      map: { number: 'record["Customer No"]', name: "record.Company", email: "lower(trim(record.Email))" },
    },
    invoices: {
      after: ["customers"],
      from: { connection: "exports", stream: "invoices.csv" },
      to: { connection: "collections", stream: "invoices" },
      transform: invoice,
      // Overrides the transform, field by field.
      map: { issueDate: 'date(record.Issued, "dd/MM/yyyy")' },
    },
  },
})
