/**
 * Delimited text as a destination: one line a record, by key, confirmed when it is on the disk.
 */
import {
  type ConnectorError,
  type Delivered,
  type Delivery,
  type Destination,
  type Found,
  Lost,
  type Outcome,
  type TargetOptions,
  Unreachable,
} from "@waybill/connector"
import { Columns } from "@waybill/model"
import { Effect, FileSystem, Path, Schema, Semaphore, Stream } from "effect"

import { failure, fault, issue } from "./errors.ts"
import { defuseCell } from "./Format.ts"
import { toColumns } from "./internal/columns.ts"
import { checkDirectory, isPattern, pathOf } from "./internal/files.ts"
import { listTarget } from "./internal/list.ts"
import type { TextRecord } from "./internal/recordMaker.ts"
import { maxRecordLength } from "./internal/scan.ts"
import { checkTarget, type Contents, load, sizeOf, type Target } from "./internal/targetFile.ts"
import { append, type Lines, replace, takeBack } from "./internal/targetWrite.ts"
import type { Settings } from "./Settings.ts"

type Files = FileSystem.FileSystem | Path.Path

/** The natural key of every entity of the model. */
const keyColumn = "number"

const batch = { records: 1000, bytes: 1_048_576, inFlight: 1 }

const refused = (...of: Parameters<typeof issue>): Outcome => ({ _tag: "Refused", issue: issue(...of) })

/** Why a record can't stand in a file that this connector could read again. */
const refusal = (record: TextRecord): Outcome | undefined => {
  let length = 0
  for (const [field, text] of Object.entries(record)) {
    if (text.includes("\0") || !text.isWellFormed()) {
      return refused("WB-CSV-TEXT", `${field} holds a NUL character or half a character`, { field })
    }
    length += text.length
  }
  // Quotes within double, so that the line may be twice as long.
  return length > maxRecordLength / 2 - 1000 ? refused("WB-CSV-TOO-LONG", "the record is too long") : undefined
}

/** What ended a batch, and what is known of its records. */
interface Stop {
  readonly fate: "NotSent" | "Unknown"
  readonly error: ConnectorError
}

const notSent = (error: ConnectorError): Stop => ({ fate: "NotSent", error })

/** One file, written batch by batch. */
const writer = (target: Target) => {
  const { name } = target.file
  let known: Contents | undefined

  const writeStop = (fate: Stop["fate"], cause: unknown): Stop => ({
    fate,
    error: failure(
      `write ${name}`,
      fault("WB-CSV-WRITE", `'${name}' can't be written`),
      fate === "NotSent" ? new Unreachable({ cause }) : new Lost({ how: "half written", cause }),
    ),
  })

  /** What the file holds now; it is read again where another program has changed it. */
  const current = Effect.gen(function* () {
    const onDisk = (yield* sizeOf(target))?.onDisk ?? 0
    if (known?.onDisk === onDisk) return known
    const isOurs = known === undefined
    known = undefined
    const contents = yield* load(target)
    if (!isOurs && contents.sound !== contents.onDisk) {
      return yield* failure(`write ${name}`, fault("WB-CSV-TARGET-BUSY", `another program is writing to '${name}'`))
    }
    known = contents
    return contents
  })

  const put = Effect.fnUntraced(function* (contents: Contents, lines: Lines) {
    const replaced = new Map([...lines].filter(([key]) => contents.keys.has(key)))
    const added = new Map([...lines].filter(([key]) => !contents.keys.has(key)))
    if (replaced.size > 0) {
      return yield* Effect.mapError(replace(target, contents, replaced, added), (cause) => writeStop("NotSent", cause))
    }
    return yield* Effect.catch(append(target, contents, added), (cause) =>
      Effect.flatMap(takeBack(target, contents), (clean) =>
        Effect.fail(writeStop(clean ? "NotSent" : "Unknown", cause)),
      ),
    )
  })

  const store = Effect.fnUntraced(function* (lines: Lines) {
    const contents = yield* Effect.mapError(current, notSent)
    known = undefined
    const size = yield* put(contents, lines)
    for (const key of lines.keys()) contents.keys.add(key)
    known = { ...contents, sound: size, onDisk: size }
  })

  return { store, keys: Effect.map(current, ({ keys }) => keys) }
}

