/**
 * The calls of `customers`. None reads one customer by its id: the list does, with the id as its filter.
 */
import { Effect, Predicate } from "effect"

import { CustomerInfo } from "../api/Customer.ts"
import { list } from "../api/values.ts"
import type { Calls } from "../Calls.ts"
import { absent, lost } from "../errors.ts"
import type { Exchange } from "./exchange.ts"
import { makeLists } from "./lists.ts"
import { hasId, isRaw, isRawNumber } from "./rawJson.ts"
import { makeRecords } from "./records.ts"

const responseMode = "response-only"

/** The customer of this id; an empty list says that there is none, and a list of others says nothing. */
const pick = (operation: string, answer: unknown, id: number) => {
  const items = Predicate.hasProperty(answer, "items") ? answer.items : undefined
  const found = Array.isArray(items) ? items.find((item) => isRaw(item) && hasId(item, id)) : undefined
  if (found !== undefined) return Effect.succeed(found)
  const total = Predicate.hasProperty(answer, "totalCount") ? answer.totalCount : undefined
  return isRawNumber(total, 0) ? absent(operation) : lost(operation, "the answer is another record")
}

export const makeCustomers = (exchange: Exchange, pageSize: number): Calls["customers"] => {
  const { customers } = exchange.client
  return {
    ...makeLists(exchange, pageSize, {
      operation: "customers.list",
      page: list(CustomerInfo),
      send: (query: Parameters<Calls["customers"]["list"]>[0]) => customers.list({ query, responseMode }),
    }),
    ...makeRecords(exchange, {
      name: "customers",
      record: CustomerInfo,
      create: (customer) => customers.create({ payload: { ...customer, id: 0 }, responseMode }),
      remove: (id) => customers.remove({ params: { id }, responseMode }),
      whole: (operation, id) =>
        Effect.flatMap(exchange.raw({ operation }, customers.list({ query: { id }, responseMode })), (answer) =>
          pick(operation, answer, id),
        ),
    }),
  }
}
