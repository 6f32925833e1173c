/** A tie-out with something of everything: three flows, two currencies, drafts, an unread target, every kind of difference. */
import type { Difference, FlowTieOut, Group, TieOut } from "../../src/tieOut/TieOut.ts"

/** A name that breaks out of any page that lets it. */
export const hostileName = `</td><script>alert("1")</script> & Söhne 'GmbH' 東京`

const side = (records: number, amount = "0") => ({ records, amount })

const same = (name: string, currency: string, records: number, amount = "0"): Group => ({
  name,
  currency,
  source: side(records, amount),
  ledger: side(records, amount),
  target: side(records, amount),
})

const three = (
  name: string,
  currency: string,
  source: readonly [number, string],
  ledger: readonly [number, string],
  target: readonly [number, string],
): Group => ({ name, currency, source: side(...source), ledger: side(...ledger), target: side(...target) })

const unread = ({ target: _, ...group }: Group): Group => group

const customers: FlowTieOut = {
  flow: "customers",
  entity: "customer",
  from: { connection: "exports", stream: "customers.csv" },
  to: { connection: "collections", stream: "customers" },
  system: "https://app.payorcrm.com customers",
  lookedAt: "acknowledged",
  why: "acknowledged, not read back",
  ties: false,
  steps: {
    read: { records: 312, money: {} },
    skipped: { records: 9, money: {} },
    refused: { records: 1, money: {} },
    confirmed: { records: 302, money: {} },
  },
  source: { records: 303, money: {} },
  ledger: { records: 302, money: {} },
  groups: {
    currency: [unread(three("", "", [303, "0"], [302, "0"], [0, "0"]))],
    customer: [],
    status: [unread(three("active", "", [280, "0"], [279, "0"], [0, "0"])), unread(same("closed", "", 23))],
    age: [],
  },
  differences: [
    { kind: "refused", key: "C-2044", row: 188, why: "WB-PAYORCRM-REFUSED: the e-mail address is not accepted" },
  ],
  differing: { refused: 1 },
}

const invoiceDifferences: ReadonlyArray<Difference> = [
  {
    kind: "missing",
    key: "INV-10021",
    customer: "C-1003",
    currency: "EUR",
    source: "1250",
    ledger: "1250",
    targetId: "8821",
    why: "the target does not hold it any more",
  },
  {
    kind: "amount",
    key: "INV-10407",
    customer: "C-1011",
    currency: "EUR",
    source: "18250.5",
    ledger: "18250.5",
    target: "18250.49",
    targetId: "9140",
    why: "the target holds another amount",
  },
  {
    kind: "doubled",
    key: "INV-10533",
    customer: hostileName,
    currency: "EUR",
    source: "5300",
    ledger: "5300",
    target: "10600",
    copies: ["9301", "9302"],
    why: "the target holds it twice",
  },
  {
    kind: "field",
    key: "INV-10611",
    customer: "C-1020",
    currency: "EUR",
    source: "740",
    ledger: "740",
    target: "740",
    fields: ["dueDate", "reference"],
    why: "somebody changed it in the target",
  },
  {
    kind: "void",
    key: "INV-10702",
    customer: "C-1031",
    currency: "EUR",
    source: "87",
    ledger: "87",
    target: "0",
    why: "it was cancelled in the target",
  },
  {
    kind: "draft",
    key: "INV-10710",
    customer: "C-1031",
    currency: "JPY",
    source: "45000",
    ledger: "45000",
    target: "45000",
    why: "the ledger says that it was posted; the target holds a draft",
  },
  {
    kind: "unrecorded",
    key: "INV-10888",
    customer: "C-1044",
    currency: "JPY",
    target: "45000",
    targetId: "9777",
    why: "it is in the target, and the ledger does not say that it arrived",
  },
  {
    kind: "unknown",
    key: "INV-11001",
    row: 1001,
    customer: "C-1002",
    currency: "EUR",
    source: "75",
    why: "WB-HTTP-TIMEOUT: it was sent, and no answer came",
  },
  {
    kind: "invalid",
    row: 1033,
    file: "invoices-2026-11.csv",
    why: "WB-MAP-DATE: column 'Due' is no date of the pattern dd/MM/yyyy",
  },
  {
    kind: "new",
    key: "INV-11210",
    row: 1239,
    customer: "C-1002",
    currency: "EUR",
    source: "410",
    why: "it came after the last run",
  },
  {
    kind: "changed",
    key: "INV-10090",
    row: 90,
    customer: "C-1007",
    currency: "EUR",
    source: "1000",
    ledger: "999",
    target: "999",
    fields: ["total"],
    why: "the source has another content than was delivered",
  },
  {
    kind: "gone",
    key: "INV-09988",
    customer: "C-1009",
    currency: "EUR",
    ledger: "220",
    target: "220",
    why: "it was delivered, and the source no longer has it",
  },
]

