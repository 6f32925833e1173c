/**
 * Faults on demand: what a stand-in does wrong, how often, in an order that the seed decides.
 */
import { optionalField } from "@waybill/connector-http"
import { Schema } from "effect"

export const faultKinds = [
  /** Waits `millis` before anything else; combines with any other fault. */
  "delay",
  /** Too many requests: 429, with `Retry-After` where `retryAfter` is given; nothing is stored. */
  "throttle",
  /** The credentials are refused, whatever they are; nothing is stored. */
  "unauthorized",
  /** The system says it failed, before the write. */
  "error-before",
  /** The system says it failed, after the write. */
  "error-after",
  /** The connection is cut before the write. */
  "cut-before",
  /** The connection is cut after the write, without an answer. */
  "cut-after",
  /** The connection is cut at once, and the call is carried out `millis` later: a server that ends what its client gave up. */
  "late",
  /** The write is done, and half of the answer waits for `millis`. */
  "slow-body",
  /** A page of HTML with status 200; nothing is stored. */
  "page-ok",
  /** A page of HTML with status 500; nothing is stored. */
  "page-error",
  /** Every second record of a call is refused, or every second call that writes, where a call writes one record. */
  "partial",
] as const
export type FaultKind = (typeof faultKinds)[number]

export const Fault = Schema.Struct({
  fault: Schema.Literals(faultKinds),
  /** The share of requests that get it, 0 to 1; absent, and without `next`: all of them. */
  rate: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))),
  /** The next so many requests get it, then no more. */
  next: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))),
  /** For `delay`, `slow-body` and `late`. */
  millis: optionalField(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 600_000 })), "Milliseconds", 100),
  /** For `throttle`, in seconds. */
  retryAfter: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 86_400 }))),
  /** Only requests whose path has one of these in it; absent: all, but those that sign in. */
  calls: Schema.optionalKey(Schema.NonEmptyArray(Schema.NonEmptyString)),
}).check(
  Schema.makeFilter(
    (fault: { readonly rate?: number; readonly next?: number }) =>
      fault.rate === undefined || fault.next === undefined || "either rate or next",
  ),
)
export type Fault = typeof Fault.Type

/** All faults of a stand-in; the earlier of two that would strike at once is taken. */
export const Faults = Schema.Struct({
  seed: optionalField(Schema.Int, "Decides which requests a rate strikes", 1),
  faults: optionalField(Schema.Array(Fault), "What goes wrong", []),
})
export type Faults = typeof Faults.Type

/** What happens to one request. */
export interface Strike {
  /** Milliseconds to wait first. */
  readonly delay: number
  readonly fault?: Fault
}

/** Mulberry32: small, seeded and the same everywhere; 0 to 1. */
const random = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Says what happens to a request, by its path. */
export type Draw = (path: string) => Strike

/** Makes the function that says what happens to each request in turn. */
export const makeDraw = ({ seed, faults }: Faults, isSignIn: (path: string) => boolean = () => false): Draw => {
  const next = random(seed)
  const left = faults.map((fault) => fault.next)
  const concerns = ({ calls }: Fault, path: string): boolean =>
    calls === undefined ? !isSignIn(path) : calls.some((part) => path.includes(part))
  const strikes = (fault: Fault, index: number): boolean => {
    const remaining = left[index]
    if (remaining === undefined) return fault.rate === undefined || next() < fault.rate
    if (remaining === 0) return false
    left[index] = remaining - 1
    return true
  }
  return (path) => {
    let delay = 0
    for (const [index, fault] of faults.entries()) {
      if (!concerns(fault, path) || !strikes(fault, index)) continue
      if (fault.fault !== "delay") return { delay, fault }
      delay += fault.millis
    }
    return { delay }
  }
}
