/** What source and target tell of a record, in the words of the tie-out's book. */
import { hash } from "node:crypto"

import type { Destination, Listed } from "@waybill/connector"
import type { Facts, SourceFact, TargetFact } from "@waybill/ledger"
import { Dates, Decimals, type Entity, Monies, Money } from "@waybill/model"

import type { Decision, Verdict } from "../flow/Decision.ts"
import { digestFields } from "../flow/fieldDigests.ts"
import { ledgerMoney } from "../flow/kept.ts"
import type { Customers } from "./customers.ts"

type Telling = Readonly<Record<string, unknown>>

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined)
const dayText = (value: unknown): string | undefined => (Dates.isCalendarDate(value) ? Dates.toIso(value) : undefined)

/** By what a record is grouped; only invoices have a day that their age counts from. */
const namesOf = (entity: Entity, { customerNumber, status, dueDate }: Telling): Facts => {
  const [customer, state, day] = [text(customerNumber), text(status), dayText(dueDate)]
  return {
    ...(customer === undefined || entity === "customer" ? {} : { customer }),
    ...(state === undefined ? {} : { status: state }),
    ...(day === undefined || entity !== "invoice" ? {} : { day }),
  }
}

const fates: Readonly<Record<Verdict, SourceFact["fate"]>> = {
  create: "ready",
  update: "ready",
  unchanged: "ready",
  matched: "ready",
  arrived: "ready",
  held: "ready",
  unknown: "ready",
  invalid: "invalid",
  skipped: "skipped",
  dismissed: "dismissed",
  repeated: "repeated",
}

/** What a run would make of it now. */
export const sourceFact = (entity: Entity, decision: Decision): SourceFact => {
  const { row, file, key, verdict, money, hash, fields, model, issues } = decision
  const fate = fates[verdict]
  const [issue] = fate === "invalid" ? (issues ?? []) : []
  return {
    row,
    ...(file === undefined ? {} : { file }),
    ...(key === undefined ? {} : { key }),
    fate,
    ...ledgerMoney(money),
    ...(fate !== "ready" || hash === undefined ? {} : { hash }),
    ...(fate !== "ready" || fields === undefined ? {} : { fields }),
    ...(model === undefined ? {} : namesOf(entity, { ...model })),
    ...(issue === undefined ? {} : { code: issue.code, message: issue.message }),
  }
}

/**
 * A copy that somebody made has another id, and the rest of its original. A reference counts where it is the one that was
 * delivered: a system that makes them gives each copy its own.
 */
const likenessOf = (model: Telling, money: Money | undefined, readBack: ReadonlyArray<string>): string | undefined => {
  const customer = text(model["customerNumber"])
  if (customer === undefined || money === undefined) return undefined
  const day = dayText(model["issueDate"]) ?? dayText(model["receivedDate"])
  const reference = readBack.includes("reference") ? text(model["reference"]) : undefined
  const told = [customer, Decimals.toText(money.amount), money.currency, day, reference]
  return hash("sha256", JSON.stringify(told), "hex").slice(0, 32)
}

type Target = Pick<Destination<unknown>, "entity" | "readBack">

/** What a target says of a record, its customer in the source's words. Of customers too much is alike by chance. */
export const targetFact = (
  { entity, readBack = [] }: Target,
  { ownNumber }: Pick<Customers, "ownNumber">,
  listed: Listed,
): TargetFact => {
  const { targetId, key, number, standing, model } = listed
  const amount = model["total"] ?? model["amount"]
  const money = Monies.isMoney(amount) ? amount : undefined
  const likeness = entity === "customer" ? undefined : likenessOf(model, money, readBack)
  const names = namesOf(entity, model)
  return {
    id: targetId,
    ...(key === undefined ? {} : { key }),
    ...(number === undefined ? {} : { number }),
    ...(standing === undefined ? {} : { standing }),
    ...ledgerMoney(money),
    ...names,
    ...(names.customer === undefined ? {} : { customer: ownNumber(names.customer) }),
    fields: digestFields(entity, model),
    ...(likeness === undefined ? {} : { likeness }),
  }
}
