/**
 * CRM.COM's invoices and payments in memory, behind the client's interface: for the failures that a server gives only at
 * the right moment. What the connector does with a real one is tested against the sandbox.
 */
import { ConnectorError, Lost, type Reason, Refused, Throttled, Unauthorized } from "@waybill/connector"
import { BigDecimal, Effect } from "effect"

import type { Calls } from "../../src/index.ts"

const fail = (code: string, reason: Reason) =>
  new ConnectorError({ connector: "crmcom", operation: "test", code, message: "it failed", reason })

export const failures = {
  absent: fail("WB-CRMCOM-ABSENT", new Refused({ status: "NOTFOUND" })),
  duplicate: fail("WB-CRMCOM-DUPLICATE", new Refused({ status: "NOTUNIQUE", answer: "code taken" })),
  refused: fail("WB-CRMCOM-REFUSED", new Refused({ status: "NO", answer: "the vendor's words" })),
  release: fail("WB-CRMCOM-RELEASE", new Refused({})),
  address: fail("WB-HTTP-REFUSED", new Refused({ status: "404" })),
  signIn: fail("WB-CRMCOM-SIGN-IN", new Unauthorized({})),
  throttled: fail("WB-HTTP-THROTTLED", new Throttled({})),
  lost: fail("WB-HTTP-LOST", new Lost({ how: "timeout" })),
} as const
export type Failure = keyof typeof failures

interface Stored {
  readonly id: string
  readonly code: string | undefined
  state: "DRAFT" | "POSTED" | "REJECTED" | "CANCELLED"
  fields: Record<string, any>
}

/** A strike: a call's name, its failure, and whether the call is carried out all the same. */
interface Strike {
  readonly failure: Failure
  readonly after: boolean
}

type Params = Readonly<Record<string, any>>

/** What a test may change of the world. */
export interface Memory {
  readonly calls: Calls
  readonly stored: ReadonlyArray<Stored>
  /** Every call made: `invoices.create`. */
  readonly log: Array<string>
  /** The next call of this name fails, or the one after so many more. */
  readonly strike: (
    call: string,
    failure: Failure,
    options?: { readonly after?: boolean; readonly skip?: number },
  ) => void
  /** Added to what CRM.COM computes. */
  tax: BigDecimal.BigDecimal
  /** Whether a cancelled invoice is shown as posted, with nothing open. */
  shownPosted: boolean
}

const zero = BigDecimal.fromBigInt(0n)

