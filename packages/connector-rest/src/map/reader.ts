/**
 * An entry of a list as a record: the declared fields, each of its type. What is null, empty or not there is absent.
 */
import type { BadRow, Row } from "@waybill/connector"
import { type DateFormat, dateReader } from "@waybill/connector-http"
import { CalendarDateSchema, type Issue } from "@waybill/model"
import { Schema } from "effect"

import { issue } from "../errors.ts"
import { at, decimalOf, isObject, type Json, jsonText, put, textOf } from "../internal/json.ts"
import type { FieldType, Stream } from "../StreamSettings.ts"
import { dayOfMoment } from "./dayOfMoment.ts"
import { structOf } from "./structs.ts"

/** `undefined`: the value is not of the type. */
type Read = (json: Json) => unknown

interface Type {
  readonly schema: Schema.Codec<any, any>
  readonly read: Read
  /** In words, for messages. */
  readonly holds: string
}

const ofText = (json: Json, read: (text: string) => unknown): unknown =>
  typeof json === "string" ? read(json) : undefined

const typesFor = (format: DateFormat): Readonly<Record<FieldType, Type>> => {
  const parse = dateReader(format)
  return {
    text: { schema: Schema.String, read: textOf, holds: "text or a number" },
    decimal: { schema: Schema.BigDecimal, read: decimalOf, holds: "a decimal" },
    date: {
      schema: CalendarDateSchema,
      read: (json) => ofText(json, parse),
      holds: `a date written ${format}`,
    },
    timestamp: {
      schema: CalendarDateSchema,
      read: (json) => ofText(json, dayOfMoment),
      holds: "a moment without a zone: 2026-11-20T08:00:00",
    },
    boolean: {
      schema: Schema.Boolean,
      read: (json) => (typeof json === "boolean" ? json : undefined),
      holds: "true or false",
    },
    json: { schema: Schema.String, read: jsonText, holds: "JSON" },
  }
}

type Values = Readonly<Record<string, unknown>>

export interface RecordReader {
  readonly schema: Schema.Codec<any, any>
  readonly read: (json: Json, row: number) => Row<Values>
}

const isAbsent = (json: Json | undefined): json is null | undefined | "" =>
  json === undefined || json === null || json === ""

const bad = (row: number, raw: BadRow["raw"], issues: ReadonlyArray<Issue>): BadRow => {
  const [first, ...others] = issues
  return { row, raw, issues: [first!, ...others] }
}

/** Compiles the fields of a stream once; `fields` is not empty. */
export const makeReader = ({ fields = {}, key }: Pick<Stream, "fields" | "key">, format: DateFormat): RecordReader => {
  const types = typesFor(format)
  const columns = Object.entries(fields).map(([path, name]) => ({ path, ...types[name], needed: path === key }))
  return {
    schema: structOf(columns),
    read: (json, row) => {
      if (!isObject(json)) {
        return bad(row, { entry: jsonText(json) }, [issue("WB-REST-RECORD", "the entry is no object")])
      }
      const record: Record<string, unknown> = {}
      const issues: Array<Issue> = []
      for (const { path, read, holds, needed } of columns) {
        const found = at(json, path)
        const value = isAbsent(found) ? undefined : read(found)
        if (value !== undefined) put(record, path, value)
        else if (!isAbsent(found)) {
          put(record, path, textOf(found) ?? jsonText(found))
          issues.push(issue("WB-REST-TYPE", `${path} does not hold ${holds}`, { column: path }))
        } else if (needed) issues.push(issue("WB-REST-KEY", `${path} is empty or absent`, { column: path }))
      }
      return issues.length === 0 ? { row, record } : bad(row, record, issues)
    },
  }
}
