/** An office in memory, as far as reading goes: accounts with their lists, and every call that was made. */
import { ConnectorError, Lost, type OpenOptions, type Page, Refused } from "@waybill/connector"
import { Effect, FileSystem, Option, Schema, Stream } from "effect"

import type { Account } from "../../src/api/Account.ts"
import type { Invoice } from "../../src/api/Invoice.ts"
import type { Payment } from "../../src/api/Payment.ts"
import type { Calls } from "../../src/Calls.ts"
import { CrmComSettings } from "../../src/Settings.ts"
import { openSource } from "../../src/source.ts"

interface Books {
  readonly account?: Account
  readonly invoices?: ReadonlyArray<Invoice>
  readonly payments?: ReadonlyArray<Payment>
}

interface Asked {
  readonly accounts_receivable_identifier: { readonly by: string; readonly value: string }
  readonly number_of_results?: number
  readonly offset?: number
}

export interface Call {
  readonly account: string
  readonly by: string
  readonly offset: number | undefined
  readonly size: number | undefined
}

export interface Office {
  readonly calls: Calls
  readonly log: ReadonlyArray<Call>
  /** Calls under way at once, at the most. */
  readonly atOnce: () => number
}

export interface Oddities {
  /** A list gives at most so many, whatever is asked for. */
  readonly most?: number
  readonly ignoresOffset?: boolean
  /** Runs before the n-th call (counted from 1) is answered. */
  readonly before?: (call: number) => Effect.Effect<void, ConnectorError>
}

const error = (code: string, reason: ConnectorError["reason"]) =>
  new ConnectorError({ connector: "crmcom", operation: "list", code, message: "no", reason })

export const absent = error("WB-CRMCOM-ABSENT", new Refused({}))
export const lost = error("WB-HTTP-LOST", new Lost({ how: "unreadable answer" }))

/** `books` is read anew by each call, so that a test may change it meanwhile. */
export const office = (books: ReadonlyMap<string, Books>, oddities: Oddities = {}): Office => {
  const log: Array<Call> = []
  let running = 0
  let atOnce = 0
  const booksOf = (asked: Asked): Effect.Effect<Books, ConnectorError> => {
    const { by, value } = asked.accounts_receivable_identifier
    log.push({ account: value, by, offset: asked.offset, size: asked.number_of_results })
    running += 1
    atOnce = Math.max(atOnce, running)
    return (oddities.before?.(log.length) ?? Effect.void).pipe(
      Effect.andThen(Effect.yieldNow),
      Effect.flatMap(() => {
        const found = books.get(value)
        return found === undefined ? Effect.fail(absent) : Effect.succeed(found)
      }),
      Effect.ensuring(Effect.sync(() => (running -= 1))),
    )
  }
  const page = <A>(records: ReadonlyArray<A> = [], { number_of_results, offset = 0 }: Asked): ReadonlyArray<A> => {
    const from = oddities.ignoresOffset === true ? 0 : offset
    return records.slice(from, from + Math.min(number_of_results ?? Infinity, oddities.most ?? Infinity))
  }
  const reading = {
    accountsReceivable: { show: (asked: Asked) => Effect.map(booksOf(asked), ({ account }) => account ?? {}) },
    invoices: { list: (asked: Asked) => Effect.map(booksOf(asked), ({ invoices }) => page(invoices, asked)) },
    payments: { list: (asked: Asked) => Effect.map(booksOf(asked), ({ payments }) => page(payments, asked)) },
  }
  // A source makes no other calls.
  return { calls: reading as unknown as Calls, log, atOnce: () => atOnce }
}

const decodeSettings = Schema.decodeUnknownSync(CrmComSettings)

export const settingsOf = (more: Readonly<Record<string, unknown>> = {}): CrmComSettings =>
  decodeSettings({
    baseUrl: "https://crm.example/crmapi/rest/v2",
    webApiKey: "key",
    currency: "EUR",
    release: "R13.0.0",
    ...more,
  })

export const options = (baseDirectory = "/"): OpenOptions => ({ connection: "crm", baseDirectory })

export const open = (calls: Calls, settings: Readonly<Record<string, unknown>>, stream = "invoices") =>
  openSource(settingsOf(settings), calls, options())(stream)

/** `I1`, `I2`, …: invoices of as little as the model needs. */
export const invoices = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index + 1}`, number: `${prefix}${index + 1}` }))

/** The numbers of a page's records; `!` for a row that is none. */
export const brief = (pages: ReadonlyArray<Page<any>>): ReadonlyArray<string> =>
  pages.flatMap(({ rows }) => rows.map((row) => ("record" in row ? row.record.number : "!")))

export const pagesOf = <A>(
  source: {
    readonly read: (from: Option.Option<string>) => Stream.Stream<Page<A>, ConnectorError>
  },
  from: Option.Option<string> = Option.none(),
) => Stream.runCollect(source.read(from))

/** A folder of its own with these files. */
export const folderOf = Effect.fnUntraced(function* (files: Readonly<Record<string, string | Uint8Array>>) {
  const system = yield* FileSystem.FileSystem
  const folder = yield* system.makeTempDirectoryScoped()
  for (const [name, contents] of Object.entries(files)) {
    yield* typeof contents === "string"
      ? system.writeFileString(`${folder}/${name}`, contents)
      : system.writeFile(`${folder}/${name}`, contents)
  }
  return folder
})