export const makeMemory = (): Memory => {
  const stored: Array<Stored> = []
  const reversals = new Set<string>()
  const strikes = new Map<string, Array<Strike | undefined>>()

  const priceOf = (item: Params): BigDecimal.BigDecimal =>
    item["sub_total"] ?? BigDecimal.multiply(item["cost"], item["quantity"])
  const totalOf = (items: ReadonlyArray<Params>) =>
    items.reduce<BigDecimal.BigDecimal>((sum, item) => BigDecimal.sum(sum, priceOf(item)), memory.tax)

  const struck = (name: string, carryOut: () => any): Effect.Effect<any, ConnectorError> =>
    Effect.suspend(() => {
      memory.log.push(name)
      const strike = strikes.get(name)?.shift()
      if (strike === undefined) return carryOut()
      const failed = Effect.fail(failures[strike.failure])
      return strike.after ? Effect.andThen(carryOut(), failed) : failed
    })

  const show = (record: Stored) => {
    const { fields, id, code, state } = record
    const hidden = state === "CANCELLED" && memory.shownPosted
    const open = state === "POSTED" ? fields["total_amount"] : zero
    return {
      ...fields,
      id,
      ...(code === undefined ? {} : { back_office_code: code }),
      life_cycle_state: hidden ? "POSTED" : state,
      ...(state === "DRAFT" ? {} : { unsettled_amount: fields["unsettled_amount"] ?? open }),
    }
  }

  const kind = (name: string, make: (params: Params) => Record<string, any>) => {
    const prefix = name === "invoices" ? "I" : "P"
    const own = () => stored.filter(({ id }) => id.startsWith(prefix))
    const named = (identifier: Params) =>
      own().find(({ id, code }) => (identifier["by"] === "id" ? id : code) === identifier["value"])
    const identifier = name === "invoices" ? "invoice_identifier" : "payment_identifier"
    const call = (method: string, run: (params: Params) => Effect.Effect<any, ConnectorError>) => (params: Params) =>
      struck(`${name}.${method}`, () => run(params))
    const step = (method: string, from: Stored["state"], to: Stored["state"]) =>
      call(method, (params) => {
        const record = named(params[identifier])
        if (record?.state !== from) return Effect.fail(failures.refused)
        const code = params["back_office_code"]
        if (code !== undefined && reversals.has(code)) return Effect.fail(failures.duplicate)
        if (code !== undefined) reversals.add(code)
        record.state = to
        return Effect.succeed(show(record))
      })
    return {
      show: call("show", (params) => {
        const record = named(params[identifier])
        return record === undefined ? Effect.fail(failures.absent) : Effect.succeed(show(record))
      }),
      create: call("create", (params) => {
        const code = params["back_office_code"]
        if (own().some((record) => record.code === code)) return Effect.fail(failures.duplicate)
        const record = {
          id: `${prefix}${stored.length + 1}`,
          code,
          state: params["life_cycle_state"],
          fields: make(params),
        }
        stored.push(record)
        return Effect.succeed(show(record))
      }),
      update: call("update", (params) => {
        const record = named(params[identifier])
        if (record?.state !== "DRAFT") return Effect.fail(failures.refused)
        record.fields = { ...record.fields, ...make(params) }
        return Effect.succeed(show(record))
      }),
      post: step("post", "DRAFT", "POSTED"),
      reject: step("reject", "DRAFT", "REJECTED"),
      cancel: step("cancel", "POSTED", "CANCELLED"),
      writeOff: step("writeOff", "POSTED", "POSTED"),
    }
  }

  const account = ({ accounts_receivable_identifier: { by, value } }: Params) => ({
    accounts_receivable: { [by]: value },
  })
  let items = 0
  const invoices = kind("invoices", (params) => {
    const { invoice_item_set: all, due_on, notes } = params
    const kept = all.filter((item: Params) => item["action"] !== "remove")
    return {
      ...account(params),
      due_on,
      notes,
      total_amount: totalOf(kept),
      invoice_item_set: kept.map((item: Params) => ({ id: `item ${(items += 1)}`, cost: item["cost"] })),
    }
  })
  const payments = kind("payments", (params) => {
    const { payment_amount, received_on, invoices_to_pay_set: set = [] } = params
    return {
      ...account(params),
      payment_amount,
      received_on,
      invoices_to_pay_set: set.map((named: Params) => named["invoice_identifier"]),
    }
  })
  const payInvoice = (params: Params) =>
    struck("payments.payInvoice", () => {
      const invoice = stored.find(({ id }) => id === params["invoice_identifier"].value)!
      const payment_amount = invoice.fields["unsettled_amount"] ?? invoice.fields["total_amount"]
      invoice.fields["unsettled_amount"] = zero
      stored.push({
        id: `P${stored.length + 1}`,
        code: params["back_office_code"],
        state: "POSTED",
        fields: { ...account(params), payment_amount },
      })
      return Effect.succeed(show(stored.at(-1)!))
    })

  const memory: Memory = {
    // Only what a destination calls.
    calls: { invoices, payments: { ...payments, payInvoice } } as unknown as Calls,
    stored,
    log: [],
    strike: (call, failure, { after = false, skip = 0 } = {}) => {
      strikes.set(call, [
        ...(strikes.get(call) ?? []),
        ...Array.from({ length: skip }, () => undefined),
        { failure, after },
      ])
    },
    tax: zero,
    shownPosted: false,
  }
  return memory
}
