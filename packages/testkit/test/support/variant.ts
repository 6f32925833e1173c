/** One way to break the connector of the made-up system. */
import { ConnectorError, Lost } from "@waybill/connector"
import { Decimals, Money } from "@waybill/model"

import type { Flaws } from "./shelf.ts"

export interface Variant {
  readonly flaws: Flaws
  /** The checks that must notice: exactly those. */
  readonly fails: ReadonlyArray<string>
}

export type Variants = Readonly<Record<string, Variant>>

export const lost = new ConnectorError({
  connector: "shelf",
  operation: "ask",
  code: "WB-SHELF-LOST",
  message: "lost",
  reason: new Lost({ how: "made up" }),
})

/** What is left of an amount behind a JavaScript number; one that it writes with an exponent stays. */
export const rounded = ({ amount, currency }: Money): Money => {
  const through = Decimals.parse(String(Number(Decimals.toText(amount))))
  return new Money(through ?? amount, currency)
}
