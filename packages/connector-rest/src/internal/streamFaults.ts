/**
 * What a stream's settings leave out or contradict, each with its place. What is wrong is found before anything is read or
 * sent.
 */
import { Currencies, type Entity } from "@waybill/model"
import { Schema, SchemaIssue } from "effect"

import type { Paging, Stream } from "../StreamSettings.ts"
import { placeholdersOf, type Query } from "./address.ts"
import { fieldsOf, ownMoney, requirable } from "./modelFields.ts"

type Faults = ReadonlyArray<Schema.FilterIssue>

const fault = (path: ReadonlyArray<string>, issue: string): Schema.FilterIssue => ({ path, issue })

/** A name that is none of those known; whoever shows it can suggest the nearest. */
const unknownName = (path: ReadonlyArray<string>, expected: string, known: Iterable<string>): Schema.FilterIssue => ({
  path,
  issue: new SchemaIssue.InvalidType(Schema.Literals([...known]).annotate({ expected }).ast),
})

/** Two fields of which one would stand within the other. */
const overlapping = (at: string, paths: ReadonlyArray<string>): Faults =>
  paths
    .filter((path) => paths.some((other) => path.startsWith(`${other}.`)))
    .map((path) => fault([at, path], "a field that does not stand within another one of the same map"))

const pagingNeeds: Readonly<Record<Paging["by"], ReadonlyArray<keyof Paging>>> = {
  none: ["total"],
  page: ["parameter", "first", "size", "sizeParameter", "more", "total"],
  offset: ["parameter", "first", "size", "sizeParameter", "more", "total"],
  cursor: ["parameter", "size", "sizeParameter", "next", "last", "more", "total"],
  link: ["size", "sizeParameter", "next", "total"],
}

const pagingFaults = (paging: Paging): Faults => {
  const at = (...names: ReadonlyArray<string>) => ["list", "paging", ...names]
  const { by, parameter, size, sizeParameter, next, last } = paging
  const takes = pagingNeeds[by]
  const spare = Object.keys(paging).filter((name) => name !== "by" && !takes.some((one) => one === name))
  return [
    ...spare.map((name) => fault(at(name), `nothing here: \`by: ${by}\` does not use it`)),
    ...(takes.includes("parameter") && parameter === undefined
      ? [fault(at("by"), `\`parameter\` beside \`by: ${by}\``)]
      : []),
    ...(by === "cursor" && (next === undefined) === (last === undefined)
      ? [fault(at("by"), "either `next` or `last` beside `by: cursor`")]
      : []),
    ...((size === undefined) === (sizeParameter === undefined)
      ? []
      : [fault(at(size === undefined ? "sizeParameter" : "size"), "`size` and `sizeParameter` together")]),
  ]
}

const readFaults = ({ fields, key, list, body }: Stream): Faults => {
  const names = Object.keys(fields ?? {})
  return [
    ...(fields !== undefined && list === undefined ? [fault(["fields"], "`list` beside it: how are they read?")] : []),
    ...(list !== undefined && fields === undefined && body === undefined
      ? [fault(["list"], "`fields` beside it: what is read of a record?")]
      : []),
    ...overlapping("fields", names),
    ...(key === undefined || names.includes(key) ? [] : [unknownName(["key"], "a name of `fields`", names)]),
    ...(list === undefined ? [] : pagingFaults(list.paging)),
  ]
}

/** The model's field that an entry of `body` names; a number, a truth or a text in quotes is a constant. */
export const fieldNamed = (value: string | number | boolean): string | undefined =>
  typeof value === "string" && !/^".*"$/s.test(value) ? value : undefined

const bodyFaults = (entity: Entity, body: NonNullable<Stream["body"]>, { currency, set = {} }: Stream): Faults => {
  const known = fieldsOf(entity)
  const entries = Object.entries(body)
  const named = entries.flatMap(([path, value]) => {
    const name = fieldNamed(value)
    return name === undefined ? [] : [{ path, name }]
  })
  const has = (name: string) => named.some((one) => one.name === name)
  const money = ownMoney(entity)
  const expected = `a field of the ${entity}, or a constant in double quotes within quotes`
  return [
    ...named
      .filter(({ name }) => !known.has(name))
      .map(({ path }) => unknownName(["body", path], expected, known.keys())),
    ...named
      .filter(({ name, path }) => named.find((one) => one.name === name)?.path !== path)
      .map(({ path }) => fault(["body", path], "a field of the model that is not sent already")),
    ...(has("number") ? [] : [fault(["body"], "a field with `number`: the record's key over there")]),
    ...(money !== undefined && has(money) && !has("currency") && currency === undefined
      ? [fault(["body"], `a field with \`currency\` beside \`${money}\`, or \`currency\` of the stream`)]
      : []),
    ...overlapping("body", [...Object.keys(body), ...Object.keys(set)]),
    ...Object.keys(set)
      .filter((path) => Object.hasOwn(body, path))
      .map((path) => fault(["set", path], "a field that `body` does not send already")),
  ]
}

