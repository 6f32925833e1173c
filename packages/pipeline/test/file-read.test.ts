import { createHash } from "node:crypto"

import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { parse } from "yaml"

import { readDotEnv } from "../src/file/dotEnv.ts"
import { type FieldMap, isExpression } from "../src/file/Pipeline.ts"
import { example as guide, field, read, short, sound } from "./support/read.ts"

const environment = { PAYORCRM_API_KEY: "k-1", PAYORCRM_API_SECRET: "s-1", PER_SECOND: "5", NAME: "north" }

const example = `version: 1
name: open-invoices

connections:
  exports: { connector: csv, directory: ./data }
  collections:
    connector: payorcrm
    baseUrl: https://\${NAME}.example/\${NAME}?a=$\${NAME}
    apiKey: \${PAYORCRM_API_KEY}
    rateLimit: { perSecond: "\${PER_SECOND}" }
    accounts: [ "\${NAME}", 007, "7" ]

tables:
  regions: { "01": North, 02: South, yes: 1.50 }
  terms: ./terms.csv

flows:
  invoices:
    after: [customers]
    from: { connection: exports, stream: "\${NAME}.csv" }
    to:   { connection: collections, stream: invoices }
    entity: invoice
    map:
      number: record["Invoice No"]
      total: 5.10
      lines:
        - number: "'1'"
        - description: record.\${NAME}
    set:
      paymentTerms: '"NET30"'
  customers:
    from: { connection: exports, stream: customers.csv }
    to:   { connection: collections, stream: customers }
    where: record.Status != "closed"
    distinct: first
    map:
      number: record["Customer No"]
      billingAddress: { line1: record.Street, city: record.City }
    set:
`

const textOf = (value: FieldMap): string => (isExpression(value) ? value.text : "")

