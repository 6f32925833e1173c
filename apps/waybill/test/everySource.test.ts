/**
 * Every source of the repository into every destination of the same entity, over the stand-ins: the same records and the same
 * money on both sides, and nothing is sent by a second run.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { cellText, type Connector, isCell } from "@waybill/connector"
import { csv } from "@waybill/connector-csv"
import { excel, writeWorkbook } from "@waybill/connector-excel"
import { layerSqlite } from "@waybill/ledger"
import { Decimals } from "@waybill/model"
import { openPipeline, runPipeline } from "@waybill/pipeline"
import { BigDecimal, Effect, Layer, Option, Schema, Stream } from "effect"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { composition } from "../src/composition.ts"
import { platform } from "../src/program.ts"
import { type RunningCrmCom, startCrmCom } from "./support/crmcom.ts"
import { type RunningErplyBooks, startErplyBooks } from "./support/erplybooks.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

type Entity = "customer" | "invoice" | "payment"
type Source = "csv" | "excel" | "crmcom" | "erplybooks"
type Target = "csv" | "excel" | "payorcrm" | "crmcom" | "erplybooks"

const targets: Readonly<Record<Entity, ReadonlyArray<Target>>> = {
  customer: ["csv", "excel", "payorcrm", "erplybooks"],
  invoice: ["csv", "excel", "payorcrm", "crmcom", "erplybooks"],
  payment: ["csv", "excel", "crmcom", "erplybooks"],
}
const sources: ReadonlyArray<Source> = ["csv", "excel", "crmcom", "erplybooks"]

/** A small table of each entity for the files, with amounts that a double would get wrong when it adds them. */
const tables: Readonly<Record<Entity, ReadonlyArray<ReadonlyArray<string>>>> = {
  customer: [
    ["Number", "Name"],
    ["K-1", "One"],
    ["K-2", "Two"],
    ["K-3", "Three"],
  ],
  invoice: [
    ["Number", "Amount"],
    ["R-1", "0.10"],
    ["R-2", "0.20"],
    ["R-3", "4999999.99"],
  ],
  payment: [
    ["Number", "Amount"],
    ["Z-1", "0.10"],
    ["Z-2", "0.20"],
    ["Z-3", "4999999.99"],
  ],
}

/** The stand-ins of one test: those that are read, and those that are written. */
interface Env {
  readonly crm: RunningCrmCom
  readonly crmOut: RunningCrmCom
  readonly payor: RunningSandbox
  readonly erply: RunningErplyBooks
  readonly erplyOut: RunningErplyBooks
}

const connections = (env: Env): string => `
  files: { connector: csv, directory: ./in }
  books: { connector: excel, directory: ./in }
  csvOut: { connector: csv, directory: ./out }
  excelOut: { connector: excel, directory: ./out }
  payor:
    connector: payorcrm
    baseUrl: ${env.payor.env["PAYORCRM_URL"]}
    apiKey: \${PAYORCRM_API_KEY}
    apiSecret: \${PAYORCRM_API_SECRET}
    amountUnit: decimal
    rateLimit: { perSecond: 1000 }
  crm:
    connector: crmcom
    baseUrl: ${env.crm.env["CRMCOM_URL"]}
    webApiKey: \${CRMCOM_WEB_API_KEY}
    release: R13.0.0
    currency: EUR
    accounts: [ACR0000000001, ACR0000000002, ACR0000000003, ACR0000000004, ACR0000000005]
    rateLimit: { perSecond: 1000 }
  crmOut:
    connector: crmcom
    baseUrl: ${env.crmOut.env["CRMCOM_URL"]}
    webApiKey: \${CRMCOM_WEB_API_KEY}
    release: R13.0.0
    currency: EUR
    land: posted
    invoiceType: { name: Invoice }
    product: { code: SERVICE }
    paymentType: { name: Payment }
    paymentMethod: { name: Cash }
    rateLimit: { perSecond: 1000 }
  erply:
    connector: erplybooks
    baseUrl: ${env.erply.env["ERPLYBOOKS_URL"]}
    token: \${ERPLYBOOKS_TOKEN}
    since: "2025-01-01"
    until: "2027-12-31"
    rateLimit: { perSecond: 1000 }
  erplyOut:
    connector: erplybooks
    baseUrl: ${env.erplyOut.env["ERPLYBOOKS_URL"]}
    token: \${ERPLYBOOKS_TOKEN}
    usePartnerApi: true
    article: Service
    paymentAccount: "1020"
    rateLimit: { perSecond: 1000 }
`

