/** Every version of a record and every decision about it, and what they come to. */
import { Effect, Schema } from "effect"
import type { SqlClient } from "effect/sql"

import type { Amended, KeptVersion } from "../Rejects.ts"
import { ofOrigins } from "./origins.ts"
import { decoded } from "./reading.ts"
import { orLedgerError } from "./writing.ts"

const line = {
  origin: Schema.String,
  version: Schema.Int,
  row: Schema.Int,
  file: Schema.NullOr(Schema.String),
  decision: Schema.Literals(["read", "edited", "dismissed", "reopened"]),
  source: Schema.NullOr(Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown))),
}

/** An amendment as its row is read. */
export const AmendmentRow = Schema.Struct({
  ...line,
  flow: Schema.String,
  target: Schema.String,
  note: Schema.NullOr(Schema.String),
  run: Schema.Int,
  at: Schema.String,
})

const UnitLine = Schema.Struct(line)
const decodeLines = decoded(UnitLine)
const decodeAmendments = decoded(AmendmentRow)

/** Tells records of one origin apart. */
export const placeOf = ({ row, file }: { readonly row: number; readonly file?: string | null | undefined }): string =>
  file === null || file === undefined ? String(row) : `${row} ${file}`

/** What stands for the records of an origin, by place, in the order in which they were first amended. */
export type Units = ReadonlyMap<string, ReadonlyMap<string, Amended>>

/** One query, however many origins. The content of version 0 is the source's own. */
export const selectUnits = (sql: SqlClient.SqlClient, flow: number, origins: ReadonlyArray<string>) =>
  sql`
    SELECT origin, version, row, file, decision, CASE decision WHEN 'edited' THEN source END AS source
    FROM amendments
    WHERE flow = ${flow} AND origin IN (SELECT value FROM json_each(${JSON.stringify(origins)})) ORDER BY id`.pipe(
    Effect.flatMap(decodeLines),
    Effect.map((lines): Units => {
      const units = new Map<string, Map<string, Amended>>()
      for (const line of lines) {
        const ofOrigin = units.get(line.origin) ?? new Map<string, Amended>()
        const place = placeOf(line)
        units.set(line.origin, ofOrigin.set(place, withLine(ofOrigin.get(place), line)))
      }
      return units
    }),
  )

const withLine = (
  before: Amended | undefined,
  { version, row, file, decision, source }: typeof UnitLine.Type,
): Amended => ({
  version,
  row,
  ...(file === null ? {} : { file }),
  ...before,
  dismissed: decision === "dismissed",
  ...(decision === "edited" && source !== null ? { version, source } : {}),
})

interface VersionFilter {
  readonly flow?: string
  readonly origins?: ReadonlyArray<string>
  readonly limit?: number
}

export const selectVersions = Effect.fnUntraced(function* (
  sql: SqlClient.SqlClient,
  pipeline: string,
  { flow, origins, limit }: VersionFilter,
) {
  const wanted = [
    sql`flows.pipeline = ${pipeline}`,
    ...(flow === undefined ? [] : [sql`flows.flow = ${flow}`]),
    ...(origins === undefined ? [] : [ofOrigins(sql, "amendments", origins)]),
  ]
  const rows = yield* Effect.flatMap(
    sql`
    SELECT flows.flow, flows.target, amendments.origin, amendments.version, amendments.row, amendments.file,
      amendments.decision, amendments.source, amendments.note, amendments.run, amendments.at
    FROM flows JOIN amendments ON amendments.flow = flows.id
    WHERE ${sql.and(wanted)}
    ORDER BY flows.id, amendments.origin, amendments.file, amendments.row, amendments.version, amendments.id
    LIMIT ${limit ?? -1}`,
    decodeAmendments,
  )
  return rows.map(keptVersion)
}, orLedgerError)

const keptVersion = ({ file, source, note, ...row }: typeof AmendmentRow.Type): KeptVersion => ({
  ...row,
  ...(file === null ? {} : { file }),
  ...(source === null ? {} : { source }),
  ...(note === null ? {} : { note }),
})