const writeParts = ["create", "update", "find", "show", "delete", "shows", "set", "currency"] as const

const writeFaults = (stream: Stream): Faults => {
  const { entity, body, create, shows = {}, requires, currency, id } = stream
  if (body === undefined) {
    return writeParts
      .filter((part) => stream[part] !== undefined)
      .map((part) => fault([part], "`body` beside it: what is sent?"))
  }
  if (entity === undefined) return [fault(["body"], "`entity` beside it: customer, invoice or payment")]
  const known = fieldsOf(entity)
  return [
    ...(create === undefined ? [fault(["body"], "`create` beside it: where is it sent?")] : []),
    ...bodyFaults(entity, body, stream),
    ...Object.keys(shows)
      .filter((name) => !known.has(name))
      .map((name) => unknownName(["shows", name], `a field of the ${entity}`, known.keys())),
    ...(stream.shows !== undefined && shows["number"] === undefined
      ? [fault(["shows"], "`number` among them: by it records are told apart")]
      : []),
    ...(requires.every((name) => requirable(entity).includes(name))
      ? []
      : [unknownName(["requires"], `fields of the ${entity}`, requirable(entity))]),
    ...(currency === undefined || Currencies.isCurrency(currency)
      ? []
      : [fault(["currency"], "an ISO 4217 currency code in capitals, such as EUR")]),
    ...(id === undefined && stream.list !== undefined
      ? [fault(["list"], "`id` of the stream beside it: where does a record have its id?")]
      : []),
  ]
}

const placeholderFaults = (stream: Stream): Faults => {
  const faults: Array<Schema.FilterIssue> = []
  const judge = (at: ReadonlyArray<string>, template: string, allowed: ReadonlyArray<string>): void => {
    if (placeholdersOf(template).every((name) => allowed.includes(name))) return
    const names = allowed.map((name) => `{${name}}`).join(" or ")
    faults.push(fault(at, allowed.length === 0 ? "no {…} in it" : `${names}, and nothing else in braces`))
  }
  const queried = (at: string, query: Query, allowed: ReadonlyArray<string>): void => {
    for (const [name, value] of Object.entries(query)) judge([at, "query", name], String(value), allowed)
  }
  const { list, create, update, find, show, delete: remove } = stream
  if (list !== undefined) judge(["list", "path"], list.path, [])
  if (create !== undefined) judge(["create", "path"], create.path, ["key"])
  if (update !== undefined) judge(["update", "path"], update.path, ["id", "key"])
  if (show !== undefined) judge(["show", "path"], show.path, ["id"])
  if (remove !== undefined) judge(["delete", "path"], remove.path, ["id"])
  if (find !== undefined) {
    judge(["find", "path"], find.path, ["key"])
    queried("find", find.query, ["key"])
    if (![find.path, ...Object.values(find.query)].some((text) => placeholdersOf(String(text)).includes("key"))) {
      faults.push(fault(["find"], "{key} in the path or the query: what is looked for?"))
    }
  }
  for (const [name, call] of Object.entries({ show, delete: remove })) {
    if (call !== undefined && !call.path.includes("{id}")) faults.push(fault([name, "path"], "{id} in it"))
  }
  if (update !== undefined && placeholdersOf(update.path).length === 0) {
    faults.push(fault(["update", "path"], "{id} or {key} in it"))
  }
  if (update?.path.includes("{id}") === true && create?.id === undefined && find === undefined) {
    faults.push(fault(["update", "path"], "`id` of `create`, or `find`, beside {id}: who tells it?"))
  }
  return faults
}

/** Every fault of a stream. */
export const streamFaults = (stream: Stream): Faults => [
  ...readFaults(stream),
  ...writeFaults(stream),
  ...placeholderFaults(stream),
  ...(stream.fields === undefined && stream.body === undefined
    ? [fault([], "`fields` and `list` to read, or `body` and `create` to write")]
    : []),
]
