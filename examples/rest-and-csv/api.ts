/**
 * A small billing API of invoices and payments, made up for the example: `node api.ts [PORT]` starts it on this machine. It says
 * where it listens, keeps everything in memory, and is strict about what it takes.
 *
 * With `--lose-an-answer` the connection is cut behind the first payment that it books.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"

interface Payment {
  readonly id: number
  readonly reference: string
  readonly invoice: string
  readonly amount: string
  readonly currency: string
  readonly paidOn: string
}

const token = process.env["BILLING_TOKEN"] ?? "example-token"

const invoices = Array.from({ length: 25 }, (_, index) => ({
  id: 1000 + index,
  number: `2026-${String(index + 1).padStart(4, "0")}`,
  customer: { id: 1 + (index % 4), number: `K-${1 + (index % 4)}`, name: `Customer ${1 + (index % 4)} Ltd` },
  totals: { gross: Number(`${100 + index}.${10 + index}`), currency: index % 5 === 4 ? "USD" : "EUR" },
  issuedOn: `2026-10-${String(1 + index).padStart(2, "0")}`,
  dueOn: `2026-11-${String(1 + index).padStart(2, "0")}`,
  status: index % 6 === 5 ? "paid" : "open",
}))

const payments: Array<Payment> = []
let nextId = 5001
let losesOne = process.argv.includes("--lose-an-answer")

/** A status and a body; `lost`: the connection is cut instead. */
type Answer = readonly [status: number, body?: unknown] | "lost"

const wrong = (payment: Readonly<Record<string, unknown>>): string | undefined => {
  const fields = ["reference", "invoice", "amount", "currency", "paidOn"]
  const unknown = Object.keys(payment).find((name) => !fields.includes(name))
  if (unknown !== undefined) return `there is no field ${unknown}`
  const missing = fields.find((name) => typeof payment[name] !== "string")
  if (missing !== undefined) return `${missing} is to be text`
  return invoices.some(({ number }) => number === payment["invoice"]) ? undefined : "there is no such invoice"
}

const book = (payment: Omit<Payment, "id">): Answer => {
  const fault = wrong(payment)
  if (fault !== undefined) return [422, { message: fault }]
  const booked = { id: nextId++, ...payment }
  payments.push(booked)
  if (!losesOne) return [201, { payment: booked }]
  losesOne = false
  return "lost"
}

const onePayment = (method: string, id: string): Answer => {
  const index = payments.findIndex((payment) => String(payment.id) === id)
  if (index < 0) return [404, { message: "there is no such payment" }]
  if (method === "GET") return [200, { payment: payments[index] }]
  payments.splice(index, 1)
  return [204]
}

const page = (query: URLSearchParams): Answer => {
  const number = Number(query.get("page") ?? 1)
  const status = query.get("status")
  const wanted = status === null ? invoices : invoices.filter((invoice) => invoice.status === status)
  return [200, { invoices: wanted.slice((number - 1) * 10, number * 10), page: number, count: wanted.length }]
}

const answer = (method: string, { pathname, searchParams }: URL, body: string): Answer => {
  const [, , resource, id] = pathname.split("/")
  if (resource === "invoices" && method === "GET") return page(searchParams)
  if (resource !== "payments") return [404, { message: "there is no such address" }]
  if (id !== undefined) return onePayment(method, id)
  if (method === "POST") return book(JSON.parse(body))
  const reference = searchParams.get("reference")
  return [200, { payments: payments.filter((payment) => reference === null || payment.reference === reference) }]
}

const read = async (request: IncomingMessage): Promise<string> => {
  let text = ""
  for await (const chunk of request.setEncoding("utf8")) text += String(chunk)
  return text
}

const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await read(request)
  const isKnown = request.headers.authorization === `Bearer ${token}`
  const said = isKnown
    ? answer(request.method ?? "", new URL(request.url ?? "/", "http://127.0.0.1"), body)
    : ([401, { message: "who are you?" }] as const)
  if (said === "lost") return void request.socket.destroy()
  response.writeHead(said[0], { "content-type": "application/json" })
  response.end(said[1] === undefined ? undefined : JSON.stringify(said[1]))
}

const server = createServer((request, response) => void serve(request, response))
server.listen(Number(process.argv[2] ?? 8790), "127.0.0.1", () => {
  const address = server.address()
  const port = typeof address === "object" ? address?.port : ""
  process.stdout.write(`http://127.0.0.1:${port}/v1\n`)
})
