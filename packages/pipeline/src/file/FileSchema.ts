/**
 * What stands in a pipeline file, before it is looked at closely: the one source of the checks when it is read and of the
 * JSON Schema that editors show.
 */
import { entities } from "@waybill/model"
import { Schema } from "effect"

/** Names become keys of reports and parts of file names. */
const Name = Schema.String.check(
  Schema.isPattern(/^[A-Za-z][A-Za-z0-9_-]{0,99}$/u, {
    expected: "a name of letters, digits, - and _ that begins with a letter",
  }),
)

const words = (expected: string) => Schema.String.check(Schema.isNonEmpty({ expected }))
const Words = words("text")

/** CEL; a number or Boolean may stand without quotes. */
export const Expression = Schema.Union([words("an expression"), Schema.Finite, Schema.Boolean]).annotate({
  identifier: "Expression",
  expected: "an expression",
  description:
    "An expression in CEL over `record` (the source's own record) and `model`, such as lower(trim(record.Email))",
})

export type FieldMap = Schema.Schema.Type<typeof Expression> | Fields | ReadonlyArray<Fields>
export interface Fields {
  readonly [field: string]: FieldMap
}

const FieldMap: Schema.Codec<FieldMap> = Schema.suspend(() =>
  Schema.Union([Expression, Fields, Schema.Array(Fields)]).annotate({
    identifier: "FieldMap",
    expected: "an expression, a map of fields, or a list of maps",
  }),
)

const Fields: Schema.Codec<Fields> = Schema.Record(Schema.String, FieldMap).annotate({
  identifier: "Fields",
  expected: "a map of fields to expressions",
})

const optionalFields = (description: string) => Schema.optionalKey(Schema.NullOr(Fields).annotate({ description }))

const streamRef = {
  connection: Words.annotate({ description: "The name of a connection of this file" }),
  stream: Words.annotate({
    description: "A file name, a sheet, or the system's own name for a kind of record; `waybill connectors` lists them",
  }),
}
const StreamRef = Schema.Struct(streamRef).annotate({ identifier: "StreamRef", expected: "a connection and a stream" })

const SourceRef = Schema.Struct({
  ...streamRef,
  read: Schema.optionalKey(
    Schema.Literals(["full", "incremental"]).annotate({
      description:
        "`full`: from the start, each time. `incremental`: on from where everything was settled, as far as the source can",
      default: "full",
    }),
  ),
}).annotate({ identifier: "SourceRef", expected: "a connection and a stream" })

const Flow = Schema.Struct({
  after: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Words)).annotate({
      expected: "a list of flows, such as [customers]",
      description: "Flows that must be done before this one begins",
    }),
  ),
  from: SourceRef.annotateKey({ description: "Where the records come from" }),
  to: StreamRef.annotateKey({ description: "Where the records go" }),
  entity: Schema.optionalKey(
    Schema.Literals(entities).annotate({
      description: "What the records are, where neither side's stream says so",
    }),
  ),
  where: Schema.optionalKey(Expression).annotateKey({
    description: "Only records for which this is true; the rest is skipped",
  }),
  transform: Schema.optionalKey(
    Schema.String.check(Schema.isPattern(/^\.\.?\//, { expected: "a path such as ./invoice.ts" })).annotate({
      description:
        "A module beside this file whose function makes the record of the core model, where expressions are not enough",
    }),
  ),
  map: optionalFields("Fields of the core model, each an expression; between two systems only what differs"),
  set: optionalFields("Fields of the target's own record that the model has no word for, each an expression"),
  match: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Words).check(Schema.isMinLength(1, { expected: "at least one rule" }))).annotate({
      expected: "a list of rules, such as [number, email]",
      description:
        "How records that the target held before are found, instead of being created a second time: `number`, `email`, `name and postcode`, or an expression over `model` that is the same on both sides; in this order",
    }),
  ),
  contract: Schema.optionalKey(
    Schema.Literal("strict").annotate({
      description:
        "`strict`: the run stops where the source's columns or their types are others than in the last run; absent: they are shown",
    }),
  ),
  distinct: Schema.optionalKey(
    Schema.Literal("first").annotate({
      description:
        "Of several records with one number the later ones are skipped; absent: they are invalid unless equal",
    }),
  ),
}).annotate({ identifier: "Flow", expected: "a flow: from, to, map" })

/** Its settings are the connector's: checked when the connector is known. */
const Connection = Schema.StructWithRest(
  Schema.Struct({
    connector: Words.annotate({
      description: "A connector's short name, or the npm package or ./module that exports one",
    }),
  }),
  [Schema.Record(Schema.String, Schema.Unknown)],
).annotate({ identifier: "Connection", expected: "a connector with its settings" })

const Table = Schema.Union([
  Words,
  Schema.Record(
    Schema.String,
    Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]).annotate({ expected: "text, or a number" }),
  ),
]).annotate({
  identifier: "Table",
  expected: "a map of keys to values, or the path of a two-column CSV file",
  description: "A map of keys to values, or the path of a two-column CSV file, relative to this file",
})

export const FileSchema = Schema.Struct({
  version: Schema.Literal(1).annotate({ description: "The version of the file's format: 1" }),
  name: Name.annotate({ description: "The pipeline's name: the ledger keeps its book under it" }),
  connections: Schema.Record(Name, Connection)
    .check(Schema.isMinProperties(1, { expected: "a map with at least one connection" }))
    .annotate({ description: "The systems and folders that records move between, by a name of your own" }),
  state: Schema.optionalKey(
    Words.annotate({ description: "The folder of the ledger, relative to this file", default: "./.waybill" }),
  ),
  tables: Schema.optionalKey(
    Schema.NullOr(Schema.Record(Schema.String, Table)).annotate({ description: "Tables for lookup(table, key)" }),
  ),
  flows: Schema.Record(Name, Flow)
    .check(Schema.isMinProperties(1, { expected: "a map with at least one flow" }))
    .annotate({ description: "What moves where, by a name of your own" }),
}).annotate({
  identifier: "PipelineFile",
  title: "Waybill pipeline",
  expected: "a pipeline: version, name, connections, flows",
})
