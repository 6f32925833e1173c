/**
 * What people make of rejects, by the record of the source: it stands in every run that reads the same content. Records of
 * one content share their origin; where each stood when it was first amended tells them apart.
 */
import { DateTime, Effect } from "effect"

import { ledgerError } from "../Errors.ts"
import type { FlowBook } from "../Ledger.ts"
import type { Amended, AmendedReject, Amendment } from "../Rejects.ts"
import { placeOf, selectUnits, type Units } from "./amendments.ts"
import { takeBackAside } from "./confirmed.ts"
import { dropLandings } from "./landings.ts"
import type { RejectBook } from "./rejectBook.ts"
import { codeOf } from "./states.ts"
import { ifAny, orLedgerError, type Writer } from "./writing.ts"

export const makeAmendmentBook = (
  writer: Writer,
  flow: number,
  rejects: RejectBook,
): Pick<FlowBook, "hasAmendments" | "amended" | "amend"> => ({
  hasAmendments: writer.sql`SELECT 1 FROM amendments WHERE flow = ${flow} LIMIT 1`.pipe(
    Effect.map((rows) => rows.length > 0),
    orLedgerError,
  ),
  amended: (origins) =>
    selectUnits(writer.sql, flow, origins).pipe(
      Effect.map((units) => new Map([...units].map(([origin, ofOrigin]) => [origin, [...ofOrigin.values()]]))),
      orLedgerError,
    ),
  amend: (amendments) =>
    writer.write(ifAny(amendments, (some) => Effect.andThen(amend(writer, flow, some), rejects.dropCandidates))),
})

/** A reject as it stands in the file. */
interface Entry {
  readonly id: number
  readonly origin: string
  readonly version: number
  readonly state: string
  readonly row: number
  readonly file: string | null
  readonly source: string
}

/** Writes amendments down, and lets their rejects show it at once. All or none. */
const amend = Effect.fnUntraced(function* (writer: Writer, flow: number, amendments: ReadonlyArray<AmendedReject>) {
  const { sql, run } = writer
  const entries = yield* unchangedEntries(writer, flow, amendments)
  const origins = [...new Set([...entries.values()].map(({ origin }) => origin))]
  const units = yield* selectUnits(sql, flow, origins)
  const find = unitFinder(units, yield* takenPlaces(writer, flow, units))
  const versions = new Map<Amended, number>()
  const lines: Array<Line> = []
  const shown: Array<Shown> = []
  for (const { reject, amendment } of amendments) {
    const entry = entries.get(reject.id)!
    const unit = find(entry)
    if (unit === undefined && entry.version > 0) return yield* ledgerError("changed")
    // A decision that changes no content speaks about the last one.
    const last = unit === undefined ? 0 : (versions.get(unit) ?? unit.version)
    const version = amendment.decision === "edited" ? last + 1 : last
    if (unit !== undefined) versions.set(unit, version)
    lines.push(...linesOf(entry, unit, version, amendment))
    shown.push([reject.id, amendment.decision, version, sourceOf(amendment)])
  }
  yield* forgetRecords(writer, flow, shown)
  yield* show(writer, shown)
  const at = DateTime.formatIso(yield* DateTime.now)
  yield* sql`
    INSERT INTO amendments (flow, origin, row, file, version, decision, source, note, run, at)
    SELECT ${flow}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, ${run}, ${at}
    FROM json_each(${JSON.stringify(lines)}) ORDER BY key`
})

/** The rejects by id, each as the caller saw it; nothing of them may be on its way (invariant 2). */
const unchangedEntries = Effect.fnUntraced(function* (
  { sql }: Writer,
  flow: number,
  amendments: ReadonlyArray<AmendedReject>,
) {
  const seen = amendments.map(({ reject: { id, origin, version } }) => [id, origin, version])
  const rows = yield* sql<Entry>`
    SELECT rejects.id, rejects.origin, rejects.version, rejects.state, rejects.row, rejects.file, rejects.source
    FROM json_each(${JSON.stringify(seen)}) AS j CROSS JOIN rejects ON rejects.id = j.value ->> 0
    WHERE rejects.flow = ${flow} AND rejects.origin = j.value ->> 1 AND rejects.version = j.value ->> 2
      AND rejects.origin <> '' AND rejects.state <> 'unknown'
      AND NOT EXISTS (SELECT 1 FROM records WHERE records.flow = rejects.flow AND records.key = rejects.key
        AND records.state IN (${codeOf("sending")}, ${codeOf("unknown")}))`
  const entries = new Map(rows.map((row) => [row.id, row]))
  return entries.size === amendments.length ? entries : yield* ledgerError("changed")
})

/** Where rejects stand now, in the rows of these amendments. */
const takenPlaces = ({ sql }: Writer, flow: number, units: Units) => {
  const rows = [...units.values()].flatMap((ofOrigin) => [...ofOrigin.values()].map(({ row }) => row))
  return Effect.map(
    sql<Pick<Entry, "origin" | "row" | "file">>`
      SELECT origin, row, file FROM rejects
      WHERE flow = ${flow} AND row IN (SELECT value FROM json_each(${JSON.stringify(rows)}))`,
    (rejects) => new Set(rejects.map((reject) => `${reject.origin} ${placeOf(reject)}`)),
  )
}

