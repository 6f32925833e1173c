/**
 * A target that loses answers, is late, refuses and dies as a script says, and keeps what it was really made to hold: every
 * document, not only the last one of a number.
 */
import type { Delivery, Destination, Found, Outcome } from "@waybill/connector"
import { Money } from "@waybill/model"
import { type BigDecimal, Effect } from "effect"

/** What becomes of one attempt. */
export const steps = [
  "yes",
  "no",
  "lost-stored",
  "lost-late",
  "lost-unstored",
  "held",
  "not-sent",
  "crash-before",
  "crash-after",
] as const
export type Step = (typeof steps)[number]

/** What a second copy does, and whether it can be asked for. */
export const kinds = ["upsert", "refuses", "duplicates", "mute"] as const
export type Kind = (typeof kinds)[number]

export interface Sent {
  readonly number: string
  /** Its customer. */
  readonly parent?: string
  readonly total?: BigDecimal.BigDecimal
  readonly note?: string
}

interface Document {
  content: Sent
  readonly visibleFrom: number
}

/** Milliseconds that the target may be late, and that it is given. */
export const lateness = 6

const issue = { code: "WB-TEST", message: "as the script says" }
const lost: Outcome = { _tag: "Unknown", issue }

export class Forgetful {
  readonly documents = new Map<string, Array<Document>>()
  /** Numbers that were sent again although nobody had asked since their answer was lost. */
  readonly blind: Array<string> = []
  /** Numbers that were sent before the customer that they are for was there. */
  readonly early: Array<string> = []
  /** By number: whether its last answer was lost, and it was not found to be absent since. */
  private readonly unsettled = new Set<string>()
  private script: ReadonlyArray<Step>
  private next = 0
  readonly kind: Kind

  constructor(kind: Kind, script: ReadonlyArray<Step>) {
    this.kind = kind
    this.script = script
  }

  /** From now on every attempt is answered with yes. */
  recover(): void {
    this.script = []
  }

  /** A person looked, and says that it surely isn't there. */
  settle(number: string): void {
    this.unsettled.delete(number)
  }

  get repeat(): Destination<unknown>["repeat"] {
    return this.kind === "mute" ? "duplicates" : this.kind
  }

  private store(item: Delivery<Sent>, late: number): void {
    const { number } = item.record
    const copies = this.documents.get(number) ?? []
    const replaces = (this.kind === "upsert" || item.change === "update") && copies.length > 0
    if (replaces) copies[0]!.content = item.record
    else copies.push({ content: item.record, visibleFrom: Date.now() + late })
    this.documents.set(number, copies)
  }

  readonly answer = (item: Delivery<Sent>): Outcome => {
    const { number, parent } = item.record
    if (parent !== undefined && !this.documents.has(parent)) this.early.push(number)
    if (this.unsettled.has(number) && item.change === "create" && this.kind !== "upsert") this.blind.push(number)
    const step = this.script[this.next++] ?? "yes"
    switch (step) {
      case "yes":
        this.store(item, 0)
        this.unsettled.delete(number)
        return { _tag: "Confirmed", targetId: `id-${number}` }
      case "no":
        return { _tag: "Refused", issue }
      case "held":
        return { _tag: "Held", issue }
      case "not-sent":
        return { _tag: "NotSent", issue }
      case "crash-before":
        this.unsettled.add(number)
        throw new Error("the process dies before the target has it")
      default:
        this.unsettled.add(number)
        if (step !== "lost-unstored") this.store(item, step === "lost-late" ? lateness - 2 : 0)
        if (step === "crash-after") throw new Error("the process dies before the answer")
        return lost
    }
  }

  readonly find: NonNullable<Destination<unknown>["find"]> = (keys) =>
    Effect.sync(() => {
      const found = new Map<string, Found>()
      for (const key of keys) {
        const document = this.documents.get(key)?.find(({ visibleFrom }) => visibleFrom <= Date.now())
        if (document !== undefined) {
          const { total } = document.content
          found.set(key, { targetId: `id-${key}`, ...(total === undefined ? {} : { money: new Money(total, "EUR") }) })
        }
        if (document !== undefined || !this.documents.has(key)) this.unsettled.delete(key)
      }
      return found
    })
}
