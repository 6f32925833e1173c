/**
 * The calls of `payments`.
 */
import { PaymentInfo } from "../api/Payment.ts"
import { list } from "../api/values.ts"
import type { Calls } from "../Calls.ts"
import type { Exchange } from "./exchange.ts"
import { makeLists } from "./lists.ts"
import { readOne } from "./readOne.ts"
import { makeRecords } from "./records.ts"

const responseMode = "response-only"

export const makePayments = (exchange: Exchange, pageSize: number): Calls["payments"] => {
  const { payments } = exchange.client
  const sendGet = (id: number) => payments.get({ params: { id }, responseMode })
  return {
    ...makeLists(exchange, pageSize, {
      operation: "payments.list",
      page: list(PaymentInfo),
      send: (query: Parameters<Calls["payments"]["list"]>[0]) => payments.list({ query, responseMode }),
    }),
    get: readOne(exchange, "payments.get", PaymentInfo, sendGet),
    ...makeRecords(exchange, {
      name: "payments",
      record: PaymentInfo,
      create: (payment) => payments.create({ payload: { ...payment, id: 0 }, responseMode }),
      remove: (id) => payments.remove({ params: { id }, responseMode }),
      whole: (operation, id) => exchange.raw({ operation, one: true }, sendGet(id)),
    }),
  }
}
