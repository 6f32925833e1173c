/** The stand-in of ERPLY Books as a system that the conformance suite can check a connector on. */
import { Dates, Decimals, type Model, moneyOf } from "@waybill/model"
import type { System } from "@waybill/testkit"
import { Effect } from "effect"

import { ErplyBooksSandbox } from "../../src/index.ts"
import { type Json, payment, row, say, token } from "../erplybooksHttp.ts"
import { each } from "./keys.ts"

const noon = (date: Dates.CalendarDate | undefined) =>
  date === undefined ? "2026-03-01T12:00:00" : `${Dates.toIso(date)}T12:00:00`

const number = (model: Model) => JSON.rawJSON(Decimals.toText(moneyOf(model)!.amount))

/** A new record as the vendor's calls take it. */
const bodyOf = (model: Model, customerId: number): object => {
  const note = "note" in model && model.note !== undefined ? { note: model.note } : {}
  if ("total" in model) {
    return {
      id: 0,
      typeCode: "DOCUMENT_SELL",
      customerId,
      number: model.number,
      date: noon(model.issueDate),
      currencyCode: "CURRENCY_EUR",
      rows: [{ ...row, typeCode: "ARTICLE_ROW_SELL", price: number(model), vatPercent: 0 }],
      ...note,
    }
  }
  const { invoiceId: _, ...rest } = payment({ customerId, sumPaid: number(model), ...note })
  return { ...rest, opDate: noon("amount" in model ? model.receivedDate : undefined) }
}

const parse = (texts: Iterable<string>) => Array.from(texts, (text): Json => JSON.parse(text))

const holdsOf = (sandbox: ErplyBooksSandbox, stream: string): ReadonlyArray<string> => {
  if (stream === "customers") return each(sandbox.customerCopies())
  if (stream === "invoices") return each(sandbox.invoiceCopies())
  return parse(sandbox.paymentTexts(1000)).map(({ opDate, archivingId }) => `${opDate.slice(0, 10)}/${archivingId}`)
}

export const erplyBooksSystem = Effect.gen(function* () {
  const sandbox = yield* ErplyBooksSandbox.start({ customerNumbers: [] })
  const idOf = (customer: string) => parse(sandbox.customerTexts(1000)).find(({ code }) => code === customer)?.id
  const system: System = {
    settings: {
      baseUrl: sandbox.url,
      token,
      since: "2026-01-01",
      until: "2026-12-31",
      pageSize: 2,
      visibleAfter: 0.2,
      rateLimit: { perSecond: 1000, inFlight: 3 },
      paymentAccount: "1020",
      article: "Service",
      usePartnerApi: true,
    },
    holds: (stream) => Effect.sync(() => holdsOf(sandbox, stream)),
    put: (stream, models) =>
      Effect.forEach(
        models,
        (model) => {
          if (!("customerNumber" in model)) {
            const { number, name = number } = model
            return Effect.sync(() => sandbox.seed({ customerNumbers: [{ number, name }] }))
          }
          const body = bodyOf(model, idOf(model.customerNumber))
          const said = say(`${sandbox.url}/${stream}`, { method: "POST", body, headers: { "x-api-token": token } })
          return Effect.flatMap(said, ({ http, text }) => (http === 200 ? Effect.void : Effect.die(text)))
        },
        { discard: true },
      ),
  }
  return system
})
