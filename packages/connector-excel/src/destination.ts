/**
 * A sheet of a workbook as a destination: a record is confirmed when it is kept beside the workbook, on the disk; the
 * workbook itself is put together at the end of the flow.
 */
import {
  cellText,
  type ConnectorError,
  type Delivered,
  type Delivery,
  type Destination,
  type Found,
  type Outcome,
  type TargetOptions,
} from "@waybill/connector"
import { Columns } from "@waybill/model"
import { Effect, FileSystem, Path, Semaphore, Stream } from "effect"

import { failure, Fault, issue, unreadable, unwritable } from "./errors.ts"
import { recordIssues, recordSchema, type TargetRecord, toRecord } from "./internal/columns.ts"
import { maxRows } from "./internal/limits.ts"
import { listSheet } from "./internal/list.ts"
import { renderBook } from "./internal/render.ts"
import {
  appendLines,
  loadSpool,
  type SheetHead,
  type Spool,
  spoolPath,
  spoolsOf,
  type SpoolRow,
} from "./internal/spool.ts"
import { parseStream } from "./internal/stream.ts"

type Files = FileSystem.FileSystem | Path.Path

/** The natural key of every entity of the model. */
const keyColumn = "number"
const batch = { records: 1000, bytes: 4_194_304, inFlight: 1 }
const sheetNames = { customer: "Customers", invoice: "Invoices", payment: "Payments" } as const

/** One workbook that is written to: its sheets' rows, and the turn of whoever changes them. */
interface Book {
  readonly path: string
  readonly spools: Map<string, Spool>
  readonly oneAtATime: <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
}

/** Waybill's own workbook has its rows beside it; any other file of that name is somebody's. */
const isForeign = Effect.fnUntraced(
  function* (path: string) {
    const files = yield* FileSystem.FileSystem
    const spools = yield* spoolsOf(path)
    return spools.length === 0 && (yield* files.exists(path))
  },
  Effect.mapError(() => failure("open the workbook", "WB-EXCEL-FILE", "the folder of the workbook can't be read")),
)

const foreign = (operation: string): ConnectorError =>
  failure(operation, "WB-EXCEL-FOREIGN-FILE", "a workbook of this name exists, and Waybill did not write it")

const sheetName = /^(?!')[^[\]:*?/\\]{1,31}(?<!')$/

const faultOf = (entity: TargetOptions["entity"], sheet: string, path: string): Fault | undefined => {
  if (entity === undefined) return new Fault("WB-EXCEL-ENTITY", "nobody said what the sheet takes")
  if (!path.toLowerCase().endsWith(".xlsx"))
    return new Fault("WB-EXCEL-STREAM", "only workbooks that end with .xlsx are written")
  return sheetName.test(sheet) ? undefined : new Fault("WB-EXCEL-STREAM", "Excel does not take the name of the sheet")
}

/** The columns that the sheet has already, and those that are new. */
const mergeColumns = (spool: Spool, columns: ReadonlyArray<Columns.Column>): ReadonlyArray<Columns.Column> => {
  const known = spool.head?.columns.filter(({ name }) => columns.every((column) => column.name !== name)) ?? []
  return [...columns, ...known]
}

const toSpoolRow = ({ key, record }: Delivery<TargetRecord>): SpoolRow => ({
  key,
  row: Object.fromEntries(Object.entries(record).map(([name, value]) => [name, cellText(value)])),
})

const refusals = (
  deliveries: ReadonlyArray<Delivery<TargetRecord>>,
  spool: Spool,
): ReadonlyArray<Outcome | undefined> => {
  let room = maxRows - 1 - spool.keys.size
  return deliveries.map(({ key, record }) => {
    const [first] = recordIssues(record)
    if (first !== undefined) return { _tag: "Refused", issue: first }
    if (!spool.keys.has(key) && room-- <= 0)
      return { _tag: "Refused", issue: issue("WB-EXCEL-ROWS", "the sheet is full") }
    return undefined
  })
}