const from: Readonly<Record<Source, (entity: Entity) => string>> = {
  csv: (entity) => `{ connection: files, stream: ${entity}s.csv }`,
  excel: (entity) => `{ connection: books, stream: "${entity}s.xlsx" }`,
  crmcom: (entity) => `{ connection: crm, stream: ${entity}s }`,
  erplybooks: (entity) => `{ connection: erply, stream: ${entity}s }`,
}

const to: Readonly<Record<Target, (entity: Entity) => string>> = {
  csv: (entity) => `{ connection: csvOut, stream: ${entity}s.csv }`,
  excel: (entity) => `{ connection: excelOut, stream: "${entity}s.xlsx#Out" }`,
  payorcrm: (entity) => `{ connection: payor, stream: ${entity}s }`,
  crmcom: (entity) => `{ connection: crmOut, stream: ${entity}s }`,
  erplybooks: (entity) => `{ connection: erplyOut, stream: ${entity}s }`,
}

/** Who the records are of over there. */
const customerIn: Readonly<Record<Target, string>> = {
  csv: "K-1",
  excel: "K-1",
  payorcrm: "K-1",
  crmcom: "ACR0000000001",
  erplybooks: "C0001",
}

const isFile = (source: Source): boolean => source === "csv" || source === "excel"

/** What is mapped: a file's columns, and what the target needs beside. */
const mapping = (entity: Entity, source: Source, target: Target): ReadonlyArray<string> => {
  const number = isFile(source) ? "string(record.Number)" : "model.number"
  if (entity === "customer") {
    return [
      `number: '"X-" + ${number}'`,
      ...(isFile(source) ? ["name: record.Name"] : []),
      `email: '"someone@example.com"'`,
    ]
  }
  const money = entity === "invoice" ? "total" : "amount"
  return [
    `number: '"X-" + ${number}'`,
    `customerNumber: '"${customerIn[target]}"'`,
    ...(isFile(source) ? [`${money}: 'money(record.Amount, "EUR")'`] : []),
    ...(entity === "invoice"
      ? [
          `issueDate: 'date("2026-03-01", "yyyy-MM-dd")'`,
          `dueDate: 'date("2026-04-01", "yyyy-MM-dd")'`,
          "lines: []",
          `tax: 'money("0", "EUR")'`,
        ]
      : [
          `receivedDate: 'date("2026-03-01", "yyyy-MM-dd")'`,
          `method: '"Cash"'`,
          target === "erplybooks" ? `allocations: [{ invoiceNumber: '"2026-0001"' }]` : "allocations: []",
        ]),
  ]
}

const pipelineFile = (env: Env, entity: Entity, source: Source, target: Target): string => `version: 1
name: every
connections:${connections(env)}
flows:
  one:
    from: ${from[source](entity)}
    to: ${to[target](entity)}
    entity: ${entity}
    where: ${source === "crmcom" && entity === "invoice" ? `'record.life_cycle_state == "POSTED"'` : "'true'"}
    map:
${mapping(entity, source, target)
  .map((line) => `      ${line}`)
  .join("\n")}
`

/** How many records, and what they come to in EUR. */
interface Total {
  readonly records: number
  readonly money: string
}

const totalOf = (amounts: ReadonlyArray<string>): Total => ({
  records: amounts.length,
  money: Decimals.toText(BigDecimal.sumAll(amounts.map((amount) => Decimals.parse(amount)!)), 2),
})

const columnOf = { customer: undefined, invoice: "total", payment: "amount" } as const

/** Reads a written file back by the connector that reads such files. */
const readBack = async (target: "csv" | "excel", entity: Entity, directory: string): Promise<Total> => {
  const connector: Connector = target === "csv" ? csv : excel
  const stream = target === "csv" ? `${entity}s.csv` : `${entity}s.xlsx#Out`
  const cells = Effect.gen(function* () {
    const settings = yield* Schema.decodeEffect(connector.settings)({ directory: "out" })
    const connection = yield* connector.open(settings, { connection: "back", baseDirectory: directory })
    const source = yield* connection.source!(stream)
    return yield* Stream.runCollect(Stream.flatMap(source.read(Option.none()), ({ rows }) => Stream.fromIterable(rows)))
  })
  const rows = await Effect.runPromise(Effect.provide(Effect.scoped(cells), platform))
  const column = columnOf[entity]
  return totalOf(
    rows.map((row) => {
      assert.property(row, "record")
      const value = column === undefined ? "0" : (row as { record: any }).record[column]
      return isCell(value) && typeof value !== "string" ? cellText(value) : String(value)
    }),
  )
}