/** Writes a batch; what it can't hold is refused, all others share one fate. */
const settle = Effect.fn("csv.deliver")(function* (
  store: ReturnType<typeof writer>["store"],
  columns: ReadonlyArray<string>,
  deliveries: ReadonlyArray<Delivery<TextRecord>>,
): Effect.fn.Return<Delivered, never, Files> {
  const refusals = deliveries.map(({ record }) => refusal(record))
  const lines = new Map(
    deliveries
      .filter((_, index) => refusals[index] === undefined)
      .map(({ record }) => [record[keyColumn]!, columns.map((column) => defuseCell(record[column] ?? ""))]),
  )
  const stop =
    lines.size === 0
      ? undefined
      : yield* Effect.match(store(lines), { onFailure: (of) => of, onSuccess: () => undefined })
  const fate: Outcome =
    stop === undefined
      ? { _tag: "Confirmed" }
      : { _tag: stop.fate, issue: { code: stop.error.code, message: stop.error.message } }
  const outcomes = refusals.map((one) => one ?? fate)
  return stop === undefined ? { outcomes } : { outcomes, stop: stop.error }
})

/** Where a stream is written to: one file below the connection's folder, in a folder that exists. */
const locate = Effect.fnUntraced(function* (directory: string, stream: string, settings: Settings) {
  const files = yield* FileSystem.FileSystem
  const paths = yield* Path.Path
  const path = yield* pathOf(directory, stream)
  if (isPattern(stream) || settings.encoding !== "utf-8") {
    const why = isPattern(stream) ? `'${stream}' is a pattern` : `the connection's encoding is ${settings.encoding}`
    return yield* failure(`open ${stream}`, fault("WB-CSV-TARGET", why))
  }
  yield* checkDirectory(paths.dirname(path))
  // A file that takes the place of another must not take that of a link to it.
  return yield* Effect.orElseSucceed(files.realPath(path), () => path)
})

/** Opens a file for writing. Nothing is changed before the first batch; an existing file must have the same header. */
export const openDestination = Effect.fn("csv.destination")(function* (
  directory: string,
  stream: string,
  settings: Settings,
  { entity, extraFields = [] }: TargetOptions,
): Effect.fn.Return<Destination<TextRecord>, ConnectorError, Files> {
  const context = yield* Effect.context<Files>()
  const path = yield* locate(directory, stream, settings)
  if (entity === undefined) {
    return yield* failure(`open ${stream}`, fault("WB-CSV-ENTITY", `nobody said what '${stream}' takes`))
  }
  const columns = Columns.of(entity, extraFields).map(({ name }) => name)
  const target: Target = { file: { name: stream, path }, columns, keyColumn, settings }
  yield* checkTarget(target)
  const { store, keys } = writer(target)
  const oneAtATime = Semaphore.makeUnsafe(1).withPermits(1)
  return {
    entity,
    target: path,
    record: Schema.Struct(Object.fromEntries(columns.map((column) => [column, Schema.String]))),
    requires: [],
    fromModel: toColumns(columns),
    key: (record) => record[keyColumn]!,
    batch,
    repeat: "upsert",
    deliver: (deliveries) =>
      settle(store, columns, deliveries).pipe(oneAtATime, Effect.uninterruptible, Effect.provideContext(context)),
    find: (wanted) =>
      Effect.map(
        keys,
        (held) => new Map(wanted.filter((key) => held.has(key)).map((key): [string, Found] => [key, {}])),
      ).pipe(oneAtATime, Effect.provideContext(context)),
    list: Stream.provideContext(listTarget(target, entity), context),
    readBack: Columns.exactFields(entity, extraFields),
  }
})
