/**
 * A connector over arrays: what a test puts in is read, what is delivered is kept, and the test says what the target
 * answers. The engine, the pipeline file, the mapping and the ledger around it are the real ones.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import {
  type Connector,
  ConnectorError,
  type Delivered,
  type Delivery,
  type Destination,
  type Listed,
  makeConnector,
  type Outcome,
  type ParentRef,
  Unreadable,
} from "@waybill/connector"
import { layerCopy, layerSqlite, type Ledger } from "@waybill/ledger"
import type { Entity, Invoice, Model } from "@waybill/model"
import { Duration, Effect, Layer, Option, Result, Schema, Stream } from "effect"
import { FetchHttpClient } from "effect/http"

import {
  type Composition,
  type ImportedModule,
  openPipeline,
  type OpenPipeline,
  planPipeline,
  postRun,
  runPipeline,
  type RunOptions,
} from "../../src/index.ts"

export type TextRow = Readonly<Record<string, string>>

/** What the target was sent, in order, and how it answers. */
export class Target {
  readonly calls: Array<ReadonlyArray<Delivery<any>>> = []
  answer: (item: Delivery<any>) => Outcome = () => ({ _tag: "Confirmed" })
  stop: ((batch: ReadonlyArray<Delivery<any>>) => ConnectorError | undefined) | undefined
  before: Effect.Effect<void> = Effect.void
  repeat: Destination<unknown>["repeat"] = "upsert"
  /** What `find` says; absent: the target can't be asked. */
  find: Destination<unknown>["find"]
  /** What the target holds, in pages; absent: it can't be asked. */
  list: ReadonlyArray<ReadonlyArray<Listed>> | undefined
  /** Milliseconds after which `find` is believed. */
  visibleAfter = 0
  /** Completes a stream; absent: there is nothing to complete. */
  finish: ((stream: string) => Effect.Effect<void>) | undefined
  /** What `post` says of an id; absent: the target has no drafts. */
  post: ((targetId: string) => Outcome) | undefined
  keyOf: (record: { readonly number: string; readonly total?: unknown }) => string = ({ number }) => number
  readonly posted: Array<string> = []
  postings = 0
  postStop: ConnectorError | undefined
  /** The parents of an invoice. */
  parents: (invoice: Invoice) => ReadonlyArray<ParentRef> = ({ customerNumber }) => [
    { entity: "customer", key: customerNumber },
  ]
  batch = 10
  inFlight = 2
  /** Calls that a batch takes, and how many are allowed. */
  callsEach = 1
  /** How many records were made into the target's own. */
  mapped = 0
  limits: Pick<Destination<unknown>, "perSecond" | "perDay"> = {}
  get sent(): ReadonlyArray<string> {
    return this.calls.flat().map((item) => item.key)
  }
}

export class World {
  readonly tables = new Map<string, { columns: ReadonlyArray<string>; rows: ReadonlyArray<TextRow> }>()
  environment: Readonly<Record<string, string>> = {}
  /** Streams that never come to their end. */
  readonly endless = new Set<string>()
  /** Streams that can't be read to their end. */
  readonly damaged = new Set<string>()
  pagesRead = 0
  /** Whether reading on behind the end gives what was added since. */
  incremental = false
  /** What the file may name, by its path. */
  readonly modules = new Map<string, Effect.Effect<ImportedModule>>()
  readonly target = new Target()
  readonly directory = mkdtempSync(join(tmpdir(), "waybill-pipeline-"))

  table(name: string, columns: ReadonlyArray<string>, rows: ReadonlyArray<TextRow>): void {
    this.tables.set(name, { columns, rows })
  }

  file(text: string): string {
    const path = join(this.directory, "waybill.yaml")
    writeFileSync(path, text)
    return path
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }

  get composition(): Composition {
    return {
      connectors: new Map<string, Connector>([["memory", memory(this)]]),
      importModule: (name) => this.modules.get(name) ?? Effect.fail("nothing to import"),
      environment: this.environment,
      readTable: () => Effect.fail("no tables"),
    }
  }

  /** Opens the file, and does something with it and with the ledger in the world's folder. */
  with<A, E>(text: string, use: (open: OpenPipeline) => Effect.Effect<A, E, Ledger>) {
    return Effect.scoped(Effect.flatMap(openPipeline(this.file(text), this.composition), use)).pipe(
      Effect.provide(Layer.merge(this.ledger, platform)),
    )
  }

  /** Opens the file and runs it against the ledger in the world's folder. */
  run(text: string, options: Partial<RunOptions> = {}) {
    return Effect.scoped(
      Effect.flatMap(openPipeline(this.file(text), this.composition), (open) =>
        runPipeline(open, { version: "0.0.0-test", ...options }),
      ),
    ).pipe(Effect.provide(Layer.merge(this.ledger, platform)))
  }

  /** Posts the drafts of a run. */
  post(text: string, of: number) {
    return Effect.scoped(
      Effect.flatMap(openPipeline(this.file(text), this.composition), (open) =>
        postRun(open, { version: "0.0.0-test", of }),
      ),
    ).pipe(Effect.provide(Layer.merge(this.ledger, platform)))
  }

