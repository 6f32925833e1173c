/**
 * What the three sides say of one record, as a step on its way and as differences. Plain functions: whole pages go through here.
 */
import type { HeldRecord, SideBySide, SourceFact, State, TargetFact } from "@waybill/ledger"
import { type Entity, moneyField } from "@waybill/model"
import { BigDecimal } from "effect"

import { changedFields, deliveredFields } from "../flow/fieldDigests.ts"
import { amountText, readMoney, sameMoney, zero } from "./money.ts"
import type { Difference, DifferenceKind, Step } from "./TieOut.ts"

/** What a flow's records are judged by. */
export interface Ground {
  readonly entity: Entity
  /** Whether the source was read to its end. */
  readonly isSourceRead: boolean
  /** Whether the target was asked for what it holds. */
  readonly isTargetRead: boolean
  /** Fields of the model that the target gives back as they were delivered. */
  readonly readBack: ReadonlyArray<string>
  /** Whether the target's number of a customer is known. */
  readonly isToldCustomer: (customer: string) => boolean
}

export interface Verdict {
  /** Absent: neither was it read nor is it confirmed. */
  readonly step?: Step
  readonly differences: ReadonlyArray<Difference>
}

type Said = readonly [kind: DifferenceKind, why: string, more?: Pick<Difference, "fields" | "copies" | "target">]

type ConfirmedRecord = HeldRecord & { readonly hash: string }

/** Whether the target was confirmed to hold it, in whatever content. */
export const isConfirmed = (ledger: HeldRecord | undefined): ledger is ConfirmedRecord => ledger?.hash !== undefined

/** A rejected or cancelled one counts no more. */
export const counts = (target: TargetFact | undefined): target is TargetFact =>
  target !== undefined && target.standing !== "void"

/** What was confirmed and can't be asked for: the target gave no id, and its list has nothing of that number. */
export const isUnnamed = ({ ledger, target }: SideBySide): boolean =>
  isConfirmed(ledger) && ledger.targetId === undefined && target === undefined

const steps: Readonly<Record<State, Step>> = {
  pending: "pending",
  held: "held",
  sending: "unknown",
  confirmed: "confirmed",
  refused: "refused",
  unknown: "unknown",
}

/** The same content, and the same money whatever the content says (invariant 4). */
const isSame = (source: SourceFact, ledger: HeldRecord): boolean =>
  source.hash === ledger.hash && sameMoney(source.money, ledger.money)

const stepOf = ({ source, ledger }: SideBySide, { isSourceRead }: Ground): Step | undefined => {
  if (source === undefined) {
    if (!isSourceRead) return ledger === undefined ? undefined : isConfirmed(ledger) ? "confirmed" : steps[ledger.state]
    return isConfirmed(ledger) ? "gone" : undefined
  }
  if (source.fate !== "ready") return source.fate
  if (ledger === undefined) return "new"
  if (!isConfirmed(ledger)) return steps[ledger.state]
  return isSame(source, ledger) ? "confirmed" : "changed"
}

const reasons = {
  held: "it waits for the record that it refers to, or for a decision",
  refused: "the target refused it",
  unknown: "it was sent, and nobody knows whether it arrived",
  pending: "it was compared and not sent: the run was stopped",
  invalid: "it could not be made a record of the target",
} as const

const because = (why: string, { code, message }: Pick<HeldRecord, "code" | "message">): string =>
  code === undefined ? why : `${code}: ${message ?? why}`

const changed = ({ source, ledger }: SideBySide, { entity }: Ground): Said => {
  const [before, after] = [ledger?.fields, source?.fields]
  const fields = before === undefined || after === undefined ? [] : changedFields(entity, before, after)
  const waits = ledger?.code === undefined ? "" : `; what it was changed to did not arrive, ${because("", ledger)}`
  const why = `the source has another content now than was confirmed${waits}`
  return ["changed", why, fields.length === 0 ? {} : { fields }]
}

/** What keeps source and ledger apart. */
const delivery = (side: SideBySide, step: Step | undefined, ground: Ground): ReadonlyArray<Said> => {
  const { source, ledger, target } = side
  if (counts(target) && !isConfirmed(ledger) && (ledger !== undefined || source !== undefined)) {
    const so = ledger === undefined ? "the ledger does not know it" : `in the ledger it is ${steps[ledger.state]}`
    return [["unrecorded", `the target holds it, and ${so}`]]
  }
  switch (step) {
    case "invalid":
      return [["invalid", because(reasons.invalid, source ?? {})]]
    case "held":
    case "refused":
    case "unknown":
    case "pending":
      return [[step, because(reasons[step], ledger ?? {})]]
    case "new":
      return [["new", "the ledger does not know it: it came after the last run, or was taken back"]]
    case "changed":
      return [changed(side, ground)]
    case "gone":
      return [["gone", "it was confirmed, and the source does not have it now or says that it does not go"]]
    case undefined:
      // The source lost it before its fate was known: it may be there all the same.
      return ledger !== undefined && steps[ledger.state] === "unknown"
        ? [["unknown", because(reasons.unknown, ledger)]]
        : []
    default:
      return []
  }
}

