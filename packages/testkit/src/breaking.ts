/**
 * A suite's connector with its sources and destinations changed: to see that a break on purpose is noticed.
 */
import type { Destination, Source } from "@waybill/connector"
import { Effect } from "effect"

import { checksOf } from "./checksOf.ts"
import type { Conformance } from "./Conformance.ts"

/** What is done to each source and destination that the connector opens. */
export interface Break {
  readonly source?: (source: Source<any>) => Source<any>
  readonly destination?: (destination: Destination<any>) => Destination<any>
}

const same = <A>(value: A): A => value

/** The suite of the connector with a break. */
export const breaking = (
  suite: Conformance,
  { source: breakSource = same, destination: breakTarget = same }: Break,
): Conformance => {
  const { connector } = suite
  return {
    ...suite,
    connector: {
      ...connector,
      open: (...args) =>
        Effect.map(connector.open(...args), ({ source, destination, ...connection }) => ({
          ...connection,
          ...(source === undefined ? {} : { source: (stream) => Effect.map(source(stream), breakSource) }),
          ...(destination === undefined
            ? {}
            : { destination: (stream, options) => Effect.map(destination(stream, options), breakTarget) }),
        })),
    },
  }
}

/** Runs some checks of a stream, by name; gives the names of those that fail. */
export const failuresOf = (
  suite: Conformance,
  stream: string,
  names: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<string>> =>
  Effect.map(
    Effect.forEach(
      checksOf(suite).filter((check) => check.stream === stream && names.includes(check.name)),
      ({ name, run }) => Effect.map(run, ({ _tag }) => (_tag === "Failed" ? [name] : [])),
    ),
    (failed) => failed.flat(),
  )
