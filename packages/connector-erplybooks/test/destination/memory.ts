/**
 * ERPLY Books in memory, behind the client's interface: for the failures that a server gives only at the right moment. What
 * the connector does with a real one is tested against the sandbox.
 */
import { ConnectorError, Lost, type Reason, Refused, Throttled, Unauthorized, Unreadable } from "@waybill/connector"
import { Effect, Stream } from "effect"

import type { Calls } from "../../src/index.ts"

const fail = (code: string, reason: Reason) =>
  new ConnectorError({ connector: "erplybooks", operation: "test", code, message: "it failed", reason })

export const failures = {
  absent: fail("WB-ERPLYBOOKS-ABSENT", new Refused({ status: "409" })),
  refused: fail("WB-ERPLYBOOKS-REFUSED", new Refused({ status: "409", answer: "the vendor's words" })),
  record: fail("WB-ERPLYBOOKS-RECORD", new Refused({})),
  module: fail("WB-ERPLYBOOKS-MODULE", new Unreadable({})),
  shifted: fail("WB-ERPLYBOOKS-SHIFTED", new Unreadable({})),
  address: fail("WB-HTTP-REFUSED", new Refused({ status: "404" })),
  token: fail("WB-HTTP-UNAUTHORIZED", new Unauthorized({})),
  throttled: fail("WB-HTTP-THROTTLED", new Throttled({})),
  lost: fail("WB-HTTP-LOST", new Lost({ how: "timeout" })),
} as const
export type Failure = keyof typeof failures

export type Stored = Record<string, any>
type Params = Readonly<Record<string, any>>
export type Kind = "payments" | "invoices" | "customers"

/** A strike: a failure, and whether the call is carried out all the same. */
interface Strike {
  readonly failure: Failure
  readonly after: boolean
}

export interface Memory {
  readonly calls: Calls
  readonly stored: Readonly<Record<Kind, Array<Stored>>>
  /** Every call made: `payments.create`. */
  readonly log: Array<string>
  /** The parameters of every list. */
  readonly asked: Array<Params>
  /** The next call of this name fails, or the one after so many more. */
  readonly strike: (
    call: string,
    failure: Failure,
    options?: { readonly after?: boolean; readonly skip?: number; readonly times?: number },
  ) => void
  /** What happens to a record that is written. */
  bend: (kind: Kind, record: Stored) => Stored
  readonly dictionaries: Record<string, ReadonlyArray<string>>
  accounts: ReadonlyArray<Stored>
  /** Payments that only `getEverything` shows. */
  hidden: boolean
  /** Whether the answer of the Partner API holds an id. */
  partnerAnswers: boolean
}

const holds = (text: unknown, part: string | undefined) =>
  part === undefined || (typeof text === "string" && text.includes(part))
const is = (value: unknown, wanted: unknown) => wanted === undefined || value === wanted

/** The filters that the tests use, as loose as the vendor's may be. */
const matches = (kind: Kind, record: Stored, params: Params, hidden: boolean): boolean => {
  if (kind === "payments") {
    const { dateFrom = "", dateTo = "9", getEverything = false } = params
    return record["opDate"] >= dateFrom && record["opDate"] <= dateTo && (!hidden || getEverything)
  }
  if (kind === "invoices") {
    return (
      is(record["typeCode"], params["documentType"]) &&
      is(record["partnerDocumentId"], params["partnerDocumentId"]) &&
      holds(record["number"], params["number"])
    )
  }
  return (
    is(record["id"], params["id"]) &&
    holds(record["code"], params["code"]) &&
    is(record["partnerCustomerId"], params["partnerCustomerId"])
  )
}

const makeKind = (memory: Memory, kind: Kind, struck: Struck, nextId: () => number) => {
  const all = memory.stored[kind]
  const saved = new Map<string, Stored>()
  const named = (id: number) => all.find((record) => record["id"] === id)
  const orAbsent = (id: number, use: (record: Stored) => any): Effect.Effect<any, ConnectorError> => {
    const record = named(id)
    return record === undefined ? Effect.fail(failures.absent) : Effect.succeed(use(record))
  }
  const create = (fields: Params) => {
    const record = memory.bend(kind, { ...fields, id: nextId() })
    all.push(record)
    return record
  }
  const listAll = (params: Params) =>
    Stream.unwrap(
      struck(`${kind}.list`, () => {
        memory.asked.push(params)
        return Effect.succeed(Stream.fromIterable(all.filter((record) => matches(kind, record, params, memory.hidden))))
      }),
    )
  return {
    create,
    calls: {
      listAll,
      list: (params: Params) => Effect.map(Stream.runCollect(listAll(params)), (items) => ({ items, totalCount: 0 })),
      get: (id: number) => struck(`${kind}.get`, () => orAbsent(id, (record) => ({ ...record }))),
      create: (fields: Params) => struck(`${kind}.create`, () => Effect.succeed({ ...create(fields) })),
      update: (id: number, change: Params, missing: Params = {}) =>
        struck(`${kind}.update`, () =>
          orAbsent(id, (record) => {
            const before = `before ${saved.size}`
            saved.set(before, { ...record })
            const added = Object.entries(missing).filter(([field]) => !record[field])
            Object.assign(record, memory.bend(kind, { ...record, ...Object.fromEntries(added), ...change }))
            return { record: { ...record }, before }
          }),
        ),
      restore: (id: number, before: string) =>
        struck(`${kind}.restore`, () =>
          orAbsent(id, (record) => (all[all.indexOf(record)] = { ...saved.get(before) })),
        ),
      remove: (id: number) =>
        struck(`${kind}.remove`, () =>
          orAbsent(id, (record) => void all.splice(all.indexOf(record), 1)).pipe(
            Effect.mapError(() => failures.refused),
          ),
        ),
    },
  }
}