const amounts = (ledger: HeldRecord, target: TargetFact): ReadonlyArray<Said> => {
  if (sameMoney(ledger.money, target.money)) return []
  if (target.money === undefined) return [["amount", "the target does not say what it comes to"]]
  const isOther = ledger.money !== undefined && ledger.money.currency !== target.money.currency
  return [["amount", isOther ? `the target holds it in ${target.money.currency}` : "the target holds another amount"]]
}

/** Fields that somebody changed over there; one that was adopted as it was has never been ours to compare. */
const fields = (ledger: HeldRecord, target: TargetFact, { entity, readBack }: Ground): ReadonlyArray<Said> => {
  if (ledger.fields === undefined || target.fields === undefined || ledger.landed === undefined) return []
  const among = deliveredFields(entity, ledger.fields, readBack).filter((field) => field !== moneyField[entity])
  const others = changedFields(entity, ledger.fields, target.fields, among)
  return others.length === 0 ? [] : [["field", `the target holds another ${others.join(", ")}`, { fields: others }]]
}

/** It counts for somebody else over there. What is not the content that was delivered any more says nothing about it. */
const owner = ({ source, ledger, target }: SideBySide, { readBack, isToldCustomer }: Ground): ReadonlyArray<Said> => {
  const [own, theirs] = [source?.customer, target?.customer]
  if (own === undefined || theirs === undefined || own === theirs || readBack.includes("customerNumber")) return []
  if (ledger?.landed === undefined || source?.hash !== ledger.hash || !isToldCustomer(own)) return []
  return [["field", "the target holds it for another customer", { fields: ["customerNumber"] }]]
}

const standing = (ledger: HeldRecord, target: TargetFact): ReadonlyArray<Said> => {
  const isDraft = target.standing === "draft"
  if (isDraft === ledger.draft) return []
  return isDraft
    ? [["draft", "it is a draft over there, and does not count; the ledger says that it counts"]]
    : [["posted", "it counts over there; the ledger says that it is a draft"]]
}

const doubled = ({ target, copies }: SideBySide): ReadonlyArray<Said> => {
  if (target === undefined || copies.length === 0) return []
  const all = [target, ...copies].map((copy) => readMoney(copy.money))
  const currency = all[0]?.currency
  const sum = all.reduce(
    (sum, money) => (money?.currency === currency ? BigDecimal.sum(sum, money?.amount ?? zero) : sum),
    zero,
  )
  const told = currency === undefined ? {} : { target: amountText(sum, currency) }
  return [["doubled", `the target holds it ${all.length} times`, { copies: copies.map(({ id }) => id), ...told }]]
}

/** What keeps ledger and target apart. */
const holding = (side: SideBySide, ground: Ground): ReadonlyArray<Said> => {
  const { ledger, target } = side
  if (!ground.isTargetRead) return []
  if (!isConfirmed(ledger)) return ledger === undefined && side.source === undefined ? [] : doubled(side)
  if (target === undefined) return [["missing", "it was confirmed, and the target does not hold it"]]
  if (!counts(target)) return [["void", "it was rejected or cancelled over there"]]
  return [
    ...amounts(ledger, target),
    ...doubled(side),
    ...fields(ledger, target, ground),
    ...owner(side, ground),
    ...standing(ledger, target),
  ]
}

/** Where it stands, and what it comes to at each side: in one currency, or it would be compared with another one's. */
const about = ({ source, ledger, target }: SideBySide): Omit<Difference, "kind" | "why"> => {
  const currency = (ledger?.money ?? source?.money ?? target?.money)?.currency
  const key = source?.key ?? ledger?.key ?? target?.number ?? target?.key
  const targetId = target?.id ?? ledger?.targetId
  const customer = source?.customer ?? target?.customer
  const sides = Object.entries({ source, ledger, target }).flatMap(([name, side]) => {
    const money = readMoney(side?.money)
    return money === undefined || money.currency !== currency
      ? []
      : [[name, amountText(money.amount, currency)] as const]
  })
  return {
    ...(key === undefined ? {} : { key }),
    ...(source === undefined ? {} : { row: source.row }),
    ...(source?.file === undefined ? {} : { file: source.file }),
    ...(targetId === undefined ? {} : { targetId }),
    ...(customer === undefined ? {} : { customer }),
    ...(currency === undefined ? {} : { currency }),
    ...Object.fromEntries(sides),
  }
}

/** What is not asked for can't be missing: of a record without an id only its confirmation is known (invariant 9). */
export const judge = (side: SideBySide, ground: Ground, isListed: boolean): Verdict => {
  const step = stepOf(side, ground)
  const isAsked = ground.isTargetRead && (isListed || !isUnnamed(side))
  const said = [...delivery(side, step, ground), ...holding(side, { ...ground, isTargetRead: isAsked })]
  const place = said.length === 0 ? undefined : about(side)
  const differences = said.map(([kind, why, more]): Difference => ({ kind, ...place, ...more, why }))
  return { differences, ...(step === undefined ? {} : { step }) }
}
