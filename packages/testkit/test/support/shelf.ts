/** The connector of the made-up system, and its suite. */
import {
  type Connector,
  ConnectorError,
  type Delivery,
  type Destination,
  type Found,
  type Listed,
  makeConnector,
  type Outcome,
  type Source,
  Unreadable,
} from "@waybill/connector"
import { Invoice, type Issue, type Model, Monies, toErrorCodes } from "@waybill/model"
import type { Conformance } from "@waybill/testkit"
import { Effect, Option, Result, Schema, Stream } from "effect"

import { type Answer, type Client, makeClient, type Manners, polite, Settings } from "./shelfClient.ts"
import { type Json, type OnDuplicate, startShelf } from "./shelfServer.ts"

export const codec = Schema.toCodecJson(Invoice)
const encode = Schema.encodeSync(codec)
const decode = Schema.decodeUnknownSync(codec)

const issue = (code: string): Issue => ({ code, message: "the shelf can't take it" })

const isInvoice = (model: Model): model is Invoice => "total" in model

const errors = toErrorCodes(
  Object.fromEntries(
    ["SIGN-IN", "THROTTLED", "LOST", "STREAM", "REFUSED", "TEXT", "AMOUNT"].map((name) => [
      `WB-SHELF-${name}`,
      ["Wrong.", "Mend it."],
    ]),
  ),
)

const toRecord = (model: Model): Result.Result<Invoice, readonly [Issue]> => {
  if (!isInvoice(model)) return Result.fail([issue("WB-SHELF-STREAM")])
  if (Monies.format(model.total).length > 20) return Result.fail([issue("WB-SHELF-AMOUNT")])
  const isText = [model.number, model.note ?? ""].every((text) => text.isWellFormed() && !text.includes("\0"))
  return isText ? Result.succeed(model) : Result.fail([issue("WB-SHELF-TEXT")])
}

type Kept = NonNullable<Answer["items"]>[number]

const listedOf = ({ id, draft, record }: Kept): Listed => {
  const model = decode(record)
  return {
    targetId: id,
    number: model.number,
    key: model.number,
    model,
    ...(draft ? { standing: "draft" as const } : {}),
  }
}

const outcomeOf = (result: NonNullable<Answer["results"]>[number] | undefined, draft: boolean): Outcome =>
  result?.id === undefined
    ? { _tag: "Refused", issue: issue("WB-SHELF-REFUSED") }
    : { _tag: "Confirmed", targetId: result.id, draft }

/** The outcomes of a call that failed. */
const failed = (error: ConnectorError, count: number) => {
  const { code, message, sent, reason } = error
  const tag = reason._tag === "Refused" ? "Refused" : sent === "maybe" ? "Unknown" : "NotSent"
  const outcomes = Array.from({ length: count }, (): Outcome => ({ _tag: tag, issue: { code, message } }))
  return tag === "NotSent" ? { outcomes, stop: error } : { outcomes }
}

const settling = (count: number, draft: boolean) =>
  Effect.match({
    onSuccess: ({ results = [] }: Answer) => ({ outcomes: results.map((result) => outcomeOf(result, draft)) }),
    onFailure: (error: ConnectorError) => failed(error, count),
  })

const each = (
  client: Client,
  ids: ReadonlyArray<string>,
  verb: (id: string) => Effect.Effect<Answer, ConnectorError>,
) =>
  Effect.map(
    Effect.forEach(ids, (id) => settling(1, false)(verb(id))),
    (all) => ({ outcomes: all.flatMap(({ outcomes }) => outcomes) }),
  )

