/**
 * Looks a record up by its code. A rejected or cancelled record keeps its code, so the codes of a number come in attempts;
 * the last one that is there is the record.
 */
import type { ConnectorError, Found } from "@waybill/connector"
import { Money } from "@waybill/model"
import { Effect } from "effect"

import { lost } from "../errors.ts"
import { attemptCode, attempts } from "../map/code.ts"
import type { CrmComSettings } from "../Settings.ts"
import { ifThere, type Kind } from "./kind.ts"

type Landing = Pick<CrmComSettings, "currency" | "land">

export interface Search<Shown> {
  /** The record that counts: a draft, or posted. */
  readonly held?: Shown
  /** The first attempt whose code is free; absent where a draft or an open record ends the search, or all are used up. */
  readonly free?: number
}

/** The record under a code. An answer that holds none, or another one, says nothing about it (invariant 9). */
const under = <Shown>(kind: Kind<Shown>, code: string): Effect.Effect<Shown | undefined, ConnectorError> => {
  const isIt = (shown: Shown) =>
    kind.idOf(shown) !== undefined && (kind.codeOf(shown) ?? code).toUpperCase() === code.toUpperCase()
  return Effect.filterOrFail(
    ifThere(kind.show("back_office_code", code)),
    (shown) => shown === undefined || isIt(shown),
    () => lost(`${kind.entity}s.show`, "the answer is not the record that was asked for"),
  )
}

/** Walks the attempts of a code. Fails where one of them can't be looked at. */
export const search = Effect.fnUntraced(function* <Shown>(
  kind: Kind<Shown>,
  code: string,
): Effect.fn.Return<Search<Shown>, ConnectorError> {
  let closed: { readonly held?: Shown } = {}
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const shown = yield* under(kind, attemptCode(code, attempt))
    if (shown === undefined) return { ...closed, free: attempt }
    const standing = kind.standingOf(shown)
    // A closed one may be cancelled and shown as posted: it is, where a later attempt was made.
    if (standing === "closed") closed = { held: shown }
    else if (standing === "dead") closed = {}
    else return { held: shown }
  }
  return closed
})

/** A draft of what is to be posted was left behind on its way. */
const foundOf = <Shown>(kind: Kind<Shown>, shown: Shown, { currency, land }: Landing): Found => {
  const isDraft = kind.standingOf(shown) === "draft"
  const id = kind.idOf(shown)
  const amount = kind.amountOf(shown)
  return {
    ...(id === undefined ? {} : { targetId: id }),
    draft: isDraft,
    ...(isDraft && land === "posted" ? { unfinished: true } : {}),
    ...(amount === undefined ? {} : { money: new Money(amount, currency) }),
  }
}

/** {@link Destination.find}: a key that is absent from the answer is surely not there. */
export const find =
  <Shown>(kind: Kind<Shown>, landing: Landing, concurrency: number) =>
  (keys: ReadonlyArray<string>): Effect.Effect<ReadonlyMap<string, Found>, ConnectorError> =>
    Effect.forEach(keys, (key) => Effect.map(search(kind, key), ({ held }) => [key, held] as const), {
      concurrency,
    }).pipe(
      Effect.map(
        (searched) =>
          new Map(searched.flatMap(([key, held]) => (held === undefined ? [] : [[key, foundOf(kind, held, landing)]]))),
      ),
    )
