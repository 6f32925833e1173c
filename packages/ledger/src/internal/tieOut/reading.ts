/** The lines of a tie-out, page by page. */
import { Effect, Option, Stream } from "effect"
import type { SqlClient, SqlError } from "effect/sql"

import type { SideBySide } from "../../TieOut.ts"

const pageSize = 1_000

/** Facts as JSON; the copies are a list of them, without its brackets. */
interface LineRow {
  readonly place: number
  readonly source: string | null
  readonly ledger: string | null
  readonly target: string | null
  readonly copies: string | null
}

/** A short query for each page: the book can be asked something else in between, and a look left at any time. */
export const linePages = (sql: SqlClient.SqlClient): Stream.Stream<ReadonlyArray<SideBySide>, SqlError.SqlError> =>
  Stream.paginate(0, (after) =>
    Effect.map(selectLines(sql, after), (rows) => {
      const last = rows.at(-1)
      return [
        last === undefined ? [] : [rows.map(sideBySide)],
        last === undefined ? Option.none() : Option.some(last.place),
      ] as const
    }),
  )

const selectLines = (sql: SqlClient.SqlClient, after: number) => sql<LineRow>`
  SELECT line.place, source.fact AS source, ledger.fact AS ledger, own.fact AS target,
    (SELECT group_concat(target.fact, ',' ORDER BY target.id) FROM belongs JOIN target ON target.place = belongs.target
      WHERE belongs.line = line.place AND belongs.copy = 1) AS copies
  FROM line
    LEFT JOIN source ON source.place = line.source
    LEFT JOIN ledger ON ledger.place = line.ledger
    LEFT JOIN belongs ON belongs.line = line.place AND belongs.copy = 0
    LEFT JOIN target AS own ON own.place = belongs.target
  WHERE line.place > ${after} ORDER BY line.place LIMIT ${pageSize}`

/** Nobody else writes this book: its JSON is what was put in. */
const sideBySide = ({ source, ledger, target, copies }: LineRow): SideBySide => ({
  ...(source === null ? {} : { source: JSON.parse(source) }),
  ...(ledger === null ? {} : { ledger: JSON.parse(ledger) }),
  ...(target === null ? {} : { target: JSON.parse(target) }),
  copies: copies === null ? [] : JSON.parse(`[${copies}]`),
})