export const destinationOf = (client: Client, settings: Settings, repeat: OnDuplicate): Destination<Invoice> => ({
  entity: "invoice",
  target: settings.baseUrl,
  record: Invoice,
  requires: [],
  fromModel: toRecord,
  key: ({ number }) => number,
  batch: { records: 3, bytes: 1_000_000, inFlight: 2 },
  ...(settings.rateLimit === undefined ? {} : { perSecond: settings.rateLimit.perSecond }),
  repeat: ({ upsert: "upsert", refuse: "refuses", duplicate: "duplicates" } as const)[repeat],
  deliver: (batch: ReadonlyArray<Delivery<Invoice>>) => {
    const [first] = batch
    if (first === undefined) return Effect.succeed({ outcomes: [] })
    return first.change === "update" && first.targetId !== undefined
      ? settling(1, true)(client.ask("PUT", `/invoices/${first.targetId}`, encode(first.record) as object))
      : settling(
          batch.length,
          true,
        )(client.ask("POST", "/invoices", { records: batch.map(({ record }) => encode(record)) }))
  },
  find: (keys) =>
    Effect.map(
      Effect.forEach(keys, (key) => client.ask("GET", `/invoices?number=${encodeURIComponent(key)}`)),
      (answers) =>
        new Map(
          answers.flatMap(({ items = [] }) =>
            items.map(({ id, draft, record }): [string, Found] => [
              (record as Json)["number"] as string,
              { targetId: id, draft },
            ]),
          ),
        ),
    ),
  list: Stream.fromEffect(Effect.map(client.ask("GET", "/invoices"), ({ items = [] }) => items.map(listedOf))),
  show: (ids) =>
    Effect.map(
      Effect.forEach(ids, (id) => client.ask("GET", `/invoices/${id}`)),
      (answers) => new Map(answers.flatMap(({ items = [] }) => items.map((one) => [one.id, listedOf(one)]))),
    ),
  readBack: ["total", "dueDate", "note"],
  post: (batch) =>
    each(
      client,
      batch.map(({ targetId }) => targetId),
      (id) => client.ask("POST", `/invoices/${id}/post`),
    ),
  undo: {
    verbs: [{ verb: "delete", of: "posted", description: "nothing stays behind" }],
    run: (batch) =>
      each(
        client,
        batch.map(({ targetId }) => targetId),
        (id) => client.ask("DELETE", `/invoices/${id}`),
      ),
  },
})

const pageSize = 2

export const sourceOf = (client: Client): Source<Invoice> => ({
  entity: "invoice",
  record: Invoice,
  toModel: Result.succeed,
  incremental: true,
  read: (from) =>
    Stream.paginate(Number(Option.getOrElse(from, () => "0")), (offset) =>
      Effect.map(client.ask("GET", `/invoices?offset=${offset}&limit=${pageSize}`), ({ items = [] }) => {
        const rows = items.map(({ record }, index) => ({ row: offset + index + 1, record: decode(record) }))
        const next = items.length < pageSize ? Option.none<number>() : Option.some(offset + pageSize)
        return [[{ rows, cursor: String(offset + rows.length) }], next] as const
      }),
    ),
})

/** What is wrong with a variant. */
export interface Flaws {
  readonly manners?: Partial<Manners>
  readonly connector?: (connector: Connector<Settings>) => Connector
  readonly source?: (source: Source<Invoice>) => Source<any>
  readonly destination?: (destination: Destination<Invoice>) => Destination<any>
  readonly onDuplicate?: OnDuplicate
  /** What the connector believes of that. */
  readonly declared?: OnDuplicate
}

const noStream = new ConnectorError({
  connector: "shelf",
  operation: "open",
  code: "WB-SHELF-STREAM",
  message: "there is no such stream",
  reason: new Unreadable({}),
})

const connectorOf = ({ manners = {}, source, destination, declared = "upsert" }: Flaws): Connector<Settings> =>
  makeConnector({
    name: "shelf",
    title: "Shelf",
    description: "Invoices on a shelf",
    settings: Settings,
    streams: [{ name: "invoices", description: "Invoices", source: true, target: true, entity: "invoice" }],
    errors,
    open: (settings) =>
      Effect.map(makeClient(settings, { ...polite, ...manners }), (client) => ({
        check: Effect.as(client.ask("GET", "/health"), []),
        source: (stream) =>
          stream === "invoices" ? Effect.succeed((source ?? ((same) => same))(sourceOf(client))) : noStream,
        destination: (stream) =>
          stream === "invoices"
            ? Effect.succeed((destination ?? ((same) => same))(destinationOf(client, settings, declared)))
            : noStream,
      })),
  })

/** The suite of a variant; of the connector as it should be, where nothing is wrong. */
export const suiteOf = (flaws: Flaws = {}): Conformance => ({
  connector: (flaws.connector ?? ((same) => same))(connectorOf(flaws)),
  system: Effect.map(startShelf(flaws.onDuplicate ?? "upsert"), ({ shelf, url }) => ({
    settings: { baseUrl: url, token: "shelf-token-1" },
    holds: () => Effect.sync(() => shelf.kept.map(({ record }) => record["number"] as string)),
    put: (_, models) =>
      Effect.sync(() => models.forEach((model) => shelf.put(Schema.encodeUnknownSync(codec)(model) as Json))),
  })),
})
