/**
 * Documents that are lost, changed and doubled; the sums of their amounts follow.
 */
import { Decimals } from "@waybill/model"
import { BigDecimal, Result } from "effect"

import { parseExact, type Raw, isRaw } from "../internal/exactJson.ts"
import { type Tampered, tamperWith } from "../internal/tampering.ts"
import type { NotTampered, Tamper } from "../Tamper.ts"
import type { PayorCrmSandboxSettings } from "./Settings.ts"
import { amountOf, type Kind, type Store, textOf } from "./Store.ts"

type Rules = Pick<PayorCrmSandboxSettings, "amounts" | "dateFormat">

/** The first document under a key. */
type Document = readonly [key: string, json: string]

/** `2026-01-31` as the settings say that days are written. */
const dayIn = (format: string, day: string): string => {
  const [year, month, date] = day.split("-")
  return format
    .replace("yyyy", year ?? "")
    .replace("MM", month ?? "")
    .replace("dd", date ?? "")
}

const more = (amount: BigDecimal.BigDecimal, by: BigDecimal.BigDecimal): string =>
  Decimals.toText(BigDecimal.sum(amount, by), Math.max(amount.scale, by.scale))

/** What is due of it changes by as much as the whole, where it says how much that is. */
const withAmount = (record: Raw, by: BigDecimal.BigDecimal): Raw => {
  const balance = Decimals.parse(textOf(record, "balanceAmount") ?? "")
  return {
    invoiceAmount: JSON.rawJSON(more(amountOf(record, "invoiceAmount") ?? BigDecimal.make(0n, 0), by)),
    ...(balance === undefined ? {} : { balanceAmount: more(balance, by) }),
  }
}

const changed = (record: Raw, { kind, by, to = {} }: Tamper, { dateFormat }: Rules): Raw => ({
  ...record,
  ...(by === undefined ? {} : withAmount(record, by)),
  ...(to.dueDate === undefined ? {} : { dueDate: dayIn(dateFormat, to.dueDate) }),
  ...(to.note === undefined || kind === "customers" ? {} : { itemText: to.note }),
  ...(to.name === undefined ? {} : { companyname: to.name }),
})

const problemOf = ({ amounts }: Rules, { kind, by, to }: Tamper): string | undefined => {
  if (kind === "invoices") {
    if (to?.name !== undefined) return "an invoice has no name"
    return by !== undefined && amounts === "integer" && Decimals.scaleOf(by) > 0
      ? "amounts are integers here"
      : undefined
  }
  return by !== undefined || to?.dueDate !== undefined || to?.note !== undefined
    ? "a customer has neither an amount nor a due date nor a note"
    : undefined
}

const numberOf = (json: string): string | undefined => {
  const record = parseExact(json)
  return isRaw(record) ? textOf(record, "invoiceNumber") : undefined
}

const documents = (store: Store, kind: Kind, rules: Rules): Tampered<Document> => ({
  all: store.firsts(kind),
  names: {
    number: kind === "customers" ? ([key]) => key : ([, json]) => numberOf(json),
    key: ([key]) => key,
  },
  problem: (_, tamper) => problemOf(rules, tamper),
  lose: (lost) => {
    for (const [key] of lost) store.lose(kind, key)
  },
  change: ([key], tamper) => {
    const record = changed(store.get(kind, key), tamper, rules)
    store.replace(kind, key, record)
    return [key, JSON.stringify(record)]
  },
  double: ([key, json]) => {
    store.double(kind, key)
    return [key, json]
  },
  text: ([, json]) => json,
})

/** Does to records what `tamper` says: their texts, or why nothing was done. A lost customer's invoices stay. */
export const tamperOf = (
  store: Store,
  rules: Rules,
  tamper: Tamper,
): Result.Result<ReadonlyArray<string>, NotTampered> =>
  tamper.kind === "payments"
    ? Result.fail({ status: 400, message: "there are no payments here" })
    : tamperWith(documents(store, tamper.kind, rules), tamper)
