/**
 * Connectors and transforms of people's own, found from the pipeline file's folder by the command as it is installed: it holds its
 * own copies of effect and of Waybill's packages, and they bring theirs.
 */
import { mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

import { rolldown } from "rolldown"
import { afterAll, assert, beforeAll, describe, it } from "vitest"

import { Folder, waybillIn } from "./support/cli.ts"

const packages = join(import.meta.dirname, "../../../packages")

/** What `npm install` would bring. */
const entries = {
  "@waybill/model": "model/src/index.ts",
  "@waybill/connector": "connector/src/index.ts",
  "@waybill/pipeline/transform": "pipeline/src/Transform.ts",
}

const install = async (folder: Folder): Promise<void> => {
  for (const [name, entry] of Object.entries(entries)) {
    const build = await rolldown({ input: join(packages, entry), platform: "node", external: [/^effect/, /^@waybill/] })
    await build.write({ file: join(folder.path, "node_modules", name, "index.js") })
    await build.close()
    const manifest = { name, version: "0.1.0", type: "module", exports: { ".": { import: "./index.js" } } }
    folder.write(`node_modules/${name}/package.json`, JSON.stringify(manifest))
  }
  const pipeline = { name: "@waybill/pipeline", type: "module", exports: { "./transform": "./transform/index.js" } }
  folder.write("node_modules/@waybill/pipeline/package.json", JSON.stringify(pipeline))
  const effect = dirname(createRequire(import.meta.url).resolve("effect/package.json"))
  symlinkSync(realpathSync(effect), join(folder.path, "node_modules/effect"))
}

/** A system of somebody's own, typed to its money, its dates and its secret. */
const connector = `
import { appendFileSync } from "node:fs"
import { makeConnector } from "@waybill/connector"
import { CalendarDate, CalendarDateSchema, Money, MoneySchema } from "@waybill/model"
import { BigDecimal, Effect, Option, Redacted, Result, Schema, Stream } from "effect"

const Bill = Schema.Struct({
  id: Schema.NonEmptyString,
  who: Schema.String,
  sum: MoneySchema,
  due: CalendarDateSchema,
  rate: Schema.BigDecimal,
  remark: Schema.optionalKey(Schema.NonEmptyString),
})
const Kept = Schema.Struct({
  number: Schema.NonEmptyString,
  sum: Schema.BigDecimalFromString,
  tax: Schema.optionalKey(Schema.BigDecimalFromString),
  pages: Schema.optionalKey(Schema.FiniteFromString.check(Schema.isInt())),
})
const bill = (id: string, cents: bigint, day: number) => ({
  id, who: "C1", sum: new Money(BigDecimal.make(cents, 2), "EUR"), due: new CalendarDate(2026, 11, day), rate: BigDecimal.make(20n, 0),
})

export default makeConnector({
  name: "bills",
  title: "Bills",
  description: "Bills of our own",
  settings: Schema.Struct({
    token: Schema.RedactedFromValue(Schema.NonEmptyString.annotate({ description: "Token" })),
    pages: Schema.Finite.annotate({ description: "Pages" }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  }),
  streams: [{ name: "bills", description: "Bills", source: true, target: true, entity: "invoice" }],
  errors: [],
  open: ({ token, pages }, { baseDirectory }) =>
    Effect.succeed({
      check: Effect.succeed([]),
      destination: () =>
        Effect.succeed({
          entity: "invoice",
          target: "bills",
          record: Kept,
          requires: [],
          fromModel: ({ number, total }) => Result.succeed({ number, sum: total.amount }),
          key: ({ number }) => number,
          batch: { records: 10, bytes: 10_000, inFlight: 1 },
          repeat: "upsert",
          deliver: (batch) =>
            Effect.sync(() => {
              appendFileSync(baseDirectory + "/kept.txt", batch.map(({ json }) => Buffer.from(json).toString()).join("\\n"))
              return { outcomes: batch.map(({ key }) => ({ _tag: "Confirmed", targetId: key })) }
            }),
        }),
      source: () =>
        Effect.succeed({
          record: Bill,
          entity: "invoice",
          toModel: (record: typeof Bill.Type) =>
            Result.succeed({ number: record.id, customerNumber: record.who, total: record.sum, dueDate: record.due }),
          read: () =>
            Redacted.value(token) === "right-token" && pages === 1
              ? Stream.make({ rows: [{ row: 1, record: bill("B1", 1050n, 3) }, { row: 2, record: bill("B2", 99n, 4) }], cursor: "1" })
              : Stream.empty,
        }),
    }),
})
`

const transform = `
import { transform } from "@waybill/pipeline/transform"
import { MoneySchema } from "@waybill/model"
import { Schema } from "effect"
import { prefix } from "./prefix.ts"

const Bill = Schema.Struct({
  id: Schema.NonEmptyString,
  sum: MoneySchema,
  remark: Schema.optionalKey(Schema.NonEmptyString),
})

export default transform({ entity: "invoice", record: Bill }, (bill, model) => {
  if (bill.id === "B2") throw new TypeError(bill.id)
  return { ...model!, number: prefix + bill.id, total: bill.sum }
})
`

const fileOf = (name: string, flow: string) => `version: 1
name: plugins
connections:
  bills: { connector: "${name}", token: "\${TOKEN}" }
  out: { connector: csv, directory: ./out }
flows:
  invoices:
    from: { connection: bills, stream: bills }
    to: { connection: out, stream: bills.csv }
${flow.replace(/^/gm, "    ")}
`

describe("a connector and a transform of one's own", () => {
  const folder = new Folder()
  const waybill = waybillIn(folder.path, { TOKEN: "right-token" })
  beforeAll(async () => {
    await install(folder)
    folder.write("bills.ts", connector)
    folder.write("invoice.ts", transform)
    folder.write("prefix.ts", 'export const prefix: string = "X-"\n')
    const manifest = { name: "acme-bills", type: "module", exports: { import: "./index.js" } }
    folder.write("node_modules/acme-bills/package.json", JSON.stringify(manifest))
    const build = await rolldown({ input: join(folder.path, "bills.ts"), platform: "node", external: /^[^./]/ })
    await build.write({ file: join(folder.path, "node_modules/acme-bills/index.js") })
    await build.close()
    mkdirSync(join(folder.path, "out"))
  })
  afterAll(() => folder.remove())

  const run = async (name: string, flow: string, ...more: ReadonlyArray<string>) => {
    folder.write("waybill.yaml", fileOf(name, flow))
    const ended = await waybill("run", "--json", ...more)
    assert.notInclude(ended.stdout + ended.stderr, "right-token")
    return { ...ended, said: JSON.parse(ended.stdout || "{}") }
  }
  const written = () => readFileSync(join(folder.path, "out/bills.csv"), "utf8")

  it("is found as a package whose exports are for `import` alone, and its money and dates are understood", async () => {
    const { code, said, stderr } = await run(
      "acme-bills",
      `map: { note: string(record.due) + " " + string(record.rate) }`,
    )
    assert.strictEqual(code, 0, stderr + JSON.stringify(said))
    assert.deepInclude(said.flows.invoices, { read: 2, confirmed: 2 })
    assert.strictEqual(said.flows.invoices.money.EUR.confirmed, "11.49")
    assert.match(written(), /B1,C1,10\.50,.*2026-11-03/)
    assert.include(written(), "2026-11-03 20")
  })

  it("is found beside the file, and a transform's failure is the record's, with its place in the module", async () => {
    const { code, said } = await run("./bills.ts", 'transform: ./invoice.ts\nwhere: model.total > money("0", "EUR")')
    assert.strictEqual(code, 4, JSON.stringify(said))
    assert.deepInclude(said.flows.invoices, { read: 2, confirmed: 1, invalid: 1 })
    assert.match(written(), /X-B1,C1,10\.50/)
    const rejects = JSON.parse((await waybill("rejects", "list", "--json")).stdout).rejects
    assert.strictEqual(rejects[0].issues[0].message, "the flow's transform threw TypeError at invoice.ts:14:31")
  })

  it("is a target, whose records are written as its own schema says", async () => {
    folder.write(
      "waybill.yaml",
      fileOf("./bills.ts", "set: { pages: '7' }").replace(
        "connection: out, stream: bills.csv",
        "connection: bills, stream: kept",
      ),
    )
    const ended = await waybill("run", "--json")
    assert.strictEqual(ended.code, 0, ended.stdout + ended.stderr)
    assert.strictEqual(
      readFileSync(join(folder.path, "kept.txt"), "utf8"),
      `{"number":"B1","sum":"10.5","pages":"7"}\n{"number":"B2","sum":"0.99","pages":"7"}`,
    )
    const shown = await waybill("preview", "--json")
    assert.include(shown.stdout.replaceAll(/\s/g, ""), '"target":{"number":"B1","sum":"10.5","pages":"7"}')
  })

  it("counts with the plan: another text of what it imports, too, refuses it", async () => {
    folder.write("waybill.yaml", fileOf("./bills.ts", "transform: ./invoice.ts"))
    const { id } = JSON.parse((await waybill("plan", "--json")).stdout)
    folder.write("prefix.ts", 'export const prefix: string = "Y-"\n')
    const refused = await waybill("run", "--plan", id)
    assert.strictEqual(refused.code, 2)
    assert.include(refused.stderr, "transform of invoices")
  })

  it("is refused where it is not there, and where it can't be loaded, at its line", async () => {
    const { said } = await run("acme-absent", "transform: ./absent.ts")
    const [{ message, place }] = said.error.diagnostics
    assert.include(message, "'acme-absent' can't be loaded: it is not there")
    assert.deepStrictEqual(place, { file: "waybill.yaml", line: 4, column: 23 })
    folder.write("broken.ts", "export default enum {\n")
    const broken = (await run("./broken.ts", "transform: ./invoice.ts")).said.error.diagnostics[0]
    assert.include(broken.message, "'./broken.ts' can't be loaded: ")
    folder.write("needs.ts", 'import { nothing } from "acme-absent"\nexport default nothing\n')
    const needs = (await run("./bills.ts", "transform: ./needs.ts")).said.error.diagnostics[0]
    assert.include(needs.message, "it imports 'acme-absent', which is not there")
    assert.strictEqual(needs.code, "WB-FILE-TRANSFORM")
  })

  it("that dies is told as such, and `--log-level debug` says of what, on stderr", async () => {
    folder.write(
      "dies.ts",
      [
        'import { Effect } from "effect"',
        'import bills from "./bills.ts"',
        'export default { ...bills, open: () => Effect.die(new Error("out of ink")) }',
      ].join("\n"),
    )
    const quiet = await run("./dies.ts", "transform: ./invoice.ts")
    assert.strictEqual(quiet.said.error.code, "WB-BUG")
    assert.notInclude(quiet.stderr, "out of ink")
    const loud = await run("./dies.ts", "transform: ./invoice.ts", "--log-level", "debug")
    assert.strictEqual(loud.said.error.code, "WB-BUG")
    assert.include(loud.stderr, "out of ink")
  })

  it("is refused where it is built with another effect", async () => {
    const other = new Folder()
    try {
      other.write("node_modules/effect/package.json", JSON.stringify({ name: "effect", version: "3.21.0" }))
      other.write("old.js", "export default { specVersion: 'connector/v1' }\n")
      other.write("waybill.yaml", fileOf("./old.js", ""))
      const { stdout } = await waybillIn(other.path, { TOKEN: "x" })("check", "--json")
      assert.include(stdout, "built with effect 3.21.0, this Waybill with effect 4.1")
    } finally {
      other.remove()
    }
  })
})
