/**
 * What ends a flow before its source does. The first reason counts.
 */
import { ConnectorError, Unreachable } from "@waybill/connector"
import { Deferred, Effect } from "effect"

import type { BatchEnd } from "./deliver.ts"

/** Why a flow ended before its source did. */
export interface Stop {
  readonly code: string
  readonly message: string
  readonly hint?: string
  /** Nobody could be reached, or the credentials are refused. */
  readonly outside: boolean
  /** Whether the other flows have nothing to hope for either. */
  readonly wholeRun: boolean
}

const outsideReasons = new Set(["Unreachable", "Unauthorized", "Throttled"])

export const stopOf = (error: ConnectorError): Stop => ({
  code: error.code,
  message: error.message,
  ...(error.hint === undefined ? {} : { hint: error.hint }),
  outside: outsideReasons.has(error.reason._tag),
  wholeRun: error.next !== "stopFlow",
})

/** So many batches in a row without one settled record: the target is down, and more would only be lost. */
const silentBatches = 5

const silent = stopOf(
  new ConnectorError({
    connector: "waybill",
    operation: "deliver",
    code: "WB-RUN-SILENT",
    message: `the target left ${silentBatches} batches in a row without an answer`,
    hint: "see whether it is up, then run again: what is unknown is settled first, nothing is sent twice blindly",
    reason: new Unreachable({}),
  }),
)

const tooMany = (limit: number): Stop => ({
  code: "WB-RUN-MAX-REJECTS",
  message: `more than ${limit} records are invalid or refused`,
  hint: "see `waybill rejects list`; what was delivered stays delivered, and the next run goes on from there",
  outside: false,
  wholeRun: true,
})

const halted = (why: string): Stop => ({
  code: "WB-RUN-HALTED",
  message: `it was asked to stop (${why}): what was on its way is settled, and nothing more was sent`,
  hint: "run again: it goes on from there",
  outside: false,
  wholeRun: true,
})

/** A run can be asked from outside to end: what is on its way is settled, and nothing more is sent. */
export class Halt {
  private readonly latch = Deferred.makeUnsafe<void>()
  private reason: Stop | undefined

  /** @param why such as `SIGINT` */
  ask(why: string): void {
    this.reason ??= halted(why)
    Deferred.doneUnsafe(this.latch, Effect.void)
  }

  get stop(): Stop | undefined {
    return this.reason
  }

  /** Waits until somebody asks. */
  get asked(): Effect.Effect<void> {
    return Deferred.await(this.latch)
  }
}

export class Stopper {
  private first: Stop | undefined
  private silence = 0
  private readonly halt: Halt
  private readonly maxRejects: number

  /** @param maxRejects how many records may be invalid or refused */
  constructor(halt: Halt, maxRejects = Number.POSITIVE_INFINITY) {
    this.halt = halt
    this.maxRejects = maxRejects
  }

  get stop(): Stop | undefined {
    return this.first ?? this.halt.stop
  }

  error(error: ConnectorError): void {
    this.first ??= stopOf(error)
  }

  /** Something other than an error of a system ends the flow. */
  because(stop: Stop): void {
    this.first ??= stop
  }

  batch({ stop, answered }: BatchEnd): void {
    this.silence = answered ? 0 : this.silence + 1
    if (stop !== undefined) this.error(stop)
    else if (this.silence >= silentBatches) this.first ??= silent
  }

  rejects(count: number): void {
    if (count > this.maxRejects) this.first ??= tooMany(this.maxRejects)
  }
}