const invoiceAges: ReadonlyArray<Group> = [
  three("not due", "EUR", [612, "2400000"], [610, "2399589"], [609, "2398339"]),
  three("1–30", "EUR", [281, "1100000"], [276, "1096894.5"], [277, "1102194.5"]),
  three("31–60", "EUR", [120, "600000"], [118, "599359.75"], [118, "599359.74"]),
  three("61–90", "EUR", [60, "300000"], [59, "299925"], [59, "299925"]),
  three("over 90", "EUR", [78, "397000"], [79, "397220"], [78, "397133"]),
  same("none", "EUR", 1, "607.35"),
  three("not due", "JPY", [31, "61120000"], [31, "61000000"], [31, "61000000"]),
  three("1–30", "JPY", [14, "25330000"], [14, "25330000"], [15, "25375000"]),
  same("over 90", "JPY", 6, "12000000"),
]

const invoiceCustomers: ReadonlyArray<Group> = [
  three("C-1003", "EUR", [8, "41250"], [8, "41250"], [7, "40000"]),
  three("C-1011", "EUR", [3, "98250.5"], [3, "98250.5"], [3, "98250.49"]),
  three(hostileName, "EUR", [2, "9300"], [2, "9300"], [3, "14600"]),
  three("C-1044", "JPY", [2, "1045000"], [2, "1045000"], [3, "1090000"]),
  ...Array.from({ length: 61 }, (_, index) =>
    same(`C-${1100 + index}`, "EUR", 3 + (index % 9), `${90_400 - 1_307 * index}.50`),
  ),
  same("", "EUR", 1, "-120.00"),
  same("C-1051", "JPY", 14, "22400000"),
]

const invoices: FlowTieOut = {
  flow: "invoices",
  entity: "invoice",
  from: { connection: "exports", stream: "invoices-*.csv" },
  to: { connection: "billing", stream: "invoices" },
  system: "https://demo.crm.com/rest/v2 invoices",
  lookedAt: "listed",
  ties: false,
  steps: {
    read: { records: 1240, money: { EUR: "4812337.45", JPY: "98450000" } },
    skipped: { records: 31, money: { EUR: "12400" } },
    dismissed: { records: 4, money: { EUR: "1980.1" } },
    repeated: { records: 2, money: { EUR: "350" } },
    invalid: { records: 3, money: { EUR: "2205.5", JPY: "120000" } },
    held: { records: 2, money: { EUR: "900" } },
    refused: { records: 2, money: { EUR: "640.25" } },
    unknown: { records: 1, money: { EUR: "75" } },
    new: { records: 1, money: { EUR: "410" } },
    changed: { records: 1, money: { EUR: "1000" } },
    gone: { records: 1, money: { EUR: "220" } },
    confirmed: { records: 1193, money: { EUR: "4792376.6", JPY: "98330000" } },
  },
  source: { records: 1203, money: { EUR: "4797607.35", JPY: "98450000" } },
  ledger: { records: 1195, money: { EUR: "4793595.6", JPY: "98330000" } },
  target: { records: 1195, money: { EUR: "4797558.59", JPY: "98375000" } },
  drafts: { records: 310, money: { EUR: "1204000", JPY: "45000" } },
  others: { records: 57, money: { EUR: "93000" } },
  groups: {
    currency: [
      three("EUR", "EUR", [1152, "4797607.35"], [1144, "4793595.6"], [1143, "4797558.59"]),
      three("JPY", "JPY", [51, "98450000"], [51, "98330000"], [52, "98375000"]),
    ],
    customer: invoiceCustomers,
    status: [
      three("open", "EUR", [1000, "4000000"], [992, "3995988.25"], [0, "0"]),
      same("paid", "EUR", 152, "797607.35"),
      three("POSTED", "EUR", [0, "0"], [0, "0"], [991, "3999951.24"]),
      three("", "JPY", [51, "98450000"], [51, "98330000"], [52, "98375000"]),
    ],
    age: invoiceAges,
  },
  differences: invoiceDifferences,
  differing: {
    missing: 1,
    amount: 1,
    doubled: 1,
    void: 1,
    field: 1,
    draft: 1,
    unrecorded: 1,
    refused: 2,
    unknown: 1,
    held: 2,
    invalid: 3,
    new: 1,
    changed: 1,
    gone: 1,
  },
}