/** What a source holds that is to arrive, counted without the connector that reads it. */
const held = (env: Env, entity: Entity, source: Source): Total => {
  if (isFile(source)) {
    const rows = tables[entity].slice(1)
    return totalOf(rows.map(([, amount]) => (entity === "customer" ? "0" : amount!)))
  }
  const kind = `${entity}s` as const
  const rows = (texts: Iterable<string>) => [...texts].map((text) => JSON.parse(text))
  if (source === "crmcom") {
    const { accountTexts, invoiceTexts, paymentTexts } = env.crm.sandbox
    const of = { customers: accountTexts, invoices: invoiceTexts, payments: paymentTexts }[kind](1000)
    const posted = rows(of).filter((row) => entity === "customer" || row.life_cycle_state === "POSTED")
    return totalOf(posted.map((row) => String(row.total_amount ?? row.payment_amount ?? 0)))
  }
  const { customerTexts, invoiceTexts, paymentTexts } = env.erply.sandbox
  const of = { customers: customerTexts, invoices: invoiceTexts, payments: paymentTexts }[kind](1000)
  return totalOf(rows(of).map((row) => String(row.sumWithVat ?? row.sumPaid ?? 0)))
}

/** What a stand-in or a file was given, counted by itself. */
const arrived = (env: Env, entity: Entity, target: Target, directory: string): Total | Promise<Total> => {
  switch (target) {
    case "csv":
    case "excel":
      return readBack(target, entity, directory)
    case "payorcrm": {
      const { customers, invoices, amounts } = env.payor.state()
      return entity === "customer"
        ? { records: customers, money: "0.00" }
        : { records: invoices, money: totalOf([amounts["EUR"] ?? "0"]).money }
    }
    case "crmcom":
      return env.crmOut.written(entity === "invoice" ? "invoices" : "payments")
    case "erplybooks":
      return env.erplyOut.written(`${entity}s`)
  }
}

describe("every source into every destination", () => {
  let env: Env
  let directory: string
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "waybill-every-"))
    const [crm, crmOut, payor, erply, erplyOut] = await Promise.all([
      startCrmCom(),
      startCrmCom(),
      startSandbox({ unknownCustomer: "store" }),
      startErplyBooks(),
      startErplyBooks({ partnerApi: "on" }),
    ])
    env = { crm, crmOut, payor, erply, erplyOut }
  })
  afterEach(async () => {
    await Promise.all(Object.values(env).map((running) => running.stop()))
    rmSync(directory, { recursive: true, force: true })
  })

  const writeInputs = async (entity: Entity): Promise<void> => {
    const [header, ...rows] = tables[entity]
    mkdirSync(join(directory, "in"))
    mkdirSync(join(directory, "out"))
    writeFileSync(
      join(directory, "in", `${entity}s.csv`),
      `${[header, ...rows].map((row) => row!.join(",")).join("\n")}\n`,
    )
    await Effect.runPromise(
      writeWorkbook(join(directory, "in", `${entity}s.xlsx`), [{ name: "In", header: header!, rows }]).pipe(
        Effect.provide(platform),
      ),
    )
  }

  const run = (text: string) => {
    const file = join(directory, "waybill.yaml")
    writeFileSync(file, text)
    const variables = { ...env.payor.env, ...env.crm.env, ...env.erply.env }
    const program = Effect.flatMap(openPipeline(file, { ...composition, environment: variables }), (open) =>
      runPipeline(open, { version: "0.0.0-test" }),
    ).pipe(
      Effect.scoped,
      Effect.map(({ summary }) => summary),
    )
    const ledger = layerSqlite({ directory: join(directory, ".waybill") })
    return Effect.runPromise(program.pipe(Effect.provide(Layer.provideMerge(ledger, platform))))
  }

  for (const entity of ["customer", "invoice", "payment"] as const) {
    for (const source of sources) {
      for (const target of targets[entity]) {
        it(`${entity}s: ${source} to ${target}`, async () => {
          await writeInputs(entity)
          const expected = held(env, entity, source)
          const text = pipelineFile(env, entity, source, target)
          const summary = await run(text)
          const flow = summary.flows["one"]!
          assert.strictEqual(summary.outcome, "complete", JSON.stringify(summary))
          assert.isAbove(expected.records, 2)
          assert.deepStrictEqual(
            { records: flow.confirmed, money: flow.money["EUR"]?.confirmed ?? "0.00" },
            expected,
            "what the source holds",
          )
          assert.deepStrictEqual(await arrived(env, entity, target, directory), expected)
          const again = (await run(text)).flows["one"]!
          assert.deepInclude(again, { confirmed: 0, unchanged: flow.confirmed, skipped: flow.skipped })
        })
      }
    }
  }
})
