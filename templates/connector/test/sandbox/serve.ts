/**
 * A local stand-in of Acme: its calls over HTTP, on this machine only, its records in memory.
 *
 * To change: the calls, as the documentation states them. It has no faults of its own: those are the testkit's.
 */
import { createServer, type IncomingMessage } from "node:http"
import { text } from "node:stream/consumers"

import { Effect } from "effect"

import { Books, Refusal } from "./Books.ts"
import { type ListName, lists } from "./fields.ts"

export const token = "sandbox-token"

const isList = (name: string | undefined): name is ListName => lists.some((list) => list === name)

/** A page of a list; `after` is the id of the record before it. */
const pageOf = (books: Books, list: ListName, query: URLSearchParams): unknown => {
  const { limit = "100", after, number, ...unknown } = Object.fromEntries(query)
  if (Object.keys(unknown).length > 0) throw new Refusal(422, "invalid", "There is no such parameter.")
  const all = books.all(list).filter((record) => number === undefined || record["number"] === number)
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1
  const items = all.slice(start, start + Number(limit))
  return { items, next: start + items.length < all.length ? items.at(-1)?.["id"] : null }
}

const bodyOf = (json: string): Readonly<Record<string, unknown>> => {
  const body: unknown = JSON.parse(json)
  if (typeof body === "object" && body !== null) return Object.fromEntries(Object.entries(body))
  throw new Refusal(422, "invalid", "The body must be an object.")
}

/** Answers one request with a status and a body. */
const answer = (books: Books, { method, url = "/", headers }: IncomingMessage, body: string): [number, unknown] => {
  const { pathname, searchParams } = new URL(url, "http://localhost")
  const [, version, list, id] = pathname.split("/")
  if (headers.authorization !== `Bearer ${token}`) throw new Refusal(401, "unauthorized", "The token is unknown.")
  if (version !== "v1" || !isList(list)) throw new Refusal(404, "no_such_call", "There is no such call.")
  switch (`${method} ${id === undefined ? "list" : "record"}`) {
    case "GET list":
      return [200, pageOf(books, list, searchParams)]
    case "POST list":
      return [201, books.create(list, bodyOf(body))]
    case "GET record":
      return [200, books.get(list, id!)]
    case "PUT record":
      return [200, books.replace(list, id!, bodyOf(body))]
    case "DELETE record":
      return [204, books.remove(list, id!)]
    default:
      throw new Refusal(405, "no_such_call", "There is no such call.")
  }
}

const answered = (books: Books, request: IncomingMessage, body: string): [number, unknown] => {
  try {
    return answer(books, request, body)
  } catch (thrown) {
    const { status, code, message } =
      thrown instanceof Refusal ? thrown : new Refusal(400, "bad_request", "The request can't be read.")
    return [status, { error: { code, message } }]
  }
}

/** Starts the stand-in; it ends with the scope. Port 0 is any that is free. */
export const startSandbox = (port = 0) =>
  Effect.gen(function* () {
    const books = new Books()
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const [status, json] = answered(books, request, body)
        response.writeHead(status, { "content-type": "application/json" })
        response.end(json === undefined ? undefined : JSON.stringify(json))
      })
    })
    const listening = Effect.callback<typeof server>((resume) => {
      server.listen(port, "127.0.0.1", () => resume(Effect.succeed(server)))
    })
    yield* Effect.acquireRelease(listening, () => Effect.sync(() => server.close().closeAllConnections()))
    const address = server.address()
    const at = typeof address === "object" ? address?.port : port
    return { url: `http://127.0.0.1:${at}/v1`, books }
  })
