/**
 * The receiving end of the uploads, as a process of its own: counts what arrives without trusting whoever sends. Every body
 * is scanned for numbers and amounts; each fiftieth is parsed as well, and must say the same.
 *
 * `node receiver.ts [LATENCY]`: says its address in a line of JSON, and what it holds at `/counted`.
 */
import { createServer } from "node:http"

const numberMark = Buffer.from('"invoiceNumber":"INV-')
const amountMark = Buffer.from('"invoiceAmount":')
const parsedEvery = 50

let requests = 0
let records = 0
let cents = 0n
let doubled = 0
let customers = 0
/** A bit for each number that arrived. */
let seen = new Uint8Array(1 << 17)

const note = (index: number): void => {
  const at = index >> 3
  if (at >= seen.length) {
    const larger = new Uint8Array(Math.max(seen.length * 2, at + 1))
    larger.set(seen)
    seen = larger
  }
  if ((seen[at]! & (1 << (index & 7))) !== 0) doubled += 1
  seen[at]! |= 1 << (index & 7)
}

/** The whole number of cents that stands at `at` as a JSON number in major units. */
const centsAt = (body: Buffer, at: number): number => {
  let value = 0
  let decimals = -1
  for (let index = at; ; index++) {
    const digit = body[index]! - 48
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      if (decimals >= 0) decimals += 1
    } else if (digit === -2 && decimals < 0) decimals = 0
    else break
  }
  return value * 10 ** (2 - Math.max(0, decimals))
}

const digitsAt = (body: Buffer, at: number): number => {
  let value = 0
  for (let index = at; index < at + 8; index++) value = value * 10 + body[index]! - 48
  return value
}

const scan = (body: Buffer): { readonly found: number; readonly sum: number } => {
  let found = 0
  let sum = 0
  for (let at = body.indexOf(numberMark); at !== -1; at = body.indexOf(numberMark, at + 1)) {
    note(digitsAt(body, at + numberMark.length))
    found += 1
  }
  for (let at = body.indexOf(amountMark); at !== -1; at = body.indexOf(amountMark, at + 1)) {
    sum += centsAt(body, at + amountMark.length)
  }
  return { found, sum }
}

const parsed = (body: Buffer): { readonly found: number; readonly sum: number } => {
  const invoices: ReadonlyArray<{ readonly invoiceAmount: number }> = JSON.parse(body.toString())
  return {
    found: invoices.length,
    sum: invoices.reduce((sum, { invoiceAmount }) => sum + Math.round(invoiceAmount * 100), 0),
  }
}

const take = (body: Buffer): void => {
  const { found, sum } = scan(body)
  if (requests++ % parsedEvery === 0) {
    const again = parsed(body)
    if (again.found !== found || again.sum !== sum) throw new Error("scanning and parsing a body differ")
  }
  records += found
  cents += BigInt(sum)
}

/** Milliseconds before each answer. */
const latency = Number(process.argv[2] ?? 0)

const server = createServer((request, response) => {
  const answer = (body: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(body))
  if (request.url === "/counted") {
    const { user, system } = process.cpuUsage()
    answer({ requests, records, customers, doubled, cents: String(cents), cpuSeconds: (user + system) / 1e6 })
    return
  }
  const parts: Array<Buffer> = []
  request.on("data", (part) => parts.push(part))
  request.on("end", () => {
    const body = Buffer.concat(parts)
    if (request.url === "/jsonApi/upload/invoices") take(body)
    else customers += JSON.parse(body.toString()).length
    if (latency === 0) answer({ message: "ok" })
    else setTimeout(() => answer({ message: "ok" }), latency)
  })
})
server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  console.log(JSON.stringify({ url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` }))
})
process.on("SIGTERM", () => process.exit(0))
