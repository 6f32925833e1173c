/**
 * Checks as they are written down: for any connector, and for any of its streams.
 */
import type { Bench, Checking, StreamUnderCheck } from "./bench.ts"

interface Named {
  readonly name: string
  readonly explanation: string
}

export interface ConnectionCheck extends Named {
  readonly check: (bench: Bench) => Checking
}

export interface StreamCheck extends Named {
  readonly check: (bench: Bench, stream: StreamUnderCheck) => Checking
}
