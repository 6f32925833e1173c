/**
 * What ends a flow before its source does. The first reason counts.
 */
import { ConnectorError, Unreachable } from "@waybill/connector"

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

export class Stopper {
  private first: Stop | undefined
  private silence = 0
  private readonly maxRejects: number

  /** @param maxRejects how many records may be invalid or refused */
  constructor(maxRejects = Number.POSITIVE_INFINITY) {
    this.maxRejects = maxRejects
  }

  get stop(): Stop | undefined {
    return this.first
  }

  error(error: ConnectorError): void {
    this.first ??= stopOf(error)
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