/** Keeps a batch; what a workbook can't hold is refused, all others share one fate. */
const settle = Effect.fn("excel.deliver")(function* (
  book: Book,
  spool: Spool,
  head: SheetHead,
  deliveries: ReadonlyArray<Delivery<TargetRecord>>,
): Effect.fn.Return<Delivered, never, Files> {
  const operation = `write ${head.sheet}`
  const refused = refusals(deliveries, spool)
  const kept = deliveries.filter((_, index) => refused[index] === undefined)
  const store = Effect.gen(function* () {
    if (spool.size === 0 && (yield* isForeign(book.path))) return yield* foreign(operation)
    return yield* appendLines(spool, head, kept.map(toSpoolRow)).pipe(
      Effect.catchTag("PlatformError", (cause) =>
        unwritable(operation, "the rows can't be kept beside the workbook", cause, spool.torn),
      ),
    )
  })
  const stop =
    kept.length === 0
      ? undefined
      : yield* Effect.match(store, { onFailure: (error) => error, onSuccess: () => undefined })
  if (stop === undefined) return { outcomes: refused.map((one) => one ?? { _tag: "Confirmed" }) }
  const fate = { _tag: spool.torn ? "Unknown" : "NotSent", issue: { code: stop.code, message: stop.message } } as const
  return { outcomes: refused.map((one) => one ?? fate), stop }
})

const openBook = (books: Map<string, Book>, path: string): Book => {
  const book = books.get(path) ?? { path, spools: new Map(), oneAtATime: Semaphore.makeUnsafe(1).withPermits(1) }
  books.set(path, book)
  return book
}

/** Opens a sheet of a book; two flows that write to one sheet share its rows. */
const openSpool = Effect.fnUntraced(function* (book: Book, sheet: string) {
  const path = yield* spoolPath(book.path, sheet)
  const spool = book.spools.get(path) ?? (yield* loadSpool(path))
  book.spools.set(path, spool)
  return spool
})

/** Makes what opens destinations in `directory`. Nothing is changed before the first batch. */
export const openDestinations = (directory: string) => {
  const books = new Map<string, Book>()
  return Effect.fn("excel.destination")(function* (
    stream: string,
    { entity, extraFields = [] }: TargetOptions,
  ): Effect.fn.Return<Destination<TargetRecord>, ConnectorError, Files> {
    const operation = `open ${stream}`
    const context = yield* Effect.context<Files>()
    const { path, sheet = entity === undefined ? "" : sheetNames[entity] } = yield* parseStream(stream, directory)
    const fault = faultOf(entity, sheet, path)
    if (fault !== undefined || entity === undefined) return yield* unreadable(operation)(fault)
    if (yield* isForeign(path)) return yield* foreign(operation)
    const book = openBook(books, path)
    const spool = yield* openSpool(book, sheet).pipe(book.oneAtATime)
    if (spool.head !== undefined && spool.head.entity !== entity) {
      return yield* failure(operation, "WB-EXCEL-ENTITY", `the sheet holds ${spool.head.entity}s already`)
    }
    const columns = Columns.of(entity, extraFields)
    const headNow = (): SheetHead => ({ sheet, entity, columns: mergeColumns(spool, columns) })
    return {
      entity,
      target: `${path}#${sheet}`,
      record: recordSchema(columns),
      requires: [],
      fromModel: toRecord(columns),
      key: (record) => String(record[keyColumn]),
      batch,
      repeat: "upsert",
      deliver: (deliveries) =>
        Effect.suspend(() => settle(book, spool, headNow(), deliveries)).pipe(
          book.oneAtATime,
          Effect.uninterruptible,
          Effect.provideContext(context),
        ),
      find: (keys) =>
        Effect.sync(() => new Map(keys.filter((key) => spool.keys.has(key)).map((key): [string, Found] => [key, {}]))),
      list: Stream.suspend(() => (spool.keys.size === 0 ? Stream.empty : listSheet({ path, sheet, entity }))).pipe(
        Stream.provideContext(context),
      ),
      readBack: Columns.exactFields(entity, extraFields),
      finish: renderBook(path).pipe(book.oneAtATime, Effect.provideContext(context)),
    }
  })
}
