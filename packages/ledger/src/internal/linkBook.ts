/**
 * Records that the target held before Waybill came: who is who, and what may be.
 */
import { DateTime, Effect } from "effect"

import type { Adopted, Candidate, Link } from "../Crosswalk.ts"
import { ledgerError } from "../Errors.ts"
import type { FlowBook } from "../Ledger.ts"
import { isLanded } from "./confirmed.ts"
import type { RejectBook } from "./rejectBook.ts"
import { codeOf } from "./states.ts"
import { exactly, ifAny, orLedgerError, type Writer } from "./writing.ts"

interface LinkLine {
  readonly key: string
  readonly targetId: string | null
  readonly targetKey: string | null
  readonly how: Link["how"]
  readonly note: string
}

const linkOf = ({ targetId, targetKey, ...link }: LinkLine): Link => ({
  ...link,
  ...(targetId === null ? {} : { targetId }),
  ...(targetKey === null ? {} : { targetKey }),
})

export const makeLinkBook = (
  writer: Writer,
  flow: number,
  rejects: RejectBook,
): Pick<FlowBook, "links" | "link" | "adopt" | "candidates"> => ({
  links: (keys) =>
    writer.sql<LinkLine>`
      SELECT key, target_id AS "targetId", target_key AS "targetKey", how, note
      FROM links WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`.pipe(
      Effect.map((lines) => new Map(lines.map((line) => [line.key, linkOf(line)]))),
      orLedgerError,
    ),
  link: (links) => writer.write(ifAny(links, (some) => link(writer, flow, some))),
  adopt: (records) =>
    writer.write(
      ifAny(records, (some) =>
        Effect.andThen(adopt(writer, flow, some), rejects.settled(some.map(({ key }) => key)).statement),
      ),
    ),
  candidates: (candidates) => writer.write(ifAny(candidates, (some) => keepCandidates(writer, flow, some))),
})

/** The page as rows `j` of a statement. */
const page = ({ sql }: Writer, links: ReadonlyArray<Link>) => sql`
  j AS MATERIALIZED (
    SELECT value ->> 0 AS key, value ->> 1 AS target_id, value ->> 2 AS target_key, value ->> 3 AS how, value ->> 4 AS note
    FROM json_each(${JSON.stringify(
      links.map(({ key, targetId, targetKey, how, note }) => [key, targetId, targetKey, how, note]),
    )})
  )`

const link = Effect.fnUntraced(function* (writer: Writer, flow: number, links: ReadonlyArray<Link>) {
  const { sql, run } = writer
  const others = yield* sql`
    WITH ${page(writer, links)}
    SELECT 1 FROM j CROSS JOIN records ON records.flow = ${flow} AND records.key = j.key
    WHERE ${isLanded(sql)} AND records.target_id IS NOT j.target_id LIMIT 1`
  if (others.length > 0) return yield* ledgerError("cas")
  const at = DateTime.formatIso(yield* DateTime.now)
  yield* sql`
    WITH ${page(writer, links)}
    INSERT INTO links (flow, key, target_id, target_key, how, note, run, at)
    SELECT ${flow}, key, target_id, target_key, how, note, ${run}, ${at} FROM j WHERE true
    ON CONFLICT (flow, key) DO UPDATE SET
      target_id = excluded.target_id, target_key = excluded.target_key, how = excluded.how, note = excluded.note,
      run = excluded.run, at = excluded.at`
  yield* dropCandidates(
    writer,
    flow,
    links.map(({ key }) => key),
  )
})

/** Confirmed, and landed by no run. What the target may hold by our own doing is nobody's to take over (invariant 2). */
const adopt = Effect.fnUntraced(function* (writer: Writer, flow: number, records: ReadonlyArray<Adopted>) {
  const { sql, run } = writer
  const rows = records.map(({ key, row, hash, fields, link, money }) => [
    key,
    row,
    hash,
    link.targetId,
    money?.amount,
    money?.currency,
    fields,
  ])
  yield* exactly(
    records.length,
    sql`
    WITH j AS MATERIALIZED (
      SELECT value ->> 0 AS key, value ->> 1 AS row, unhex(value ->> 2) AS hash, value ->> 3 AS target_id,
        value ->> 4 AS amount, value ->> 5 AS currency, unhex(value ->> 6) AS fields
      FROM json_each(${JSON.stringify(rows)})
    )
    INSERT INTO records (flow, key, state, run, row, hash, fields, target_id, amount, currency)
    SELECT ${flow}, key, ${codeOf("confirmed")}, ${run}, row, hash, fields, target_id, amount, currency
    FROM j WHERE true
    ON CONFLICT (flow, key) DO UPDATE SET
      state = excluded.state, run = excluded.run, row = excluded.row, hash = excluded.hash,
      fields = excluded.fields, source = NULL, target_id = excluded.target_id,
      amount = excluded.amount, currency = excluded.currency, landed = NULL, draft = NULL, before = NULL,
      target_key = NULL, sent_at = NULL, code = NULL, message = NULL
    WHERE records.confirmed_hash IS NULL
      AND records.state IN (${codeOf("pending")}, ${codeOf("held")}, ${codeOf("refused")})`,
  )
  yield* link(
    writer,
    flow,
    records.map(({ key, link }) => ({ key, ...link })),
  )
})

const dropCandidates = ({ sql }: Writer, flow: number, keys: ReadonlyArray<string>) => sql`
  DELETE FROM candidates WHERE flow = ${flow} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`

/** In the order in which they come: the likeliest first. */
const keepCandidates = Effect.fnUntraced(function* (
  writer: Writer,
  flow: number,
  candidates: ReadonlyArray<Candidate>,
) {
  const rows = candidates.map(({ key, targetId, targetKey, rule, about }) => [
    key,
    targetId,
    targetKey,
    rule,
    JSON.stringify(about),
  ])
  yield* dropCandidates(
    writer,
    flow,
    candidates.map(({ key }) => key),
  )
  yield* writer.sql`
    INSERT INTO candidates (flow, key, place, target_id, target_key, rule, about)
    SELECT ${flow}, value ->> 0, key, value ->> 1, value ->> 2, value ->> 3, value ->> 4
    FROM json_each(${JSON.stringify(rows)})`
})