  plan(text: string) {
    return Effect.scoped(
      Effect.flatMap(openPipeline(this.file(text), this.composition), (open) =>
        planPipeline(open, { version: "0.0.0-test" }),
      ),
    ).pipe(Effect.provide(Layer.provideMerge(layerCopy({ directory: join(this.directory, ".waybill") }), platform)))
  }

  /** Over a scratch copy of the ledger in the world's folder. */
  inCopy<A, E>(use: Effect.Effect<A, E, Ledger>) {
    const copy = layerCopy({ directory: join(this.directory, ".waybill") })
    return Effect.provide(use, Layer.provide(copy, platform))
  }

  get ledger() {
    return layerSqlite({ directory: join(this.directory, ".waybill") }).pipe(Layer.provide(platform))
  }
}

export const platform = Layer.mergeAll(NodeServices.layer, FetchHttpClient.layer)

export const pageSize = 7

const unreadable = (stream: string) =>
  new ConnectorError({
    connector: "memory",
    operation: `read ${stream}`,
    code: "WB-TEST-DAMAGED",
    message: "the stream is cut short",
    reason: new Unreadable({}),
  })

const posting =
  (target: Target, answer: (targetId: string) => Outcome): NonNullable<Destination<unknown>["post"]> =>
  (batch) =>
    Effect.sync(() => {
      target.postings += 1
      target.posted.push(...batch.map(({ targetId }) => targetId))
      const outcomes = batch.map(({ targetId }) => answer(targetId))
      return target.postStop === undefined ? { outcomes } : { outcomes, stop: target.postStop }
    })

const destination = (entity: Entity, name: string, target: Target): Destination<any> => ({
  entity,
  target: name,
  record: Schema.Struct({
    number: Schema.String,
    parent: Schema.optionalKey(Schema.String),
    total: Schema.optionalKey(Schema.BigDecimalFromString),
    note: Schema.optionalKey(Schema.String),
  }),
  requires: [],
  fromModel: (model: Model) => {
    target.mapped += 1
    return Result.succeed({
      number: model.number,
      ...("customerNumber" in model ? { parent: model.customerNumber } : {}),
      ...("total" in model ? { total: model.total.amount } : {}),
      ...("name" in model && model.name !== undefined ? { note: model.name } : {}),
    })
  },
  key: target.keyOf,
  batch: { records: target.batch, bytes: 1_000_000, inFlight: target.inFlight, calls: target.callsEach },
  ...target.limits,
  repeat: target.repeat,
  ...(entity === "invoice" ? { parents: (model: Model) => target.parents(model as Invoice) } : {}),
  ...(target.find === undefined ? {} : { find: target.find, visibleAfter: Duration.millis(target.visibleAfter) }),
  ...(target.list === undefined ? {} : { list: Stream.fromIterable(target.list) }),
  ...(target.post === undefined ? {} : { post: posting(target, target.post) }),
  ...(target.finish === undefined ? {} : { finish: target.finish(name) }),
  deliver: (batch) =>
    Effect.gen(function* () {
      yield* target.before
      target.calls.push(batch)
      const stop = target.stop?.(batch)
      const delivered: Delivered = { outcomes: batch.map(target.answer) }
      return stop === undefined ? delivered : { ...delivered, stop }
    }),
})

const entities: Readonly<Record<string, Entity>> = { customers: "customer", others: "customer", invoices: "invoice" }

export const memory = (world: World) =>
  makeConnector({
    name: "memory",
    title: "Memory",
    description: "Arrays of a test",
    settings: Schema.Struct({
      system: Schema.optionalKey(Schema.String),
      token: Schema.optionalKey(Schema.RedactedFromValue(Schema.String)),
    }),
    streams: [],
    errors: [],
    open: ({ system = "one" }) =>
      Effect.succeed({
        check: Effect.succeed([]),
        source: (stream: string) => {
          const { columns } = world.tables.get(stream)!
          const record = Schema.Struct(Object.fromEntries(columns.map((column) => [column, Schema.String])))
          // As they are when they are read: a file may change between two reads.
          const pagesFrom = (start: number) => {
            const all = world.tables.get(stream)!.rows.map((record, index) => ({ row: index + 2, record }))
            return Array.from({ length: Math.ceil((all.length - start) / pageSize) }, (_, page) => {
              const behind = Math.min(start + (page + 1) * pageSize, all.length)
              return { rows: all.slice(start + page * pageSize, behind), cursor: String(behind) }
            })
          }
          const damaged = world.damaged.has(stream)
            ? Stream.fail(unreadable(stream))
            : world.endless.has(stream)
              ? Stream.never
              : Stream.empty
          return Effect.succeed({
            record,
            incremental: world.incremental,
            read: (from: Option.Option<string>) =>
              Stream.suspend(() => Stream.fromIterable(pagesFrom(Number(Option.getOrElse(from, () => "0"))))).pipe(
                Stream.tap(() => Effect.sync(() => void (world.pagesRead += 1))),
                Stream.concat(damaged),
              ),
          })
        },
        destination: (stream: string) =>
          Effect.succeed(destination(entities[stream]!, `memory:${system}/${stream}`, world.target)),
      }),
  })
