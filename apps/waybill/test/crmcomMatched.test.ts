/** Customers with numbers of their own, whose accounts CRM.COM has already, and their invoices: against the stand-in. */
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { type Ended, Folder } from "./support/cli.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { waybillHere } from "./support/here.ts"

const account = (index: number): string => `ACR000000000${index}`

const accountsCsv = (count: number): string =>
  ["account", ...Array.from({ length: count }, (_, index) => account(index + 1)), ""].join("\n")

/** The stand-in's accounts are of Owner No 1, Company 2, Owner No 3, …; only the first stands here as it stands there. */
const customersCsv = `No,Name,Email
K-1,Owner No 1,one@example.test
K-5,Ownr No 5,five@example.test
K-3,Somebody Else,three@example.test
K-6,Company 6,six@example.test
`

const invoicesCsv = `No,Customer,Amount
F-11,K-1,0.10
F-15,K-5,0.20
F-13,K-3,1250.55
F-16,K-6,99.95
F-17,K-1,12.00
`

const pipelineFile = (match: string, more = ""): string => `version: 1
name: matched
connections:
  files: { connector: csv, directory: . }
  crm:
    connector: crmcom
    baseUrl: \${CRMCOM_URL}
    webApiKey: \${CRMCOM_WEB_API_KEY}
    release: R13.0.0
    currency: EUR
    land: posted
    invoiceType: { name: Invoice }
    product: { code: SERVICE }
    rateLimit: { perSecond: 1000 }
${more}
flows:
  customers:
    from: { connection: files, stream: customers.csv }
    to: { connection: crm, stream: customers }
    match: ${match}
    map:
      number: record.No
      name: record.Name
      email: record.Email
  invoices:
    after: [customers]
    from: { connection: files, stream: invoices.csv }
    to: { connection: crm, stream: invoices }
    map:
      number: record.No
      customerNumber: record.Customer
      total: money(record.Amount, "EUR")
`