const payments: FlowTieOut = {
  flow: "payments",
  entity: "payment",
  from: { connection: "exports", stream: "book.xlsx#Payments" },
  to: { connection: "books", stream: "payments" },
  system: "https://api.erplybooks.com payments",
  lookedAt: "shown",
  why: "the setting 'since' is not given, so the payments were asked for one by one",
  ties: true,
  steps: {
    read: { records: 640, money: { EUR: "1204500.75" } },
    confirmed: { records: 640, money: { EUR: "1204500.75" } },
  },
  source: { records: 640, money: { EUR: "1204500.75" } },
  ledger: { records: 640, money: { EUR: "1204500.75" } },
  target: { records: 640, money: { EUR: "1204500.75" } },
  groups: {
    currency: [same("EUR", "EUR", 640, "1204500.75")],
    customer: Array.from({ length: 12 }, (_, index) =>
      same(`C-${1100 + index}`, "EUR", 9, `${70_400 - 3_307 * index}.25`),
    ),
    status: [],
    age: [],
  },
  differences: [],
  differing: {},
}

const fileHash = "3b1f0c7d9e2a4856b7c1d0e9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9"

/** What a director would be asked to look at. */
export const sample: TieOut = {
  pipeline: "receivables-to-the-new-house",
  outcome: "differs",
  madeAt: "2026-11-20T17:42:09.120Z",
  by: "m.keller",
  version: "0.7.0",
  fileHash,
  asOf: "2026-11-20",
  flows: [customers, invoices, payments],
  rejects: [
    {
      flow: "invoices",
      state: "invalid",
      code: "WB-MAP-DATE",
      at: "Due",
      records: 3,
      money: { EUR: "2205.50", JPY: "120000" },
      firstRow: 1033,
      message: "column 'Due' is no date of the pattern dd/MM/yyyy",
      hint: "mend the cell, or name the pattern that the file has",
    },
    {
      flow: "invoices",
      state: "refused",
      code: "WB-CRMCOM-REFUSED",
      records: 2,
      money: { EUR: "640.25" },
      firstRow: 77,
      message: "the target does not take an invoice of that day",
    },
  ],
  decisions: [
    {
      flow: "invoices",
      key: "INV-10044",
      row: 44,
      decision: "dismissed",
      reason: "written off on 2026-10-31, agreed with the auditor",
      run: 12,
      at: "2026-11-18T09:12:44.000Z",
      money: { amount: "1400", currency: "EUR" },
    },
    {
      flow: "invoices",
      key: "INV-10200",
      decision: "delivered",
      reason: "seen in the target with this number and amount",
      run: 13,
      at: "2026-11-19T08:02:10.000Z",
      money: { amount: "980", currency: "EUR" },
    },
    {
      flow: "payments",
      key: "P-77",
      decision: "undone",
      reason: "delete",
      run: 14,
      at: "2026-11-19T10:30:00.000Z",
      money: { amount: "55.5", currency: "EUR" },
    },
  ],
  runs: [
    {
      run: 11,
      command: "run",
      plan: "p-5f3a",
      by: "m.keller",
      startedAt: "2026-11-17T20:00:01.000Z",
      endedAt: "2026-11-17T20:14:37.000Z",
      outcome: "attention",
      version: "0.7.0",
      fileHash,
    },
    {
      run: 12,
      command: "dismiss",
      by: "a.brandt",
      startedAt: "2026-11-18T09:12:44.000Z",
      endedAt: "2026-11-18T09:12:45.000Z",
      outcome: "complete",
      version: "0.7.0",
      fileHash,
    },
    {
      run: 15,
      command: "post",
      of: 11,
      startedAt: "2026-11-19T20:00:01.000Z",
      outcome: "stopped",
      version: "0.7.0",
      fileHash: "ff".repeat(32),
    },
  ],
  stopped: [],
}

/** Nothing to find fault with. */
export const tied: TieOut = { ...sample, outcome: "ties", flows: [payments], rejects: [], decisions: [] }
