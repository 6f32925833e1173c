import { DatabaseSync } from "node:sqlite"

import { assert, layer } from "@effect/vitest"
import { Effect, FileSystem, Path } from "effect"
import * as Reactivity from "effect/reactivity/Reactivity"
import { TestClock } from "effect/testing"

import { fromSqlError } from "../src/Errors.ts"
import { exists, layerCopy, layerSqlite, Ledger, ledgerErrors } from "../src/index.ts"
import * as NodeSqlite from "../src/internal/nodeSqlite.ts"
import { child } from "./child.ts"
import {
  amend,
  beforePeople,
  compared,
  confirm,
  dismissed,
  edited,
  folder,
  inLedger,
  inRun,
  platform,
  reject,
  rejects,
  start,
} from "./support.ts"

const open = Effect.asVoid(Ledger)

const fileIn = (directory: string) => Effect.map(Path.Path, (path) => path.join(directory, "ledger.db"))

const modeOf = Effect.fnUntraced(function* (file: string) {
  const { mode } = yield* (yield* FileSystem.FileSystem).stat(file)
  return (mode & 0o777).toString(8)
})

/** The file as any other program sees it. */
const raw = (file: string) => Effect.provide(NodeSqlite.make({ filename: file }), Reactivity.layer)

const pragma = "PRAGMA synchronous"

/** Every database that is used from now on: what its connection is set to nobody else can tell. */
const seenDatabases = Effect.gen(function* () {
  const databases = new Set<DatabaseSync>()
  // oxlint-disable-next-line typescript/unbound-method -- called with its own database below
  const { prepare } = DatabaseSync.prototype
  yield* Effect.acquireRelease(
    Effect.sync(() => {
      DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...text) {
        databases.add(this)
        return prepare.apply(this, text)
      }
    }),
    () => Effect.sync(() => void (DatabaseSync.prototype.prepare = prepare)),
  )
  return databases
})

