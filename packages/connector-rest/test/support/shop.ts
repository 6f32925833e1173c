/**
 * A made-up API of invoices, strict, in the variants that plain JSON APIs come in. Amounts stay the text that they were sent in.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"

import { parseNumbers } from "@waybill/connector-http"
import { Effect } from "effect"

export interface Invoice {
  readonly id: unknown
  readonly [field: string]: unknown
}

export interface Options {
  readonly paging?: "none" | "page" | "offset" | "cursor" | "link" | "header"
  readonly auth?: "bearer" | "basic" | "header" | "clientCredentials"
  readonly onDuplicate?: "duplicates" | "refuses" | "upsert"
  /** A page holds no more, whatever is asked for. */
  readonly mostAPage?: number
  /** Takes the place of an answer; `cut`: the connection ends, before (`cutBefore`) or after the work. */
  readonly instead?: (request: Asked, count: number) => Instead | undefined
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage["headers"]
  readonly body: string
}

export type Instead =
  | "cut"
  | "cutBefore"
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }

export interface Shop {
  readonly url: string
  readonly invoices: Array<Invoice>
  readonly asked: Array<Asked>
  /** How many tokens were given. */
  readonly tokens: () => number
  /** Takes every token back. */
  readonly expire: () => void
}

export const secrets = { token: "s3cret-token", password: "p4ss word", key: "k3y-value", clientSecret: "cl13nt/secret" }

interface Said {
  readonly status: number
  readonly json?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A customer who gets no invoices. */
export const closed = "closed"

const fields = new Set(["invoice_no", "customer", "amount", "currency", "due_on", "kind", "note"])
const taken = ["invoice_no", "customer", "amount", "currency"]

/** JSON with amounts as the numbers that they were written as. */
const write = (value: unknown): string => JSON.stringify(value).replaceAll(/"#(-?[\d.eE+]+)"/g, "$1")
const read = (text: string) => parseNumbers(text, (source) => `#${source}`) as Record<string, unknown>

const pageOf = (all: ReadonlyArray<Invoice>, query: URLSearchParams, url: string, options: Options): Said => {
  const { paging = "none", mostAPage = 100 } = options
  if (paging === "none") return { status: 200, json: { data: all, meta: { total: all.length } } }
  const size = Math.min(Number(query.get("limit") ?? 2), mostAPage)
  const place = query.get({ page: "page", offset: "skip" }[paging as string] ?? "after")
  const from = paging === "page" ? (Number(place ?? 1) - 1) * size : Number.parseInt(place ?? "0")
  // Between two pages of cursors stands one without records.
  const isGap = place?.endsWith("-gap") ?? false
  const data = isGap ? [] : all.slice(from, from + size)
  const more = isGap || from + size < all.length
  const next = isGap ? String(from) : more ? `${from + size}${paging === "cursor" ? "-gap" : ""}` : null
  const address = `${url}/invoices?limit=${size}&after=${next}`
  return {
    status: 200,
    json: {
      data,
      meta: { total: all.length, more, next, address: more ? address : null },
    },
    ...(paging === "header" && more
      ? { headers: { link: `<${url}/invoices>; rel="first", <${address}>; rel="next"` } }
      : {}),
  }
}

const serve = (options: Options, shop: Omit<Shop, "tokens" | "expire">, tokens: Set<string>) => {
  const { invoices } = shop
  let nextId = 9_007_199_254_740_990n

  const isSignedIn = ({ headers }: Asked): boolean => {
    const { authorization = "" } = headers
    if (options.auth === undefined) return true
    if (options.auth === "bearer") return authorization === `Bearer ${secrets.token}`
    if (options.auth === "header") return headers["x-api-key"] === secrets.key
    if (options.auth === "clientCredentials") return tokens.has(authorization)
    return authorization === `Basic ${Buffer.from(`ann:${secrets.password}`).toString("base64")}`
  }

  const give = ({ headers, body }: Asked): Said => {
    const form = new URLSearchParams(body)
    const basic = Buffer.from(`c1:${encodeURIComponent(secrets.clientSecret)}`).toString("base64")
    const isKnown = headers.authorization === `Basic ${basic}` || form.get("client_secret") === secrets.clientSecret
    if (!isKnown || form.get("grant_type") !== "client_credentials")
      return { status: 400, json: { error: "invalid_client" } }
    const token = `t${tokens.size + 1}-${Math.floor(Math.random() * 1e9)}`
    tokens.add(`Bearer ${token}`)
    return { status: 200, json: { access_token: token, token_type: "bearer", expires_in: 3600 } }
  }

  const faultsOf = (record: Record<string, unknown>): ReadonlyArray<string> => [
    ...Object.keys(record).filter((name) => !fields.has(name)),
    ...taken.filter((name) => record[name] === undefined),
  ]

  const create = (body: string): Said => {
    const record = read(body)
    if (record["customer"] === closed) return { status: 422, json: { message: "the customer is closed" } }
    const faults = faultsOf(record)
    if (faults.length > 0) return { status: 422, json: { message: `wrong: ${faults.join(", ")}` } }
    const index = invoices.findIndex(({ invoice_no: number }) => number === record["invoice_no"])
    const { onDuplicate = "duplicates" } = options
    if (index >= 0 && onDuplicate === "refuses") return { status: 409, json: { message: "there already" } }
    if (index >= 0 && onDuplicate === "upsert") {
      invoices[index] = { ...record, id: invoices[index]!.id }
      return { status: 200, json: { data: { id: invoices[index].id } } }
    }
    nextId += 1n
    const made = { ...record, id: `#${nextId}` }
    invoices.push(made)
    return { status: 201, json: { data: { id: made.id } } }
  }

  const one = ({ method, body }: Asked, id: string): Said => {
    const index = invoices.findIndex((invoice) => String(invoice.id).replace("#", "") === id)
    if (index < 0) return { status: 404, json: { message: "no such invoice" } }
    if (method === "DELETE") {
      invoices.splice(index, 1)
      return { status: 204 }
    }
    if (method === "PUT") invoices[index] = { ...read(body), id: invoices[index]!.id }
    return { status: 200, json: { data: invoices[index] } }
  }

  return (asked: Asked): Said => {
    const { method, path, query, body } = asked
    if (path === "/oauth/token") return give(asked)
    if (!isSignedIn(asked)) return { status: 401, json: { message: `not you: ${asked.headers.authorization}` } }
    const [, resource, id] = path.split("/")
    if (resource !== "invoices") return { status: 404, json: { message: "no such address" } }
    if (id !== undefined) return one(asked, decodeURIComponent(id))
    if (method === "POST") return create(body)
    const number = query.get("number")
    const found = number === null ? invoices : invoices.filter(({ invoice_no: held }) => held === number)
    return pageOf(found, query, shop.url, options)
  }
}

const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Array<Buffer> = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")))
  })

