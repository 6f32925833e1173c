/** The shop as the kit sees it: filled and asked past the connector. */
import { Dates, Decimals, type Invoice, Money } from "@waybill/model"
import type { System } from "@waybill/testkit"
import { Effect, type Scope } from "effect"

import { written } from "./open.ts"
import { closed, openShop, type Options, secrets } from "./shop.ts"

const fields = {
  invoice_no: "text",
  customer: "text",
  amount: "decimal",
  currency: "text",
  due_on: "date",
  note: "text",
} as const

const list = {
  path: "/invoices",
  records: "data",
  paging: { by: "cursor", parameter: "after", next: "meta.next", total: "meta.total" },
  since: { parameter: "changed_since" },
} as const

const held = ({ number, customerNumber, total, dueDate, note }: Invoice, index: number) => ({
  id: `#${index + 1}`,
  invoice_no: number,
  customer: customerNumber,
  amount: `#${Decimals.toText(total.amount)}`,
  currency: total.currency,
  ...(dueDate === undefined ? {} : { due_on: Dates.toIso(dueDate) }),
  ...(note === undefined ? {} : { note }),
})

/** An invoice that the shop refuses. */
export const refused = (index: number): Invoice => ({
  number: `R-${index}`,
  customerNumber: closed,
  total: new Money(Decimals.parse("5")!, "EUR"),
})

/** A shop behind a connection that reads and writes its invoices. */
export const shopSystem = (options: Options): Effect.Effect<System, never, Scope.Scope> =>
  Effect.map(openShop({ auth: "bearer", paging: "cursor", ...options }), (shop) => ({
    settings: {
      baseUrl: shop.url,
      auth: "bearer",
      token: secrets.token,
      rateLimit: { perSecond: 1000 },
      visibleAfter: 0,
      streams: {
        invoices: {
          ...written,
          fields,
          list,
          body: { ...written.body, note: "note" },
          repeat: options.onDuplicate ?? "duplicates",
        },
      },
    },
    holds: () => Effect.sync(() => shop.invoices.map(({ invoice_no: number }) => String(number))),
    put: (_, models) =>
      Effect.sync(() => {
        for (const model of models) if ("total" in model) shop.invoices.push(held(model, shop.invoices.length))
      }),
  }))
