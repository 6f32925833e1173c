/**
 * The small data sets that `init` writes: enough to see customers, invoices, a credit note and a closed customer; or what
 * the stand-ins have accounts and invoices for.
 */
import type { Cell } from "@waybill/connector"
import { Dates, Decimals } from "@waybill/model"
import { Result } from "effect"

import { isSystem, needsEmails, type SourceName, type TargetName } from "./template.ts"

export interface SampleTable {
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const toDate = Result.getOrThrow(Dates.compile("dd/MM/yyyy"))

/** The table as Excel keeps it: real dates and real amounts. */
export const typedRows = ({ rows }: SampleTable): ReadonlyArray<ReadonlyArray<Cell>> =>
  rows.map((row) => row.map((text) => toDate(text) ?? (/\.\d\d$/.test(text) ? Decimals.parse(text)! : text)))

const customers: SampleTable = {
  header: ["Customer No", "Company", "Email", "Phone", "Status"],
  rows: [
    ["C1001", "Põhjala Kaubandus OÜ", "billing@pohjala.example", "+372 600 1001", "active"],
    ["C1002", "Meltemi Trading SA", "accounts@meltemi.example", "+30 21 0000 1002", "active"],
    ["C1003", "Hafen & Söhne GmbH", "rechnung@hafen.example", "+49 40 1003", "active"],
    ["C1004", "Old Mill Ltd", "office@oldmill.example", "", "closed"],
  ],
}

const invoices: SampleTable = {
  header: ["Invoice No", "Customer No", "Issued", "Due", "Amount"],
  rows: [
    ["2026-0001", "C1001", "02/11/2026", "02/12/2026", "1200.00"],
    ["2026-0002", "C1001", "05/11/2026", "05/12/2026", "86.40"],
    ["2026-0003", "C1002", "09/11/2026", "09/12/2026", "15340.75"],
    ["2026-0004", "C1003", "10/11/2026", "10/12/2026", "432.10"],
    ["2026-0005", "C1003", "12/11/2026", "12/11/2026", "-32.10"],
  ],
}

const payments: SampleTable = {
  header: ["Payment No", "Account", "Received", "Amount", "Method"],
  rows: [
    ["B-26-0001", "ACR0000000001", "02/11/2026", "40.00", "Bank Transfer"],
    ["B-26-0002", "ACR0000000002", "03/11/2026", "12.50", ""],
    ["B-26-0003", "ACR0000000002", "05/11/2026", "99.99", "Cash"],
  ],
}

const paymentsOfInvoices: SampleTable = {
  header: ["Payment No", "Customer", "Invoice", "Received", "Amount"],
  rows: [
    ["B-26-0001", "C0002", "2026-0002", "02/11/2026", "685.48"],
    ["B-26-0002", "C0003", "2026-0003", "03/11/2026", "310.09"],
  ],
}

const numbers = ["ACR0000000001", "ACR0000000002", "ACR0000000003", "ACR0000000004", "ACR0000000005"]

const accounts: SampleTable = { header: ["Account"], rows: numbers.map((number) => [number]) }

const codes = ["C0001", "C0002", "C0003", "C0004", "C0005"]

const emails = (of: ReadonlyArray<string>): SampleTable => ({
  header: ["Number", "Email"],
  rows: of.map((number) => [number, `${number.toLowerCase()}@customers.example`]),
})

/** The tables that a first pipeline reads, by name. */
export const sampleTables = (from: SourceName, to: TargetName): Readonly<Record<string, SampleTable>> => {
  if (isSystem(from)) {
    return {
      ...(from === "crmcom" ? { Accounts: accounts } : {}),
      ...(needsEmails({ from, to }) ? { Emails: emails(from === "crmcom" ? numbers : codes) } : {}),
    }
  }
  if (to === "erplybooks") return { Payments: paymentsOfInvoices }
  return to === "crmcom" ? { Payments: payments } : { Customers: customers, Invoices: invoices }
}
