/**
 * A scratch book for a tie-out: what the source, the ledger and the target say of each record of one flow, put side by side on
 * the disk, so that a million records need no more memory than ten thousand. It is gone with its scope.
 */
import { Effect, FileSystem, Path, type Scope, Stream } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"

import { fromPlatformError, fromSqlError } from "./Errors.ts"
import { createFile } from "./internal/files.ts"
import * as NodeSqlite from "./internal/nodeSqlite.ts"
import { lineUp } from "./internal/tieOut/lineUp.ts"
import { linePages } from "./internal/tieOut/reading.ts"
import { createTables, insertLedger, insertSource, insertTarget } from "./internal/tieOut/tables.ts"
import { ifAny, orLedgerError } from "./internal/writing.ts"
import type { LedgerError } from "./Ledger.ts"
import type { HeldRecord, LedgerMoney } from "./Records.ts"

/** What both ends tell of a record, for totals by customer, status and age. */
export interface Facts {
  readonly money?: LedgerMoney
  /** Number of the customer, in the model's words. */
  readonly customer?: string
  readonly status?: string
  /** The day that its age counts from, ISO 8601: the due date of an invoice, the day a payment was received. */
  readonly day?: string
  /** Digests of its fields, hexadecimal. */
  readonly fields?: string
}

/** A record of the source, as it is read for the tie-out. */
export interface SourceFact extends Facts {
  readonly row: number
  /** The file of that row, where the source is several files. */
  readonly file?: string
  /** Absent where the mapping failed before the key was known. */
  readonly key?: string
  /** `repeated`: the same key stood in an earlier row. `ready`: it is one that should arrive. */
  readonly fate: "ready" | "skipped" | "dismissed" | "repeated" | "invalid"
  /** What identifies its content; of a `ready` one. */
  readonly hash?: string
  /** Why it is invalid. */
  readonly code?: string
  readonly message?: string
}

/** A record that the target holds. */
export interface TargetFact extends Facts {
  readonly id: string
  readonly key?: string
  readonly number?: string
  readonly standing?: "draft" | "void"
  /** What a copy under another key has in common with its original; absent: nothing tells copies of such a record. */
  readonly likeness?: string
}

/** What the three sides say of one record. At least one of `source`, `ledger` and `target` is there. */
export interface SideBySide {
  readonly source?: SourceFact
  readonly ledger?: HeldRecord
  readonly target?: TargetFact
  /** What else the target holds under the record's key, or looks like it (`likeness`) and is nobody else's. */
  readonly copies: ReadonlyArray<TargetFact>
}

/** The book of one flow. All `add` calls come before the first look. */
export interface TieOutBook {
  readonly addSource: (facts: ReadonlyArray<SourceFact>) => Effect.Effect<void, LedgerError>
  readonly addLedger: (records: ReadonlyArray<HeldRecord>) => Effect.Effect<void, LedgerError>
  /** Several of one id replace each other: what is listed twice is there once. */
  readonly addTarget: (facts: ReadonlyArray<TargetFact>) => Effect.Effect<void, LedgerError>
  /**
   * Every record once: those of the source in its order (a `ready` one with what the book and the target say of it, others
   * alone), then those that only the ledger knows, by key, then those that only the target has, by id. A target's record
   * belongs to the ledger's by its id; where the ledger knows no id, by its number.
   */
  readonly sideBySide: Stream.Stream<ReadonlyArray<SideBySide>, LedgerError>
}

/** An empty book in a temporary file for this user's eyes only, which is gone with the scope. */
export const openTieOutBook: Effect.Effect<TieOutBook, LedgerError, FileSystem.FileSystem | Path.Path | Scope.Scope> =
  Effect.gen(function* () {
    const sql = yield* openScratch
    const linedUp = yield* Effect.cached(lineUp(sql))
    return {
      addSource: Effect.fn("TieOutBook.addSource")(
        (facts) => ifAny(facts, () => insertSource(sql, facts)),
        orLedgerError,
      ),
      addLedger: Effect.fn("TieOutBook.addLedger")(
        (records) => ifAny(records, () => insertLedger(sql, records)),
        orLedgerError,
      ),
      addTarget: Effect.fn("TieOutBook.addTarget")(
        (facts) => ifAny(facts, () => insertTarget(sql, facts)),
        orLedgerError,
      ),
      sideBySide: Stream.unwrap(Effect.as(linedUp, linePages(sql))).pipe(Stream.mapError(fromSqlError)),
    }
  }).pipe(Effect.withSpan("TieOutBook.open"))

const openScratch = Effect.gen(function* () {
  const fs = yield* FileSystem.FileSystem
  const directory = yield* Effect.mapError(
    fs.makeTempDirectoryScoped({ prefix: "waybill-tie-out-" }),
    fromPlatformError,
  )
  const filename = (yield* Path.Path).join(directory, "book.db")
  yield* createFile(filename)
  const sql = yield* NodeSqlite.make({ filename })
  // Nothing of it outlives the process: neither a crash nor a power cut can hurt.
  yield* sql`PRAGMA journal_mode = OFF`
  yield* sql`PRAGMA synchronous = OFF`
  // 64 MiB, however many records there are: they come in three orders.
  yield* sql`PRAGMA cache_size = -65536`
  yield* createTables(sql)
  return sql
}).pipe(Effect.provide(Reactivity.layer), orLedgerError)