const answer = (response: ServerResponse, { status, json, headers = {} }: Said): void => {
  response.writeHead(status, { "content-type": "application/json", ...headers })
  response.end(json === undefined ? undefined : write(json))
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { readonly port: number }).port))
  })

const start = async (options: Options): Promise<{ readonly shop: Shop; readonly server: Server }> => {
  const tokens = new Set<string>()
  let given = 0
  const state = { url: "", invoices: [] as Array<Invoice>, asked: [] as Array<Asked> }
  const shop: Shop = {
    ...state,
    get url() {
      return state.url
    },
    tokens: () => given,
    expire: () => tokens.clear(),
  }
  const reply = serve(options, shop, tokens)
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1")
      const asked: Asked = {
        method: request.method ?? "",
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body,
      }
      state.asked.push(asked)
      const instead = options.instead?.(asked, state.asked.length)
      if (instead === "cutBefore") return request.socket.destroy()
      if (typeof instead === "object") {
        response.writeHead(instead.status, { "content-type": "application/json", ...instead.headers })
        return response.end(instead.body)
      }
      const said = reply(asked)
      if (pathname === "/oauth/token" && said.status === 200) given += 1
      return instead === "cut" ? request.socket.destroy() : answer(response, said)
    })
  })
  state.url = `http://127.0.0.1:${await listen(server)}`
  return { shop, server }
}

/** A running shop, for as long as the scope is open. */
export const openShop = (options: Options = {}) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(() => start(options)),
      ({ server }) =>
        Effect.promise(
          () =>
            new Promise<void>((resolve) => {
              server.closeAllConnections()
              server.close(() => resolve())
            }),
        ),
    ),
    ({ shop }) => shop,
  )
