/**
 * Stage 2: a page of source rows becomes records of the target, or reasons why not. Plain functions, no effects.
 */
import { hash } from "node:crypto"

import type { Issue, Model, Money } from "@waybill/model"
import { Result } from "effect"

import type { Issues } from "../mapping/Mapping.ts"
import { Lineage, type Taken } from "./Lineage.ts"
import type { OpenFlow } from "./OpenFlow.ts"
import { compileJson } from "./recordJson.ts"
import { Utf8 } from "./Utf8.ts"

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
  /** The target's record as JSON in UTF-8: made once, hashed and sent. */
  readonly json: Uint8Array
  readonly money?: Money
  /** What its row is recognised by in the next run. */
  readonly source?: string
  readonly lineage: Lineage
}

export type Transformed =
  /** `dismissed`: not by `where`, but because a person decided so. */
  | (At & {
      readonly _tag: "Skipped"
      readonly dismissed: boolean
      readonly key?: string
      readonly money?: Money
      readonly lineage: Lineage
    })
  | (At & {
      readonly _tag: "Invalid"
      readonly issues: ReadonlyArray<Issue>
      readonly key?: string
      readonly money?: Money
      readonly lineage: Lineage
    })
  | Ready

const atOf = ({ row, file }: At): At => (file === undefined ? { row } : { row, file })

const invalid = (
  at: At,
  issues: Issues,
  lineage: Lineage,
  known: { readonly key?: string; readonly money?: Money },
): Transformed => ({ _tag: "Invalid", ...atOf(at), issues, lineage, ...known })

/** A record of which a person decided that it does not go, with what can be told of it. */
const dismissed = ({ row, file, key, money, lineage }: Transformed & { readonly key?: string }): Transformed => ({
  _tag: "Skipped",
  dismissed: true,
  row,
  ...(file === undefined ? {} : { file }),
  ...(key === undefined ? {} : { key }),
  ...(money === undefined ? {} : { money }),
  lineage,
})

/** What a row is recognised by in the next run; `undefined`: it will not be. */
export type Digest = (row: Taken) => string | undefined

/** Makes the function that transforms the rows of a page. */
export const transformer = (
  flow: OpenFlow,
  digest?: Digest,
): ((rows: ReadonlyArray<Taken>) => ReadonlyArray<Transformed>) => {
  const { destination, mapping, spec } = flow
  const encode = compileJson(destination.record)
  const bytes = new Utf8()

  const toTarget = (record: unknown, model: Model): Result.Result<unknown, Issues> =>
    Result.flatMap(destination.fromModel(model), (target) => mapping.applySet(record, model, target))

  const transformRow = (row: Taken): Transformed => {
    const lineage = new Lineage(spec.name, row)
    if ("issues" in row) return invalid(row, row.issues, lineage, {})
    const mapped = mapping.toModel(row.record)
    if (mapped._tag === "Skipped") return { ...mapped, dismissed: false, ...atOf(row), lineage }
    if (mapped._tag === "Invalid") return invalid(row, mapped.issues, lineage, mapped)
    const { model, money } = mapped
    const known = { key: model.number, ...(money === undefined ? {} : { money }) }
    const target = toTarget(row.record, model)
    if (Result.isFailure(target)) return invalid(row, target.failure, lineage, known)
    const text = encode(target.success)
    if (text === undefined) {
      const message = "the record does not fit what the target takes"
      return invalid(row, [{ code: "WB-RUN-RECORD", message }], lineage, known)
    }
    const json = bytes.of(text)
    const source = digest?.(row)
    return {
      _tag: "Ready",
      ...atOf(row),
      model,
      record: target.success,
      hash: hash("sha256", json, "hex").slice(0, 32),
      json,
      lineage,
      ...known,
      ...(source === undefined ? {} : { source }),
    }
  }

  return (rows) =>
    rows.map((row) => (row.fromLedger?.dismissed === true ? dismissed(transformRow(row)) : transformRow(row)))
}
