/**
 * Records that need not be mapped again: the target was confirmed to hold what was made of the very same source row by the very
 * same mapping. Their key is worked out, and nothing else.
 */
import { hash } from "node:crypto"

import { toPlain } from "@waybill/connector"
import type { FlowBook, Known, LedgerError } from "@waybill/ledger"
import { Decimals, Money } from "@waybill/model"
import { Effect } from "effect"

import { fieldsOf } from "../mapping/types.ts"
import { type InFront, PageNumbers } from "./InFront.ts"
import type { Taken } from "./Lineage.ts"
import type { OpenFlow } from "./OpenFlow.ts"
import type { Digest } from "./transform.ts"

/** A record that is unchanged without a look at its content. */
export interface Recognised {
  readonly key: string
  readonly hash: string
  readonly row: number
  readonly money?: Money
}

export interface Sighted {
  /** What is still to be mapped, in order. */
  readonly rows: ReadonlyArray<Taken>
  readonly recognised: ReadonlyArray<Recognised>
  /** What the ledger says of the page's records; absent: it was not asked. */
  readonly known?: ReadonlyMap<string, Known>
  readonly numbers: PageNumbers
}

export interface Recognition {
  readonly look: (rows: ReadonlyArray<Taken>) => Effect.Effect<Sighted, LedgerError>
  /** What a row is recognised by the next time; absent: it will not be. */
  readonly digest: Digest | undefined
}

/** The ledger is asked when the page is compared: then it knows of all pages in front. */
const blind: Recognition = {
  look: (rows) => Effect.succeed({ rows, recognised: [], numbers: new PageNumbers(() => false, []) }),
  digest: undefined,
}

/** Texts that don't run into one another where a NUL stands between them: a cell of Excel may hold one. */
const areApart = (values: ReadonlyArray<unknown>): boolean =>
  values.every((value) => typeof value === "string" && !value.includes("\0"))

/**
 * Makes 64 bits of a SHA-256 over a row's values, hexadecimal.
 *
 * @param mappedBy everything that decides what becomes of a row
 */
export const rowDigest = (mappedBy: string, { source }: Pick<OpenFlow, "source">) => {
  const columns = [...fieldsOf(source.record).keys()]
  const by = hash("sha256", JSON.stringify([mappedBy, columns]), "hex")
  return (record: object): string => {
    const values = Object.values(record)
    const text =
      values.length === columns.length && areApart(values)
        ? `${by}\0${values.join("\0")}`
        : `${by}${JSON.stringify(toPlain(record))}`
    return hash("sha256", text, "hex").slice(0, 16)
  }
}

/** What the target holds was made of this row; and it did not stand in an earlier page of this run. */
const isSame = (known: Known, source: string, run: number): boolean =>
  known.state === "confirmed" && known.source === source && known.run !== run

const moneyOf = ({ money }: Known): { readonly money?: Money } =>
  money === undefined ? {} : { money: new Money(Decimals.parse(money.amount)!, money.currency) }

/**
 * Makes what recognises the rows of a page, with one look into the ledger. A number that stands twice is left to be compared, and
 * so is what people amended. Records that name others by `ref` are mapped each time: the ids may be others now.
 *
 * @param mappedBy everything that decides what becomes of a row; absent: every row is mapped
 */
export const openRecognition = (
  flow: OpenFlow,
  book: Pick<FlowBook, "lookup">,
  run: number,
  inFront: InFront,
  mappedBy: string | undefined,
): Recognition => {
  const { keyOf } = flow.mapping
  if (keyOf === undefined || mappedBy === undefined || flow.references.used.size > 0) return blind
  const digestOf = rowDigest(mappedBy, flow)
  const digest: Digest = (row) => ("record" in row && row.fromLedger === undefined ? digestOf(row.record) : undefined)

  const look = Effect.fnUntraced(function* (rows: ReadonlyArray<Taken>): Effect.fn.Return<Sighted, LedgerError> {
    const keys = rows.map((row) => ("record" in row ? keyOf(row.record) : undefined))
    const times = new Map<string, number>()
    for (const key of keys) if (key !== undefined) times.set(key, (times.get(key) ?? 0) + 1)
    const numbers = inFront.begin((number) => times.has(number))
    const known = yield* book.lookup([...times.keys()])
    if (known.size === 0) return { rows, recognised: [], known, numbers }
    const rest: Array<Taken> = []
    const recognised: Array<Recognised> = []
    for (const [index, row] of rows.entries()) {
      const key = keys[index]
      const isAlone = key !== undefined && times.get(key) === 1 && !numbers.isInFront(key)
      const before = isAlone ? known.get(key) : undefined
      const source = before?.source === undefined ? undefined : digest(row)
      if (key !== undefined && before !== undefined && source !== undefined && isSame(before, source, run)) {
        recognised.push({ key, hash: before.hash, row: row.row, ...moneyOf(before) })
      } else rest.push(row)
    }
    return { rows: rest, recognised, known, numbers }
  })
  return { look, digest }
}
