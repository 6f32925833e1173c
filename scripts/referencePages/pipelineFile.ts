/** The reference of the pipeline file: every key from the JSON Schema, which is made of the schema that reads the file. */
import { connectors } from "../../apps/waybill/src/connectors.ts"
import { pipelineJsonSchema } from "../../packages/pipeline/src/index.ts"
import { blocks, code, table } from "../connectorPages/markdown.ts"

/** A JSON Schema, or a part of one. */
interface Part {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly default?: string | number | boolean
  readonly enum?: ReadonlyArray<unknown>
  readonly items?: Part
  readonly anyOf?: ReadonlyArray<Part>
  readonly allOf?: ReadonlyArray<Part>
  readonly properties?: Readonly<Record<string, Part>>
  readonly patternProperties?: Readonly<Record<string, Part>>
  readonly additionalProperties?: Part | boolean
  readonly required?: ReadonlyArray<string>
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the schema's maker yields is a JSON Schema
const { $defs: definitions } = pipelineJsonSchema(connectors) as { readonly $defs: Readonly<Record<string, Part>> }

const links: Readonly<Record<string, string>> = {
  Connection: "[connection](#a-connection)",
  Flow: "[flow](#a-flow)",
  SourceRef: "[source](#from)",
  StreamRef: "[target](#to)",
  Table: "[table](#tables)",
  Expression: "[expression](expressions.md)",
  Fields: "map of fields to [expressions](expressions.md)",
  "map.any": "map of the [model's](model.md) fields to [expressions](expressions.md)",
}

/** With its ending inside of a link. */
const plural = (words: string): string => (words.includes("](") ? words.replace("](", "s](") : `${words}s`)

const oneOf = (parts: ReadonlyArray<Part>): string => parts.map(typeOf).filter(Boolean).join(" or ")

/** A type in words. */
const typeOf = (part: Part): string => {
  const name = part.$ref?.replace("#/$defs/", "")
  if (name !== undefined) return links[name] ?? name
  if (part.enum !== undefined) return part.enum.map((value) => code(String(value))).join(", ")
  if (part.anyOf !== undefined) return oneOf(part.anyOf)
  if (part.allOf !== undefined) return oneOf(part.allOf)
  if (part.type === "null") return ""
  if (part.type === "array") return part.items === undefined ? "list" : `list of ${plural(typeOf(part.items))}`
  if (part.type !== "object") return part.type === "string" ? "text" : (part.type ?? "")
  const [inside] = Object.values(part.patternProperties ?? {})
  const value = inside ?? part.additionalProperties
  return typeof value === "object" ? `map of names to ${plural(typeOf(value))}` : "map"
}

const descriptionOf = ({ description, allOf = [] }: Part): string =>
  description ?? allOf.map(descriptionOf).find((found) => found !== "") ?? ""

/** A key of each part of the file, as it stands there. */
export const examples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  PipelineFile: {
    version: "version: 1",
    name: "name: open-invoices",
    connections: "connections: { exports: { connector: csv } }",
    state: "state: ./.waybill",
    tables: 'tables: { terms: { "30": NET30 } }',
    flows: "flows: { customers: { from: …, to: … } }",
  },
  Flow: {
    after: "after: [customers]",
    from: "from: { connection: exports, stream: invoices.csv }",
    to: "to: { connection: books, stream: invoices }",
    entity: "entity: invoice",
    where: 'where: record.Status != "closed"',
    transform: "transform: ./invoice.ts",
    map: "map: { number: record.Number }",
    set: "set: { paymentTerms: record.Terms }",
    match: "match: [number, email]",
    contract: "contract: strict",
    distinct: "distinct: first",
  },
  SourceRef: {
    connection: "connection: exports",
    stream: 'stream: "invoices-*.csv"',
    read: "read: incremental",
  },
  StreamRef: { connection: "connection: books", stream: "stream: invoices" },
}

const neededOf = (key: string, part: Part, { required = [] }: Part): string => {
  if (required.includes(key)) return "**needed**"
  return part.default === undefined ? "" : code(String(part.default))
}

/** The keys of a definition, each with type, default, meaning and example. */
export const keysOf = (name: string): ReadonlyArray<string> => Object.keys(definitions[name]?.properties ?? {})

const keyTable = (name: string): string => {
  const definition = definitions[name]!
  return table(
    ["key", "type", "default", "what it is", "example"],
    Object.entries(definition.properties ?? {}).map(([key, part]) => [
      code(key),
      typeOf(part),
      neededOf(key, part, definition),
      descriptionOf(part),
      examples[name]?.[key] === undefined ? "" : code(examples[name][key]),
    ]),
  )
}

const intro = `Every key of \`waybill.yaml\`; JSON works too. [The pipeline file](../pipeline-file.md) is the introduction, and [waybill.schema.json](waybill.schema.json) the JSON Schema that
lets an editor complete and check the file; \`waybill init\` writes it beside a new one. A key that is not listed here is an error with its place and, where one is near, what was meant.`

const connection = `\`connector\` says which; the other keys are its settings: ${connectors
  .map(({ name }) => `[\`${name}\`](../connectors/${name}.md#settings)`)
  .join(", ")}.`

const variables = `\`\${NAME}\` in a value reads the environment, or a file \`.env\` beside the pipeline file. A secret is only ever written like that: as text it is an error
([\`WB-FILE-LITERAL-SECRET\`](../errors/WB-FILE-LITERAL-SECRET.md)).`

const map = `Fields of the [model](model.md), each an [expression](expressions.md). An address is a map of its own, \`lines\` and \`allocations\` are lists of maps. Between two systems a connector has
made the model already: only what differs is written.

\`\`\`yaml
map:
  number: record.Number
  customerNumber: record.Customer
  total: money(record.Amount, "EUR")
  lines:
    - description: record.Text
      net: money(record.Net, "EUR")
\`\`\``

const set = `Fields of the target's own record that the model has no word for, under the names that the target gives them: the [page of each connector](../README.md#connectors) has them.`

const tables = `For \`lookup(table, key)\`: a map of keys to values, or the path of a CSV file with two columns and a header row, relative to the pipeline file.

\`\`\`yaml
tables:
  terms: { "30": NET30, "14": NET14 }
  countries: ./countries.csv
\`\`\``

export const pipelineFilePage = (): string =>
  blocks(
    "# Every key of the pipeline file",
    intro,
    "## The file",
    keyTable("PipelineFile"),
    "## A connection",
    connection,
    table(
      ["key", "type", "default", "what it is", "example"],
      [
        [
          "`connector`",
          "text",
          "**needed**",
          descriptionOf(definitions["Connection"]!.properties!["connector"]!),
          "`connector: csv`",
        ],
      ],
    ),
    variables,
    "## A flow",
    keyTable("Flow"),
    "### `from`",
    keyTable("SourceRef"),
    "[Reading on](../records.md#reading-on) says what `read: incremental` does with each source.",
    "### `to`",
    keyTable("StreamRef"),
    "### `map`",
    map,
    "### `set`",
    set,
    "### `match`",
    "[Records that the target has already](../guides/matching.md) says how each rule compares.",
    "## Tables",
    tables,
  )
