import type { Found, Listed } from "@waybill/connector"
/**
 * A record over there in the model's words: its own id, its number, and what else `shows` says. Without `shows` it is taken to
 * stand where `body` sends it.
 */
import { type DateFormat, dateReader } from "@waybill/connector-http"
import { type Columns, Currencies, Decimals, Money } from "@waybill/model"
import { BigDecimal } from "effect"

import { at, decimalOf, type Json, textOf } from "../internal/json.ts"
import { fieldsOf, invoiceOfPayment, modelOf, ownMoney } from "../internal/modelFields.ts"
import { fieldNamed } from "../internal/streamFaults.ts"
import type { Written } from "./body.ts"

export interface Shown {
  /** The API's own id; `undefined` where the record tells none. */
  readonly id: (json: Json) => string | undefined
  /** `undefined` where the record tells none. */
  readonly number: (json: Json) => string | undefined
  readonly found: (json: Json) => Found
  readonly listed: (json: Json, id: string) => Listed
  /** Fields of the model that come back as they were delivered. */
  readonly readBack: ReadonlyArray<string>
}

/** Where each field of the model stands, by its name. */
const pathsOf = ({ body, shows }: Written): ReadonlyMap<string, string> =>
  new Map(
    shows === undefined
      ? Object.entries(body).flatMap(([path, value]) => {
          const name = fieldNamed(value)
          return name === undefined ? [] : [[name, path] as const]
        })
      : Object.entries(shows),
  )

const amountOf = (json: Json | undefined, { amounts }: Written, currency: string): Money | undefined => {
  const number = decimalOf(json)
  if (number === undefined || !Currencies.isCurrency(currency)) return undefined
  if (amounts !== "minor") return new Money(number, currency)
  const units = Decimals.toUnits(number, 0)
  return units._tag === "Failure"
    ? undefined
    : new Money(BigDecimal.make(units.success, Currencies.minorUnits(currency)), currency)
}

/**
 * Not among what comes back: a number, which is the key; a part of an address, since nothing says that there is one without
 * any; an amount in the stream's one currency is.
 */
const readBackOf = (paths: ReadonlyMap<string, string>, { entity, currency }: Written): ReadonlyArray<string> => {
  const kinds = fieldsOf(entity)
  const hasCurrency = currency !== undefined || paths.has("currency")
  const isTold = (name: string) => kinds.get(name) !== "amount" || hasCurrency
  const own = ownMoney(entity) === undefined ? [] : ["currency"]
  const others = ["number", invoiceOfPayment, ...own]
  return [...paths.keys()].filter((name) => !name.includes(".") && !others.includes(name) && isTold(name))
}

/** Compiles what a stream shows once. */
export const makeShown = (stream: Written, format: DateFormat): Shown => {
  const { entity } = stream
  const paths = pathsOf(stream)
  const kinds = fieldsOf(entity)
  const parseDate = dateReader(format)
  const toModel = modelOf(entity)
  const money = ownMoney(entity)

  const valueOf = (json: Json, name: string, currency: string): Columns.Value | undefined => {
    const found = at(json, paths.get(name))
    const kind = kinds.get(name)
    if (kind === "amount") return amountOf(found, stream, currency)
    return kind === "date" ? parseDate(textOf(found) ?? "") : textOf(found)
  }

  const modelIn = (json: Json) => {
    const currency = stream.currency ?? (paths.has("currency") ? (textOf(at(json, paths.get("currency"))) ?? "") : "")
    const values: Record<string, Columns.Value> = {}
    for (const name of paths.keys()) {
      const value = valueOf(json, name, currency)
      if (value !== undefined) values[name] = value
    }
    return toModel(values)
  }

  const textAt = (json: Json, path: string | undefined) => (path === undefined ? undefined : textOf(at(json, path)))
  const number = (json: Json) => textAt(json, paths.get("number"))
  const id = (json: Json) => textAt(json, stream.id)
  return {
    id,
    number,
    found: (json) => {
      const targetId = id(json)
      const own = money === undefined ? undefined : modelIn(json)[money]
      return {
        ...(targetId === undefined ? {} : { targetId }),
        ...(own instanceof Money ? { money: own } : {}),
      }
    },
    listed: (json, targetId) => {
      const key = number(json)
      return { targetId, ...(key === undefined ? {} : { number: key, key }), model: modelIn(json) }
    },
    readBack: readBackOf(paths, stream),
  }
}
