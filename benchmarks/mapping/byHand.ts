/** What the script by hand makes of a row: see `naive/upload.mjs`. */
type Row = Readonly<Record<string, string>>

const isoDate = (text = "") => text.split("/").toReversed().join("-")
const orNothing = (text: string | undefined) => (text === "" ? undefined : text)

export const byHand = (row: Row) => ({
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
