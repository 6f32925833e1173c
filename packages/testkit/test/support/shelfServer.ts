/** A made-up system: invoices in memory behind a small JSON API. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

import { Effect, type Scope } from "effect"

export type Json = Readonly<Record<string, unknown>>

interface Kept {
  readonly id: string
  record: Json
  draft: boolean
}

/** What happens to a record that is there already. */
export type OnDuplicate = "upsert" | "refuse" | "duplicate"

export class Shelf {
  kept: Array<Kept> = []
  private made = 0
  private readonly onDuplicate: OnDuplicate
  constructor(onDuplicate: OnDuplicate) {
    this.onDuplicate = onDuplicate
  }

  put(record: Json): object {
    if (record["note"] === "refuse me" || record["customerNumber"] === "NOBODY-0")
      return { refused: "no such customer" }
    const there = this.kept.find((one) => one.record["number"] === record["number"])
    if (there !== undefined && this.onDuplicate === "refuse") return { refused: "taken" }
    if (there !== undefined && this.onDuplicate === "upsert") {
      there.record = record
      return { id: there.id }
    }
    const one = { id: `R${++this.made}`, record, draft: true }
    this.kept.push(one)
    return { id: one.id }
  }

  list(query: URLSearchParams): object {
    const number = query.get("number")
    const offset = Number(query.get("offset") ?? 0)
    const some =
      number === null
        ? this.kept.slice(offset, offset + Number(query.get("limit") ?? 1000))
        : this.kept.filter(({ record }) => record["number"] === number)
    return { items: some, total: this.kept.length }
  }

  answer(method: string, url: URL, body: Json): object | undefined {
    const [, stream, id, verb] = url.pathname.split("/")
    if (stream === "health") return { ok: true }
    if (method === "GET")
      return id === undefined ? this.list(url.searchParams) : { items: this.kept.filter((one) => one.id === id) }
    const there = this.kept.find((one) => one.id === id)
    if (method === "DELETE") this.kept = this.kept.filter((one) => one !== there)
    else if (id === undefined)
      return { results: (body["records"] as ReadonlyArray<Json>).map((record) => this.put(record)) }
    else if (there === undefined) return undefined
    else if (verb === "post") there.draft = false
    else there.record = body
    return { results: [{ id }] }
  }
}

const handle = (shelf: Shelf, request: IncomingMessage, body: string, response: ServerResponse): void => {
  const isKnown = request.headers.authorization === "Bearer shelf-token-1"
  const url = new URL(request.url ?? "/", "http://shelf")
  const answer = isKnown
    ? shelf.answer(request.method ?? "GET", url, body === "" ? {} : (JSON.parse(body) as Json))
    : {}
  response.writeHead(isKnown ? (answer === undefined ? 404 : 200) : 401, { "content-type": "application/json" })
  response.end(JSON.stringify(answer ?? {}))
}

export interface Started {
  readonly shelf: Shelf
  readonly url: string
}

const listen = (shelf: Shelf) => {
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => handle(shelf, request, Buffer.concat(chunks).toString(), response))
  })
  const listening = Effect.callback<Started>((resume) => {
    server.listen(0, "127.0.0.1", () =>
      resume(Effect.succeed({ shelf, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })),
    )
  })
  return Effect.acquireRelease(listening, () =>
    Effect.sync(() => {
      server.close()
      server.closeAllConnections()
    }),
  )
}

/** Starts it on loopback. It ends with its scope. */
export const startShelf = (onDuplicate: OnDuplicate): Effect.Effect<Started, never, Scope.Scope> =>
  Effect.suspend(() => listen(new Shelf(onDuplicate)))
