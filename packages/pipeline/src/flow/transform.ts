/**
 * Stage 2: a page of source rows becomes records of the target, or reasons why not. Plain functions, no effects.
 */
import { hash } from "node:crypto"

import { cellText, isCell, type Page, type Row } from "@waybill/connector"
import type { Issue, Model, Money } from "@waybill/model"
import { Predicate, Result, Schema } from "effect"

import type { Issues } from "../mapping/Mapping.ts"
import type { OpenFlow } from "./OpenFlow.ts"

/** The source's record as plain JSON by column, for a person to look at; made only when it is needed. */
export type SourceJson = () => Readonly<Record<string, unknown>>

/** Where a record stands in its source. */
export interface At {
  readonly row: number
  /** Where a stream is several files. */
  readonly file?: string
}

export interface Ready extends At {
  readonly _tag: "Ready"
  /** The record's number, in the model's words: its key in the ledger. */
  readonly key: string
  readonly model: Model
  readonly record: unknown
  /** What identifies the content: 128 bits of the SHA-256 of the target's record as JSON, hexadecimal. */
  readonly hash: string
  /** Bytes of the record as JSON. */
  readonly bytes: number
  readonly money?: Money
  readonly source: SourceJson
}

export type Transformed =
  | (At & { readonly _tag: "Skipped"; readonly money?: Money; readonly source: SourceJson })
  | (At & {
      readonly _tag: "Invalid"
      readonly issues: ReadonlyArray<Issue>
      readonly key?: string
      readonly money?: Money
      readonly source: SourceJson
    })
  | Ready

const isStruct = (value: unknown): value is object =>
  Predicate.isObject(value) && [null, Object.prototype].includes(Object.getPrototypeOf(value))

/** Any value of a source record as plain JSON: exact numbers and dates as text. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  return isStruct(value) ? plainRecord(value) : isCell(value) ? cellText(value) : String(value)
}

const plainRecord = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([column, value]) => [column, value == null ? null : plain(value)]))

const atOf = ({ row, file }: At): At => (file === undefined ? { row } : { row, file })

const invalid = (
  at: At,
  issues: Issues,
  source: SourceJson,
  known: { readonly key?: string; readonly money?: Money },
): Transformed => ({ _tag: "Invalid", ...atOf(at), issues, source, ...known })

/** Makes the function that transforms one page of a flow. */
export const transformer = (flow: OpenFlow): ((page: Page<object>) => ReadonlyArray<Transformed>) => {
  const { destination, mapping } = flow
  const encode = Schema.encodeUnknownResult(destination.record)

  const toTarget = (record: unknown, model: Model): Result.Result<unknown, Issues> =>
    Result.flatMap(destination.fromModel(model), (target) => mapping.applySet(record, model, target))

  const transformRow = (row: Row<object>): Transformed => {
    if ("issues" in row) return invalid(row, row.issues, () => plainRecord(row.raw), {})
    const source = () => plainRecord(row.record)
    const mapped = mapping.toModel(row.record)
    if (mapped._tag === "Skipped") return { ...mapped, ...atOf(row), source }
    if (mapped._tag === "Invalid") return invalid(row, mapped.issues, source, mapped)
    const { model, money } = mapped
    const known = { key: model.number, ...(money === undefined ? {} : { money }) }
    const target = toTarget(row.record, model)
    if (Result.isFailure(target)) return invalid(row, target.failure, source, known)
    const encoded = encode(target.success)
    if (Result.isFailure(encoded)) {
      const message = "the record does not fit what the target takes"
      return invalid(row, [{ code: "WB-RUN-RECORD", message }], source, known)
    }
    const json = JSON.stringify(encoded.success)
    return {
      _tag: "Ready",
      ...atOf(row),
      model,
      record: target.success,
      hash: hash("sha256", json, "hex").slice(0, 32),
      bytes: Buffer.byteLength(json),
      source,
      ...known,
    }
  }

  return (page) => page.rows.map(transformRow)
}