describe("customers whose accounts CRM.COM has already", () => {
  let folder: Folder
  let crm: RunningCrmCom
  let waybill: (...args: ReadonlyArray<string>) => Promise<Ended>
  beforeEach(async () => {
    folder = new Folder()
    crm = await startCrmCom({ invoicesPerAccount: 0, paymentsPerAccount: 0 })
    waybill = waybillHere(folder.path, crm.env)
    folder.write("customers.csv", customersCsv)
    folder.write("invoices.csv", invoicesCsv)
  })
  afterEach(async () => {
    await crm.stop()
    folder.remove()
  })

  const ran = async (...args: ReadonlyArray<string>) => {
    const { code, stdout, stderr } = await waybill(...args, "--json")
    assert.isNotEmpty(stdout, stderr)
    return { code, ...JSON.parse(stdout) }
  }
  const done = async (...args: ReadonlyArray<string>): Promise<void> => {
    const { code, stdout, stderr } = await waybill(...args)
    assert.strictEqual(code, 0, `${args.join(" ")}: ${stderr}${stdout}`)
  }
  /** `F-11 ACR0000000001 0.1`: what of ours stands at which account. */
  const landed = (): ReadonlyArray<string> =>
    [...crm.sandbox.invoiceTexts(100)].map((text) => {
      const { back_office_code, accounts_receivable, total_amount } = JSON.parse(text)
      return `${back_office_code.replace("WBI-", "")} ${accounts_receivable.number} ${total_amount}`
    })
  const idOf = (index: number): string => JSON.parse([...crm.sandbox.accountTexts(10)][index - 1]!).id

  it("are found by name, by a person, by a table, or later; each invoice lands at its customer's account", async () => {
    folder.write(
      "waybill.yaml",
      pipelineFile("[email, lower(model.name), name and postcode]", "    accounts: accounts.csv"),
    )
    folder.write("accounts.csv", accountsCsv(5))
    const planned = await ran("plan")
    assert.strictEqual(planned.code, 4)
    assert.deepInclude(planned.flows.customers, { read: 4, matched: 1, held: 1, refused: 2, create: 0 })
    assert.deepInclude(planned.flows.invoices, { read: 5, create: 2, held: 3 })
    const first = await ran("run")
    assert.strictEqual(first.code, 4)
    assert.deepInclude(first.flows.customers, { read: 4, matched: 1, held: 1, refused: 2, confirmed: 0, created: 0 })
    assert.deepInclude(first.flows.invoices, { read: 5, confirmed: 2, held: 3, refused: 0 })
    assert.deepStrictEqual(landed(), [`F-11 ${account(1)} 0.1`, `F-17 ${account(1)} 12`])
    assert.include((await waybill("rejects", "list")).stdout, "WB-CRMCOM-NO-CUSTOMERS")
    const { candidates } = await ran("match", "list")
    assert.deepStrictEqual(
      candidates.map(({ key, targetId }: { key: string; targetId: string }) => [key, targetId]),
      [["K-5", idOf(5)]],
    )

    // A person says who K-5 is, a table who K-3 is, and the account of K-6 is made in CRM.COM.
    await done("match", "same", "K-5", idOf(5), "--reason", "mistyped")
    folder.write("table.csv", `source key,target id\nK-3,${idOf(3)}\n`)
    await done("crosswalk", "import", "table.csv", "--flow", "customers")
    crm.sandbox.seed({ accounts: 1, invoicesPerAccount: 0, paymentsPerAccount: 0 })
    folder.write("accounts.csv", accountsCsv(6))
    const second = await ran("run")
    assert.strictEqual(second.code, 0)
    assert.deepInclude(second.flows.customers, { read: 4, matched: 3, unchanged: 4, held: 0, refused: 0 })
    assert.deepInclude(second.flows.invoices, { confirmed: 3, unchanged: 2, held: 0 })
    assert.sameMembers(
      [...landed()],
      [
        `F-11 ${account(1)} 0.1`,
        `F-17 ${account(1)} 12`,
        `F-15 ${account(5)} 0.2`,
        `F-13 ${account(3)} 1250.55`,
        `F-16 ${account(6)} 99.95`,
      ],
    )

    // CRM.COM takes nothing of a customer: another name is no change.
    folder.write("customers.csv", customersCsv.replace("Owner No 1,one@", "Owner Number One,1@"))
    const { requests, calls } = crm.sandbox.state()
    const third = await ran("run")
    assert.strictEqual(third.code, 0)
    assert.deepInclude(third.flows.customers, { unchanged: 4, matched: 0 })
    assert.deepInclude(third.flows.invoices, { unchanged: 5, confirmed: 0 })
    assert.strictEqual(crm.sandbox.state().requests, requests)
    assert.isUndefined(calls["accounts_receivable/create"])

    // Whose an invoice is, is told by the source's number, whatever the account's number is over there.
    const tied = await ran("reconcile")
    assert.strictEqual(tied.code, 0)
    const { groups } = tied.flows.find(({ flow }: { flow: string }) => flow === "invoices")
    assert.deepStrictEqual(
      groups.customer.map(
        ({ name, target }: { name: string; target: { amount: string } }) => `${name} ${target.amount}`,
      ),
      ["K-1 12.10", "K-3 1250.55", "K-5 0.20", "K-6 99.95"],
    )
  })

  it("are looked up one by one by their numbers, where the connection names no accounts", async () => {
    folder.write("waybill.yaml", pipelineFile("[number]"))
    folder.write("customers.csv", `No,Name,Email\n${account(2)},Two,\n${account(9)},Nine,\n`)
    folder.write("invoices.csv", `No,Customer,Amount\nF-12,${account(2)},0.20\nF-19,${account(9)},0.90\n`)
    const { code, flows } = await ran("run")
    assert.strictEqual(code, 4)
    assert.deepInclude(flows.customers, { matched: 1, refused: 1 })
    assert.deepInclude(flows.invoices, { confirmed: 1, held: 1 })
    assert.deepStrictEqual(landed(), [`F-12 ${account(2)} 0.2`])
  })

  it("check: other rules need `accounts`, and there is no field that `set` could write", async () => {
    folder.write("waybill.yaml", pipelineFile("[email]"))
    const blind = await waybill("check")
    assert.deepStrictEqual([blind.code, /WB-FLOW-MATCH/.test(blind.stderr + blind.stdout)], [2, true])
    for (const [set, code] of [
      ["{ notes: '\"hello\"' }", "WB-MAP-FIELD"],
      ["{ number: '\"K-9\"' }", "WB-MAP-SHAPE"],
    ] as const) {
      folder.write("waybill.yaml", pipelineFile(`[number]\n    set: ${set}`))
      const { code: exit, stdout, stderr } = await waybill("check")
      assert.strictEqual(exit, 2, set)
      assert.include(stderr + stdout, code)
    }
  })
})
