/**
 * A stream of the API, as the pipeline file describes it: how its list is read, and how its records are written, found, shown
 * and deleted.
 */
import { optionalField } from "@waybill/connector-http"
import { entities } from "@waybill/model"
import { Schema } from "effect"

export const fieldTypes = ["text", "decimal", "date", "timestamp", "boolean", "json"] as const
/** What a field of an answer holds. */
export type FieldType = (typeof fieldTypes)[number]

export const setTypes = ["text", "decimal", "date", "boolean"] as const
/** What a field that `set` writes holds. */
export type SetType = (typeof setTypes)[number]

/** A setting without a default. */
const maybe = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.annotate({ description }))

const needed = <S extends Schema.Top>(schema: S, description: string) => schema.annotate({ description })

const JsonPath = Schema.String.check(
  Schema.isPattern(/^(?!.*__proto__)[^.\s]+(?:\.[^.\s]+)*$/, { expected: "names with a dot between: data.items" }),
)

const Path = Schema.String.check(
  Schema.isPattern(/^\/(?!.*(?:\/|^)\.{1,2}(?:\/|$))[\w.~!$&'()*+,;=:@%{}/-]*$/, {
    expected: "a path that begins with /, without query and fragment: /invoices",
  }),
)

/** A secret in an address would get into the logs of whoever sees it (invariant 7). */
const ParameterName = Schema.String.check(
  Schema.isPattern(/^(?!.*(?:token|secret|passw|api.?key|authori[sz]ation))\S+$/i, {
    expected: "the name of a parameter without a secret: addresses get into logs, see `auth`",
  }),
)

const Query = Schema.Record(ParameterName, Schema.Union([Schema.String, Schema.Finite, Schema.Boolean]))
const PageParameter = Schema.NonEmptyString

const statuses = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 400, maximum: 499 })))
const whole = (minimum: number, maximum: number) => Schema.Int.check(Schema.isBetween({ minimum, maximum }))

const Paging = Schema.Struct({
  by: needed(
    Schema.Literals(["none", "page", "offset", "cursor", "link"]),
    "How the next page is asked for: by its number, by how many records lie before it, by a mark or by an address that the answer gives; `none`: one answer is all",
  ),
  parameter: maybe(PageParameter, "The query's parameter for the page, offset or cursor"),
  first: maybe(whole(0, 1), "The number of the first page, 1 where it is left out, or of the first record, 0"),
  size: maybe(whole(1, 10_000), "Records a page, beside `sizeParameter`"),
  sizeParameter: maybe(PageParameter, "The query's parameter for the size"),
  next: maybe(
    JsonPath,
    "Where the answer has the next cursor or address; for `link` without it, the header Link (RFC 8288)",
  ),
  last: maybe(JsonPath, "For `cursor`: the field of a page's last record that is the next cursor"),
  more: maybe(JsonPath, "Where the answer says true or false to whether there is more"),
  total: maybe(JsonPath, "Where the answer counts all records of the list: proof that none was missed"),
})
export type Paging = typeof Paging.Type

const Since = Schema.Struct({
  parameter: needed(PageParameter, "The query's parameter that asks for what changed since"),
  format: optionalField(
    Schema.Literals(["timestamp", "date", "epoch"]),
    "How the moment is written, in UTC: 2026-11-20T08:00:00Z, the day before as 2026-11-19, or seconds since 1970",
    "timestamp",
  ),
  overlapMinutes: optionalField(
    whole(0, 10_080),
    "So much further back than the beginning of the last read: clocks differ, and changes are shown late",
    5,
  ),
})
export type Since = typeof Since.Type

const List = Schema.Struct({
  path: needed(Path, "The list, behind baseUrl: /invoices"),
  query: optionalField(Query, "Parameters of every call, a sort order before all", {}),
  records: maybe(JsonPath, "Where the list stands in the answer; left out, the answer itself is the list"),
  paging: needed(Paging, "How page follows page"),
  since: maybe(Since, "For `read: incremental`: how to ask for what is new or changed"),
})
export type List = typeof List.Type

const absent = optionalField(statuses, "Statuses that say for certain that there is no such record", [])

const Create = Schema.Struct({
  method: optionalField(Schema.Literals(["POST", "PUT"]), "The method", "POST"),
  path: needed(Path, "Where a record is created; it may hold {key}"),
  id: maybe(JsonPath, "Where the answer has the new record's id"),
})

const Update = Schema.Struct({
  method: optionalField(Schema.Literals(["PUT", "PATCH", "POST"]), "The method", "PUT"),
  path: needed(Path, "A record, by {id} or {key}; the whole body is sent"),
})

const Find = Schema.Struct({
  path: needed(Path, "Where a record is looked for by its number: {key} stands here or in the query"),
  query: optionalField(Query, "Parameters, one of them with {key}", {}),
  records: maybe(JsonPath, "Where the answer has the list, or the one record; left out, it is the answer itself"),
  absent,
})

const Show = Schema.Struct({
  path: needed(Path, "A record, by {id}"),
  record: maybe(JsonPath, "Where the answer has the record; left out, it is the answer itself"),
  absent,
})

const Delete = Schema.Struct({
  method: optionalField(Schema.Literals(["DELETE", "POST"]), "The method", "DELETE"),
  path: needed(Path, "What takes a created record back, by {id}"),
  absent,
})

/** A stream as it is described; what contradicts itself in it is told where settings are read. */
export const Stream = Schema.Struct({
  entity: maybe(Schema.Literals(entities), "What the records are; needed to write"),
  fields: maybe(
    Schema.Record(JsonPath, Schema.Literals(fieldTypes)),
    "To read: what expressions see of a record, each with its type. decimal: a number, or a text that is one. date: as `dateFormat` says. timestamp: the day of a moment without a zone. json: a list or an object, as text",
  ),
  key: maybe(JsonPath, "To read: the field without which a record is none"),
  list: maybe(List, "The call that lists the records"),
  id: maybe(JsonPath, "Where a record has the API's own id"),
  body: maybe(
    Schema.Record(JsonPath, Schema.Union([Schema.String, Schema.Finite, Schema.Boolean])),
    "To write: the fields that are sent, each with the field of the model that it gets, or a constant in double quotes: '\"SALE\"', 5, true",
  ),
  set: maybe(Schema.Record(JsonPath, Schema.Literals(setTypes)), "Further fields, which a flow's `set` may write"),
  requires: optionalField(Schema.Array(Schema.String), "Fields of the model without which the API takes no record", []),
  amounts: optionalField(
    Schema.Literals(["number", "text", "minor"]),
    'How amounts are written and shown: 12.5, "12.50", or 1250 minor units',
    "number",
  ),
  currency: maybe(Schema.String, "The one currency of all amounts, where `body` sends none"),
  shows: maybe(
    Schema.Record(Schema.String, JsonPath),
    "Fields of the model, each with where a record over there shows it; left out: where `body` sends it",
  ),
  create: maybe(Create, "The call that creates a record"),
  update: maybe(Update, "The call that changes one"),
  find: maybe(Find, "The call that finds one by its number: what settles a lost answer"),
  show: maybe(Show, "The call that shows one by its id"),
  delete: maybe(Delete, "The call that `undo` takes a created record back by"),
  repeat: optionalField(
    Schema.Literals(["duplicates", "refuses", "upsert"]),
    "What the API does with a second copy of a record: it makes two, says no, or replaces the first",
    "duplicates",
  ),
  duplicate: optionalField(statuses, "Statuses that say that the record is there already", [409]),
})
export type Stream = typeof Stream.Type