layer(platform)("files", (it) => {
  it.effect("the folder is 0700 and everything in it 0600", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = path.join(yield* folder, "deep", "state")
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const run = yield* (yield* Ledger).start(start)
          yield* run.flow({ flow: "invoices", target: "t" })
          const files = (yield* fs.readDirectory(directory)).sort()
          assert.deepStrictEqual(files, ["ledger.db", "ledger.db-shm", "ledger.db-wal", "nightly.1.lock"])
          for (const file of files) assert.strictEqual(yield* modeOf(path.join(directory, file)), "600", file)
          assert.strictEqual(yield* modeOf(directory), "700")
        }).pipe(Effect.provide(platform)),
      )
    }),
  )

  it.effect("asking whether there is a ledger creates none", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const directory = path.join(yield* folder, "state")
      assert.isFalse(yield* exists({ directory }))
      assert.isFalse(yield* fs.exists(directory))
      yield* inLedger(directory, open)
      assert.isTrue(yield* exists({ directory }))
    }),
  )

  it.effect("is opened again with everything in it, at the same version", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) => confirm(book, ["I-1"])),
      )
      yield* inLedger(directory, open)
      const known = yield* inLedger(
        directory,
        inRun((book) => book.lookup(["I-1"])),
      )
      assert.strictEqual(known.get("I-1")?.state, "confirmed")
    }),
  )

  it.effect("an older ledger is brought up to date with what it holds", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* inLedger(
        directory,
        inRun((book) =>
          Effect.gen(function* () {
            yield* confirm(book, ["I-1"])
            yield* book.compared([compared("I-3", "pending")])
            yield* book.intend(["I-3"])
          }),
        ),
      )
      yield* Effect.scoped(
        Effect.flatMap(raw(yield* fileIn(directory)), (sql) =>
          Effect.forEach(
            [
              `ALTER TABLE runs DROP COLUMN lease`,
              `ALTER TABLE flows DROP COLUMN cursor`,
              `ALTER TABLE flows DROP COLUMN reading`,
              `ALTER TABLE records DROP COLUMN sent_at`,
              `ALTER TABLE records DROP COLUMN landed`,
              `ALTER TABLE records DROP COLUMN draft`,
              `ALTER TABLE records DROP COLUMN target_key`,
              `ALTER TABLE records DROP COLUMN before`,
              `ALTER TABLE runs DROP COLUMN command`,
              `DROP TABLE resolutions`,
              ...beforePeople,
              `DELETE FROM migrations WHERE migration_id > 1`,
            ],
            (statement) => sql.unsafe(statement),
          ),
        ),
      )
      yield* TestClock.adjust("1 hour")
      const known = yield* inLedger(
        directory,
        inRun((book) => Effect.andThen(confirm(book, ["I-2"]), book.lookup(["I-1", "I-2", "I-3"]))),
      )
      assert.deepStrictEqual(
        [...known.values()].map(({ state }) => state),
        ["confirmed", "confirmed", "sending"],
      )
      // Sent at some time before: "not there" is not believed earlier than is sure.
      assert.strictEqual(known.get("I-3")?.sentAt, 3_600_000)
    }),
  )

  it.effect("rejects of an older version are listed, never amended, and kept anew by the next run", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const old = [reject(3, "I-1", "refused"), reject(4, undefined, "invalid"), reject(5, undefined, "invalid")]
      yield* inLedger(
        directory,
        inRun((book) => book.reject(old)),
      )
      yield* Effect.scoped(
        Effect.flatMap(raw(yield* fileIn(directory)), (sql) =>
          Effect.forEach(beforePeople, (statement) => sql.unsafe(statement)),
        ),
      )
      yield* inLedger(
        directory,
        Effect.gen(function* () {
          const kept = yield* rejects()
          assert.deepStrictEqual(
            kept.map(({ row, origin, version, unread }) => [row, origin, version, unread]),
            old.map(({ row }) => [row, "", 0, undefined]),
          )
          assert.deepStrictEqual(yield* rejects({ origins: ["", "0"] }), [])
          const found = yield* inRun((book) => book.amended([""]))
          assert.strictEqual(found.size, 0)
          for (const amendment of [edited("I-10"), dismissed]) {
            const error = yield* Effect.flip(amend(kept.slice(0, 1), amendment))
            assert.strictEqual(error._tag === "LedgerError" ? error.code : "", "WB-LEDGER-CHANGED")
          }
          yield* inRun((book) =>
            Effect.andThen(
              book.past([{ origin: "", row: 5 }]),
              book.reject([...old.slice(0, 2), reject(5, "I-5", "refused")]),
            ),
          )
          assert.deepStrictEqual(
            (yield* rejects()).map(({ row, origin, run }) => [row, origin, run]),
            [
              [3, old[0]!.origin, 5],
              [4, old[1]!.origin, 5],
              [5, "", 1],
              [5, reject(5, "I-5", "refused").origin, 5],
            ],
          )
          assert.deepStrictEqual((yield* Effect.flatMap(Ledger, (ledger) => ledger.check)).faults, [])
        }),
      )
    }),
  )

  it.effect("a newer ledger is refused and left as it is", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      const file = yield* fileIn(directory)
      yield* inLedger(directory, open)
      yield* Effect.scoped(
        Effect.flatMap(
          raw(file),
          (sql) => sql`INSERT INTO migrations (migration_id, name) VALUES (1000, 'from_the_future')`,
        ),
      )
      const before = yield* fs.readFile(file)
      const error = yield* Effect.flip(inLedger(directory, open))
      assert.strictEqual(error.code, "WB-LEDGER-NEWER")
      assert.deepStrictEqual(yield* fs.readFile(file), before)
    }),
  )

  it.effect("a file that is no database is refused and left as it is", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      const file = yield* fileIn(directory)
      yield* fs.writeFileString(file, "Number,Amount\n".repeat(1_000))
      const error = yield* Effect.flip(inLedger(directory, open))
      assert.strictEqual(error.code, "WB-LEDGER-CORRUPT")
      assert.include(error.hint, "backup")
      assert.strictEqual(yield* fs.readFileString(file), "Number,Amount\n".repeat(1_000))
    }),
  )

  it.effect("another program's database is refused", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      yield* Effect.scoped(
        Effect.flatMap(raw(yield* fileIn(directory)), (sql) => sql`CREATE TABLE things (id INTEGER)`),
      )
      assert.strictEqual((yield* Effect.flip(inLedger(directory, open))).code, "WB-LEDGER-CORRUPT")
    }),
  )

  it.effect("a damaged page is found when it is read, not taken for an empty ledger", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      const file = yield* fileIn(directory)
      const keys = Array.from({ length: 2_000 }, (_, i) => `I-${i}`)
      yield* inLedger(
        directory,
        inRun((book) => confirm(book, keys)),
      )
      const bytes = yield* fs.readFile(file)
      bytes.fill(0xff, bytes.length / 2)
      yield* fs.writeFile(file, bytes)
      const error = yield* Effect.flip(
        inLedger(
          directory,
          inRun((book) => book.lookup(keys)),
        ),
      )
      assert.strictEqual(error._tag === "LedgerError" ? error.code : "", "WB-LEDGER-CORRUPT")
    }),
  )

  it.effect("a file that was cut off is refused", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      const file = yield* fileIn(directory)
      yield* inLedger(
        directory,
        inRun((book) => confirm(book, ["I-1"])),
      )
      const bytes = yield* fs.readFile(file)
      for (const length of [bytes.length / 2, 4096, 5000, 100, 10]) {
        yield* fs.writeFile(file, bytes.subarray(0, length))
        const error = yield* Effect.flip(inLedger(directory, open))
        assert.strictEqual(error.code, "WB-LEDGER-CORRUPT", String(length))
        assert.include(error.hint, "backup")
      }
    }),
  )

  it.effect("a log without its file is refused, kept, and taken for no new ledger by a plan either", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      const file = yield* fileIn(directory)
      const log = yield* inLedger(
        directory,
        inRun((book) => Effect.andThen(confirm(book, ["I-1"]), Effect.orDie(fs.readFile(`${file}-wal`)))),
      )
      assert.isAbove(log.length, 0)
      yield* fs.writeFile(`${file}-wal`, log)
      for (const lose of [fs.writeFile(file, new Uint8Array()), fs.remove(file)]) {
        yield* lose
        for (const opened of [layerSqlite({ directory }), layerCopy({ directory })]) {
          const error = yield* Effect.flip(Effect.scoped(Effect.provide(open, opened)))
          assert.strictEqual(error.code, "WB-LEDGER-LOST")
          assert.include(error.hint, "backup")
        }
        assert.deepStrictEqual(yield* fs.readFile(`${file}-wal`), log)
      }
    }),
  )

  it.effect("invariant 1: every commit is on the disk before anything is sent", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const databases = yield* seenDatabases
      const found = yield* inLedger(
        directory,
        Effect.sync(() =>
          [...databases]
            .find((each) => each.location()?.endsWith("ledger.db"))
            ?.prepare(pragma)
            .get(),
        ),
      )
      assert.deepStrictEqual({ ...found }, { synchronous: 2 })
    }),
  )

  it.effect("a folder that can't be made is said to be so", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const path = yield* Path.Path
      const file = path.join(yield* folder, "a file")
      yield* fs.writeFileString(file, "")
      assert.strictEqual((yield* Effect.flip(inLedger(path.join(file, "state"), open))).code, "WB-LEDGER-UNUSABLE")
    }),
  )

  it.effect("a folder or ledger that may not be written is said to be so", () =>
    Effect.gen(function* () {
      const fs = yield* FileSystem.FileSystem
      const directory = yield* folder
      yield* fs.chmod(directory, 0o555)
      assert.strictEqual(yield* (yield* child(directory, "unprivileged")).line, "WB-LEDGER-READ-ONLY")
      yield* fs.chmod(directory, 0o755)
      yield* inLedger(directory, open)
      yield* fs.chmod(yield* fileIn(directory), 0o444)
      yield* fs.chmod(directory, 0o555)
      assert.strictEqual(yield* (yield* child(directory, "unprivileged")).line, "WB-LEDGER-READ-ONLY")
      yield* fs.chmod(directory, 0o700)
    }),
  )

  it.effect("a full disk and a file that another program holds are said to be so", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const file = yield* fileIn(directory)
      yield* inLedger(directory, open)
      const sql = yield* raw(file)
      yield* sql`PRAGMA max_page_count = 1`
      const many = Array.from({ length: 500 }, (_, i) => "x".repeat(i))
      const full = yield* Effect.flip(sql`INSERT INTO flows (pipeline, flow, target)
        SELECT 'p', value, 't' FROM json_each(${JSON.stringify(many)})`)
      assert.strictEqual(fromSqlError(full).code, "WB-LEDGER-FULL")
      const other = yield* raw(file)
      yield* sql`BEGIN IMMEDIATE`
      const locked = yield* Effect.flip(other`BEGIN IMMEDIATE`)
      assert.strictEqual(fromSqlError(locked).code, "WB-LEDGER-LOCKED")
    }),
  )
})

layer(platform)("errors", (it) => {
  it.effect("every code is in the catalogue once, with its meaning and fix", () =>
    Effect.sync(() => {
      const codes = ledgerErrors.map(({ code }) => code)
      assert.deepStrictEqual(codes, [...new Set(codes)].sort())
      for (const { code, meaning, fix } of ledgerErrors) {
        assert.match(code, /^WB-LEDGER(-[A-Z]+)+$/)
        assert.isAbove(meaning.length, 10)
        assert.isAbove(fix.length, 10)
      }
    }),
  )
})