/**
 * What stands for a reject so far: what was amended in its place; or else, where its row has moved since, what stands as the
 * reject does, the one first whose place no other reject has.
 */
const unitFinder =
  (units: Units, taken: Set<string>) =>
  (entry: Entry): Amended | undefined => {
    const { origin, version, state } = entry
    const ofOrigin = units.get(origin)
    const exact = ofOrigin?.get(placeOf(entry))
    if (ofOrigin === undefined || exact !== undefined) return exact
    const isDismissed = state === "dismissed"
    const alike = [...ofOrigin].filter(([, unit]) => unit.version === version && unit.dismissed === isDismissed)
    const free = alike.find(([place]) => !taken.has(`${origin} ${place}`))
    if (free !== undefined) taken.add(`${origin} ${free[0]}`)
    return (free ?? (version > 0 ? alike[0] : undefined))?.[1]
  }

type Line = readonly [
  origin: string,
  row: number,
  file: string | null,
  version: number,
  decision: string,
  source: string | null,
  note: string | null,
]

/** What is written down: with the first amendment of a record, what the source had. */
const linesOf = (
  entry: Entry,
  unit: Amended | undefined,
  version: number,
  amendment: Amendment,
): ReadonlyArray<Line> => {
  const { origin, row, file } = unit === undefined ? entry : { ...entry, row: unit.row, file: unit.file ?? null }
  const line: Line = [origin, row, file, version, amendment.decision, sourceOf(amendment), amendment.note]
  return unit === undefined ? [[origin, row, file, 0, "read", entry.source, null], line] : [line]
}

const sourceOf = (amendment: Amendment): string | null =>
  amendment.decision === "edited" ? JSON.stringify(amendment.source) : null

type Shown = readonly [id: number, decision: string, version: number, source: string | null]

/** The rejects as they stand now. How a dismissed one stood before is kept, so that it can be reopened. */
const show = ({ sql }: Writer, shown: ReadonlyArray<Shown>) => sql`
  WITH j AS MATERIALIZED (
    SELECT value ->> 0 AS id, value ->> 1 AS decision, value ->> 2 AS version, value ->> 3 AS source
    FROM json_each(${JSON.stringify(shown)})
  )
  UPDATE rejects SET
    version = j.version,
    source = coalesce(j.source, rejects.source),
    unread = CASE j.decision WHEN 'edited' THEN NULL ELSE rejects.unread END,
    was = CASE WHEN j.decision <> 'dismissed' THEN NULL WHEN rejects.state = 'dismissed' THEN rejects.was
      ELSE json_object('state', rejects.state, 'issues', json(rejects.issues)) END,
    state = CASE WHEN j.decision = 'dismissed' THEN 'dismissed'
      WHEN rejects.state = 'dismissed' THEN coalesce(rejects.was ->> 'state', 'invalid') ELSE rejects.state END,
    issues = CASE WHEN j.decision = 'dismissed' THEN '[]'
      WHEN rejects.state = 'dismissed' THEN coalesce(rejects.was ->> 'issues', rejects.issues) ELSE rejects.issues END
  FROM j WHERE rejects.id = j.id`

/** The records of the old content, told by their row from those of other rows with the same key. */
const ofShown = ({ sql }: Writer, flow: number, shown: ReadonlyArray<Shown>) => {
  const ids = shown.flatMap(([id, decision]) => (decision === "reopened" ? [] : [id]))
  return sql`records.flow = ${flow}
      AND records.state IN (${codeOf("pending")}, ${codeOf("held")}, ${codeOf("refused")})
      AND (records.key, records.row) IN (
        SELECT rejects.key, rejects.row FROM rejects WHERE rejects.id IN (SELECT value FROM json_each(${JSON.stringify(ids)})))`
}

/**
 * The old content's own record: where the target never held it, it goes, since an edit may give the row another key, and a
 * dismissed one is no record any more. Where the target holds an earlier content, the record is that again.
 */
const forgetRecords = Effect.fnUntraced(function* (writer: Writer, flow: number, shown: ReadonlyArray<Shown>) {
  const { sql } = writer
  const gone = yield* sql<{ key: string }>`
    DELETE FROM records WHERE confirmed_hash IS NULL AND target_id IS NULL AND ${ofShown(writer, flow, shown)} RETURNING key`
  yield* dropLandings(
    writer,
    flow,
    gone.map(({ key }) => key),
  )
  yield* sql`
    UPDATE records SET state = ${codeOf("confirmed")}, source = NULL, ${takeBackAside(sql)},
      code = NULL, message = NULL
    WHERE confirmed_hash IS NOT NULL AND ${ofShown(writer, flow, shown)}`
})