describe("a sound pipeline file", () => {
  const pipeline = sound(example, environment)

  it("has its name, folder, ledger and hash", () => {
    assert.strictEqual(pipeline.name, "open-invoices")
    assert.strictEqual(pipeline.directory, "/srv/etl")
    assert.strictEqual(pipeline.state, "/srv/etl/.waybill")
    assert.strictEqual(pipeline.hash, createHash("sha256").update(example).digest("hex"))
    assert.strictEqual(sound(`${example}state: ../books\n`, environment).state, "/srv/books")
    assert.strictEqual(sound(`${example}state: /var/\${NAME}\n`, environment).state, "/var/north")
  })

  it("has connections, with variables filled in, and says which settings were one variable and nothing else", () => {
    const spec = pipeline.connections.get("collections")!
    assert.strictEqual(spec.connector.value, "payorcrm")
    assert.deepStrictEqual(spec.settings, {
      baseUrl: "https://north.example/north?a=${NAME}",
      apiKey: "k-1",
      rateLimit: { perSecond: "5" },
      accounts: ["north", 7, "7"],
    })
    assert.deepStrictEqual([...spec.fromEnvironment], ["apiKey", "rateLimit.perSecond", "accounts.0"])
    assert.deepInclude(spec.place, { line: 6, column: 3 })
    assert.deepInclude(spec.settingPlace(["rateLimit", "perSecond"]), { line: 10, column: 29 })
    assert.deepInclude(spec.settingKeyPlace(["rateLimit", "perSecond"]), { line: 10, column: 18 })
    assert.deepInclude(spec.settingPlace(["accounts", 2]), { line: 11, column: 33 })
  })

  it("runs flows after what `after` names, otherwise as written", () => {
    assert.deepStrictEqual(
      pipeline.flows.map(({ name }) => name),
      ["customers", "invoices"],
    )
    const chain = sound(
      example.replace(
        "flows:\n",
        "flows:\n  z: { after: [a], from: { connection: exports, stream: z }, to: { connection: collections, stream: z } }\n  a: { from: { connection: exports, stream: a }, to: { connection: collections, stream: a } }\n",
      ),
      environment,
    )
    assert.deepStrictEqual(
      chain.flows.map(({ name }) => name),
      ["a", "z", "customers", "invoices"],
    )
  })

  it("has flows with both ends, expressions, structs and lists", () => {
    const [customers, invoices] = pipeline.flows
    assert.strictEqual(customers!.distinct, "first")
    assert.strictEqual(customers!.where!.text, 'record.Status != "closed"')
    assert.strictEqual(customers!.set.fields.size, 0)
    const address = field(customers!.map, "billingAddress")
    assert.isTrue("fields" in address)
    assert.deepStrictEqual("fields" in address ? [...address.fields.keys()] : [], ["line1", "city"])
    assert.strictEqual(invoices!.entity!.value, "invoice")
    assert.strictEqual(invoices!.from.stream.value, "north.csv")
    assert.deepInclude(invoices!.from.stream.place, { line: 20, column: 42 })
    assert.deepInclude(invoices!.map.fields.get("total")!.key, { line: 25, column: 7 })
    assert.strictEqual(textOf(field(invoices!.map, "total")), "5.10")
    assert.strictEqual(textOf(field(invoices!.set, "paymentTerms")), '"NET30"')
    const lines = field(invoices!.map, "lines")
    assert.isTrue(Array.isArray(lines) && !isExpression(lines))
    assert.strictEqual(Array.isArray(lines) ? textOf(field(lines[0], "number")) : "", "'1'")
  })

  it("leaves ${…} in expressions alone", () => {
    const lines = field(pipeline.flows[1]!.map, "lines")
    assert.strictEqual(Array.isArray(lines) ? textOf(field(lines[1], "description")) : "", "record.${NAME}")
  })

  it("has tables as text, digit for digit, or as a path", () => {
    const regions = pipeline.tables.get("regions")!
    assert.deepStrictEqual(regions._tag === "Inline" ? [...regions.rows] : [], [
      ["01", "North"],
      ["02", "South"],
      ["yes", "1.50"],
    ])
    assert.deepInclude(pipeline.tables.get("terms")!, { _tag: "File", path: "./terms.csv" })
  })

  it("may be JSON, with tabs too", () => {
    const json = JSON.stringify(parse(example), null, "\t")
    const fromJson = sound(json, environment)
    assert.deepStrictEqual(
      fromJson.flows.map(({ name }) => name),
      ["customers", "invoices"],
    )
    assert.strictEqual(fromJson.connections.get("collections")!.settings["apiKey"], "k-1")
  })

  it("may name a map once and use it again", () => {
    const shared = example
      .replace('map:\n      number: record["Customer', 'map: &all\n      number: record["Customer')
      .replace("flows:\n", "flows:\n  # alias below\n")
    const twice = `${shared}  more:\n    from: { connection: exports, stream: more.csv }\n    to: { connection: collections, stream: more }\n    map: *all\n`
    const flows = sound(twice, environment).flows
    assert.strictEqual(textOf(field(flows.at(-1)!.map, "number")), 'record["Customer No"]')
  })

  it("may leave map, set, after and tables empty", () => {
    const empty =
      "version: 1\nname: x\nconnections: { a: { connector: csv } }\ntables:\nflows:\n  f:\n    after:\n    from: { connection: a, stream: a }\n    to: { connection: a, stream: b }\n    map:\n    set:\n"
    assert.strictEqual(sound(empty).flows[0]!.map.fields.size, 0)
  })

  it("is warned of a connection that no flow uses", () => {
    const result = Result.getOrThrow(
      read(example.replace("tables:", "  spare: { connector: csv }\ntables:"), environment),
    )
    assert.deepStrictEqual(result.warnings.map(short), ["13:3 WB-FILE-UNUSED"])
    assert.strictEqual(result.warnings[0]!.severity, "warning")
    assert.deepStrictEqual(Result.getOrThrow(read(example, environment)).warnings, [])
  })
})

describe("the example of the guide", () => {
  it("is sound", () => {
    const { flows, connections } = sound(guide, { PAYORCRM_API_KEY: "k", PAYORCRM_API_SECRET: "s" })
    assert.deepStrictEqual([...connections.keys()], ["exports", "collections"])
    assert.deepStrictEqual(
      flows.map(({ name }) => name),
      ["customers", "invoices"],
    )
    assert.strictEqual(textOf(field(flows[1]!.map, "dueDate")), 'date(record.Due, "dd/MM/yyyy")')
  })
})

describe(".env", () => {
  it("is read as Node reads it", () => {
    assert.deepEqual(
      readDotEnv("\uFEFF# a comment\nA=1\nexport B = two \nC=\"a\nb\"\nD='$x #1' # comment\nbroken line\nE=\n"),
      {
        A: "1",
        B: "two",
        C: "a\nb",
        D: "$x #1",
        E: "",
      },
    )
    assert.deepEqual(readDotEnv(""), {})
  })
})
