/**
 * The small data set that `init` writes: enough to see customers, invoices, a credit note and a closed customer.
 */
import type { Cell } from "@waybill/connector"
import { Dates, Decimals } from "@waybill/model"
import { Result } from "effect"

export interface SampleTable {
  readonly header: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

const toDate = Result.getOrThrow(Dates.compile("dd/MM/yyyy"))

/** The table as Excel keeps it: real dates and real amounts. */
export const typedRows = ({ rows }: SampleTable): ReadonlyArray<ReadonlyArray<Cell>> =>
  rows.map((row) => row.map((text) => toDate(text) ?? (/\.\d\d$/.test(text) ? Decimals.parse(text)! : text)))

export const customers: SampleTable = {
  header: ["Customer No", "Company", "Email", "Phone", "Status"],
  rows: [
    ["C1001", "Põhjala Kaubandus OÜ", "billing@pohjala.example", "+372 600 1001", "active"],
    ["C1002", "Meltemi Trading SA", "accounts@meltemi.example", "+30 21 0000 1002", "active"],
    ["C1003", "Hafen & Söhne GmbH", "rechnung@hafen.example", "+49 40 1003", "active"],
    ["C1004", "Old Mill Ltd", "office@oldmill.example", "", "closed"],
  ],
}

export const invoices: SampleTable = {
  header: ["Invoice No", "Customer No", "Issued", "Due", "Amount"],
  rows: [
    ["2026-0001", "C1001", "02/11/2026", "02/12/2026", "1200.00"],
    ["2026-0002", "C1001", "05/11/2026", "05/12/2026", "86.40"],
    ["2026-0003", "C1002", "09/11/2026", "09/12/2026", "15340.75"],
    ["2026-0004", "C1003", "10/11/2026", "10/12/2026", "432.10"],
    ["2026-0005", "C1003", "12/11/2026", "12/11/2026", "-32.10"],
  ],
}
