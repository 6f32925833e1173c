/**
 * Two hundred and more kinds of cell that an export can hold and that is wrong: by column, each with the part of the code
 * that must name it. Control characters and odd spaces are written as escapes, so that they can be seen.
 */

export const columns = ["Invoice No", "Customer No", "Issued", "Due", "Amount", "Currency", "Type", "Open"] as const
export type Column = (typeof columns)[number]

export const bad: Readonly<Record<Column, ReadonlyArray<string>>> = {
  "Invoice No": ["", " ", " I1", "I1 ", "\u00A0I1", "I1\u00A0", "I\t1", "I\n1", "I\u00071", "\u3000I1", "I1\u2003"],
  "Customer No": ["", "  ", " C1", "C1 ", "C1\u00A0", "C\n1", "C\t1", "C\u001B1", "\u2009C1"],
  Issued: [
    "", " ", "2026-12-01", "12/31/2026", "31/02/2026", "29/02/2025", "31/04/2026", "00/01/2026", "01/00/2026", "32/01/2026",
    "01/13/2026", "1/2/2026", "01/2/2026", "1/02/2026", "01/02/26", "01-02-2026", "01.02.2026", "01 02 2026", "20260201",
    "01022026", "01/02/2026 00:00", "01/02/2026T00:00:00", "01/02/2026 12:00 PM", "2026/02/01", "Feb 1, 2026",
    "1 Feb 2026", "01/Feb/2026", "46054", "46054.5", "0",
  ],
  Due: [
    "00/00/0000", "0000-00-00", "tomorrow", "today", "ASAP", "30 days", "NET30", "01/02/20260", "01/02/202", "01/02/0000",
    "001/02/2026", "01//02/2026", "/02/2026", "01//2026", "01/02/", "a/b/cdef", "\uFF10\uFF11/02/2026", "01\u200B/02/2026",
    "01/02/2026?", "~01/02/2026", "Q1 2026", "2026-W05", "2026-034", "1769904000", "1769904000000", "Infinity", "#N/A",
    "=TODAY()", "31.12.2026", "12-31-2026", "Dec-26", "Montag", "(01/02/2026)", "30/02/2028", "31/06/2026", "99/99/9999",
    "01/02/2026 +02:00", "01\\02\\2026", "n/a", "-", "unknown", "01/02/2026-05/02/2026",
  ],
  Amount: [
    "", " ", "abc", "1,234.50", "1.234,50", "12,50", "€12.50", "12.50 €", "$12", "EUR 12.50", "12.50EUR", "(12.50)", "12.50-",
    "1e3", "1E+03", "12.", ".5", "1..5", "1.2.3", "--5", "+-5", "- 5", "1 234.50", "1\u00A0234.50", "1'234.50", "12.5O",
    "l2.50", "NaN", "Infinity", "-Infinity", "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "null", "None", "n/a", "-",
    "\u2014", "TBD", "12.345", "0.001", "12.50%", "\uFF11\uFF12.50", "\u221212.50", "0x1F", "1_000", "12;50", "12:50", "1/2",
    "\u00BD", "XII", "twelve", "12.50 CR", "DR 12.50", "12.50*", "~12.50", "=12.5", "true", "01/02/2026", "2026-01-01",
    "9".repeat(101), "1,23,456.00", "12,345", "1,2", "12.50.", ",50", "5,", "+", ".", "\u0663", "12\u200B.50", "12.50 EUR/USD",
    "12.50 12.50", "£1.00", "1.000.000", "1,000,000", "1e-2",
  ],
  Currency: [
    "", " ", "eur", "EURO", "€", "US$", "XXX", "ABC", "EUR ", "E UR", "978", "Eur", "EU", "EURR", "null", "GBP/EUR", "£", "XTS",
    "DEM", "EEK", "¥",
  ],
  Type: ["invoce", "Invoice", "INVOICE", "credit", "creditnote", "Rechnung", "380", "X", "invoice ", "CN"],
  Open: ["abc", "1,0", "12.345", "n/a", "€1", "(5)", "5-", "1e2", "#N/A", "O"],
}

/** Whole lines that are not rows of the file: each with the text of its code. */
export const badLines: ReadonlyArray<string> = [
  "R1,C1,01/10/2026",
  "R2",
  "R3,C1,01/10/2026,01/11/2026,5.00,EUR,invoice,5.00,extra",
  "R4,C1,01/10/2026,01/11/2026,5.00,EUR,invoice,5.00,extra,more",
  'R5,C"1,01/10/2026,01/11/2026,5.00,EUR,invoice,5.00',
  'R6,"C1"x,01/10/2026,01/11/2026,5.00,EUR,invoice,5.00',
  "R7,C\u00001,01/10/2026,01/11/2026,5.00,EUR,invoice,5.00",
  'R8,C1,01/10/2026,01/11/2026,5.00,EUR,inv"oice,5.00',
]