type Struck = (name: string, carryOut: () => Effect.Effect<any, ConnectorError>) => Effect.Effect<any, ConnectorError>

const makeStruck = (log: Array<string>, strikes: Map<string, Array<Strike | undefined>>): Struck => {
  return (name, carryOut) =>
    // A call takes its time, so that others may ask meanwhile.
    Effect.flatMap(Effect.yieldNow, () => {
      log.push(name)
      const strike = strikes.get(name)?.shift()
      if (strike === undefined) return carryOut()
      const failed = Effect.fail(failures[strike.failure])
      return strike.after ? Effect.andThen(carryOut(), failed) : failed
    })
}

/** The Partner API: an upsert by `partnerDocumentId`. */
const makeSavePartner = (memory: Memory, struck: Struck, create: (fields: Params) => Stored) => (fields: Params) =>
  struck("invoices.savePartner", () => {
    const { invoices } = memory.stored
    const known = invoices.find((one) => one["partnerDocumentId"] === fields["partnerDocumentId"])
    const { id: _id, ...rest } = fields
    const record = known === undefined ? create(rest) : Object.assign(known, memory.bend("invoices", { ...rest }))
    return Effect.succeed(memory.partnerAnswers ? { id: record["id"] } : {})
  })

const makeCheckNumber = (memory: Memory, struck: Struck) => (number: string) =>
  struck("invoices.checkNumber", () => {
    const taken = memory.stored.invoices.find((one) => one["number"] === number)
    return Effect.succeed({ id: 0, exists: taken !== undefined, existingDocumentId: taken?.["id"] ?? 0 })
  })

export const makeMemory = (): Memory => {
  const strikes = new Map<string, Array<Strike | undefined>>()
  const log: Array<string> = []
  const struck = makeStruck(log, strikes)
  let lastId = 100
  const nextId = () => (lastId += 1)
  const memory: Memory = {
    calls: {} as Calls,
    stored: { payments: [], invoices: [], customers: [] },
    log,
    asked: [],
    strike: (call, failure, { after = false, skip = 0, times = 1 } = {}) => {
      const skipped = Array.from({ length: skip }, () => undefined)
      const own = Array.from({ length: times }, () => ({ failure, after }))
      strikes.set(call, [...(strikes.get(call) ?? []), ...skipped, ...own])
    },
    bend: (_kind, record) => record,
    dictionaries: {
      CURRENCY: ["CURRENCY_EUR", "CURRENCY_USD"],
      PAYMENT_TYPE: ["INVOICE_PAYMENT", "OTHER_INCOMING_PAYMENT"],
      DOCUMENT_TYPE: ["DOCUMENT_SELL"],
      DOCUMENT_STATUS_TYPE: ["STATUS_CONFIRMED"],
      ENTITY_TYPE: ["ENTITY_TYPE_LEGAL"],
    },
    accounts: [
      { id: 7, number: "1020" },
      { id: 8, number: "1010" },
      { id: 9, number: "1030" },
      { id: 10, number: "1030" },
    ],
    hidden: false,
    partnerAnswers: true,
  }
  const [payments, invoices, customers] = (["payments", "invoices", "customers"] as const).map((kind) =>
    makeKind(memory, kind, struck, nextId),
  )
  const ledger = {
    dictionary: (code: string) =>
      struck(`ledger.dictionary ${code}`, () => Effect.succeed(memory.dictionaries[code] ?? [])),
    accounts: () =>
      Stream.unwrap(struck("ledger.accounts", () => Effect.succeed(Stream.fromIterable(memory.accounts)))),
    organisation: struck("ledger.organisation", () => Effect.succeed({})),
  }
  const savePartner = makeSavePartner(memory, struck, invoices!.create)
  // Only what a destination calls.
  const calls = {
    payments: payments!.calls,
    customers: customers!.calls,
    invoices: { ...invoices!.calls, savePartner, checkNumber: makeCheckNumber(memory, struck) },
    ledger,
  } as unknown as Calls
  return Object.assign(memory, { calls })
}
