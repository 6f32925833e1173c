/** The JSON Schema for editors says the same as the reader. */
import { assert, describe, it } from "@effect/vitest"
import { Ajv2020 } from "ajv/dist/2020.js"
import { Predicate } from "effect"
import { parse } from "yaml"

import { pipelineJsonSchema } from "../src/file/JsonSchema.ts"
import { demo, folder } from "./support/connector.ts"
import { example } from "./support/read.ts"

const schema = pipelineJsonSchema([demo, folder, { ...folder, name: "csv" }])
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(
  schema,
)

const errorsOf = (text: string): ReadonlyArray<string> => {
  validate(parse(text))
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)
}

const sound = `
version: 1
name: open-invoices-to-demo
connections:
  exports: { connector: folder, directory: ./data }
  target:
    connector: demo
    baseUrl: https://\${HOST}/api
    apiKey: \${API_KEY}
    password: \${PASSWORD}
    rateLimit: { perSecond: 5 }
    insecure: \${INSECURE}
    unit: decimal
    accounts: ["1", "2"]
  other: { connector: "@acme/waybill-other", anything: [1] }
state: ./.waybill
tables:
  terms: ./terms.csv
  regions: { "01": North, "02": 5 }
flows:
  customers:
    from: { connection: exports, stream: customers.csv }
    to: { connection: target, stream: customers }
    where: record.Status != "closed"
    distinct: first
    map:
      number: record["Customer No"]
      billingAddress: { line1: record.Street }
  invoices:
    after: [customers]
    entity: invoice
    from: { connection: exports, stream: invoices.csv }
    to: { connection: target, stream: invoices }
    map:
      number: record["Invoice No"]
      total: 5.10
      lines:
        - { description: record.What, quantity: 1 }
    set:
      paymentTerms: '"NET30"'
      nested: { a: [{ b: c }] }
  more:
    from: { connection: other, stream: x }
    to: { connection: target, stream: y }
    map:
`

describe("the JSON Schema", () => {
  it("takes a sound file", () => assert.deepStrictEqual(errorsOf(sound), []))

  it("takes the example of the guide", () => assert.deepStrictEqual(errorsOf(example), []))

  const mistakes: ReadonlyArray<readonly [from: string, to: string, error: string]> = [
    ["version: 1", "version: 2", "/version enum"],
    ["name: open-invoices-to-demo", "name: a b", "/name pattern"],
    ["state:", "sttae:", " additionalProperties"],
    ["  customers:\n", "  a b:\n", "/flows additionalProperties"],
    ["after: [customers]", "after: customers", "/flows/invoices/after anyOf"],
    ["distinct: first", "distinct: last", "/flows/customers/distinct enum"],
    ["entity: invoice", "entity: invoices", "/flows/invoices/entity enum"],
    ["stream: x }", "strem: x }", "/flows/more/from additionalProperties"],
    ["line1:", "lin1:", "/flows/customers/map/billingAddress additionalProperties"],
    ["total:", "amount:", "/flows/invoices/map additionalProperties"],
    ["quantity:", "qty:", "/flows/invoices/map/lines/0 additionalProperties"],
    ["apiKey: ${API_KEY}", "apiKey: secret", "/connections/target/apiKey pattern"],
    ["apiKey: ${API_KEY}", "password: ${X}", "/connections/target required"],
    ["perSecond: 5", "perSecond: 500", "/connections/target/rateLimit/perSecond maximum"],
    ["unit: decimal", "unit: dec", "/connections/target/unit enum"],
    ["directory:", "dir:", "/connections/exports additionalProperties"],
    ['{ connector: "@acme/waybill-other", anything: [1] }', "{}", "/connections/other required"],
  ]
  for (const [from, to, error] of mistakes) {
    it(`refuses ${to.trim()}`, () => {
      assert.include(sound, from)
      assert.include(errorsOf(sound.replace(from, () => to).replace("    password: ${PASSWORD}\n", "")), error)
    })
  }

  it("lets a variable stand for a number, a word and a Boolean", () => {
    const text = sound.replace("perSecond: 5", 'perSecond: "${N}"').replace("unit: decimal", "unit: ${UNIT}")
    assert.deepStrictEqual(errorsOf(text), [])
    assert.isNotEmpty(errorsOf(sound.replace("perSecond: 5", 'perSecond: "5"')))
  })

  it("describes every key, for the editor to show", () => {
    const silent: Array<string> = []
    const entries = (value: unknown) => (Predicate.isObjectOrArray(value) ? Object.entries(value) : [])
    const isDescribed = (value: unknown): boolean =>
      entries(value).some(
        ([key, each]) =>
          key === "description" || (key === "allOf" && entries(each).some(([, part]) => isDescribed(part))),
      )
    const visit = (value: unknown, path: string): void => {
      for (const [key, each] of entries(value)) {
        // What `then` says of a key again is said of it in the base already.
        const isAgain = each === true || (path.endsWith("/then/properties") && key === "map")
        const isKey = path.endsWith("/properties") && !path.includes("/if/")
        if (isKey && !isAgain && !isDescribed(each)) silent.push(`${path}/${key}`)
        visit(each, `${path}/${key}`)
      }
    }
    visit(schema, "")
    assert.deepStrictEqual(silent, [])
  })

  it("keeps no secret's default and names the connectors", () => {
    const text = JSON.stringify(schema)
    assert.include(text, '"const":"demo"')
    assert.include(text, "A connector for tests")
    assert.deepStrictEqual(JSON.parse(text), schema)
  })
})
