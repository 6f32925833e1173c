/**
 * All checks, and those of one connector.
 */
import { Cause, Effect } from "effect"

import type { Check, NotPassed, Subject, Verdict } from "./Check.ts"
import { connectionChecks } from "./checks/connection.ts"
import { destinationChecks } from "./checks/destination.ts"
import { findChecks } from "./checks/find.ts"
import { hostileSourceChecks } from "./checks/hostileSource.ts"
import { hostileTargetChecks } from "./checks/hostileTarget.ts"
import { limitChecks } from "./checks/limits.ts"
import { lostChecks } from "./checks/lost.ts"
import { repeatChecks } from "./checks/repeat.ts"
import { settingsChecks } from "./checks/settings.ts"
import { sourceChecks } from "./checks/source.ts"
import { sourceWireChecks } from "./checks/sourceWire.ts"
import { undoChecks } from "./checks/undo.ts"
import type { Conformance } from "./Conformance.ts"
import { type Bench, broken, type Checking, makeBench, platform, streamsOf } from "./internal/bench.ts"
import { hurried } from "./internal/clock.ts"

const ofConnection = [...connectionChecks, ...settingsChecks]
const ofSource = [...sourceChecks, ...hostileSourceChecks, ...sourceWireChecks]
const ofDestination = [
  ...destinationChecks,
  ...hostileTargetChecks,
  ...repeatChecks,
  ...lostChecks,
  ...findChecks,
  ...limitChecks,
  ...undoChecks,
]

/** What is checked of any connector. */
export interface CheckDescription {
  readonly subject: Subject
  readonly name: string
  readonly explanation: string
}

const describe = (subject: Subject, checks: ReadonlyArray<Omit<CheckDescription, "subject">>) =>
  checks.map(({ name, explanation }): CheckDescription => ({ subject, name, explanation }))

/** Every check that there is, in the order in which they run. */
export const allChecks: ReadonlyArray<CheckDescription> = [
  ...describe("connection", ofConnection),
  ...describe("source", ofSource),
  ...describe("destination", ofDestination),
]

const verdictOf = (notPassed: NotPassed): Verdict =>
  notPassed._tag === "Broken"
    ? { _tag: "Failed", message: notPassed.message }
    : { _tag: "Skipped", reason: notPassed.reason }

/** Nothing may be said that `waybill errors` does not list. */
const listedOnly = ({ suite: { connector }, codes }: Bench) => {
  const listed = new Set(connector.errors.map(({ code }) => code))
  const unlisted = [...codes].filter((code) => !listed.has(code))
  return unlisted.length === 0
    ? Effect.void
    : broken(`the connector says ${unlisted.join(", ")}, and \`errors\` does not list that`)
}

const run = (suite: Conformance, check: (bench: Bench) => Checking): Effect.Effect<Verdict> =>
  Effect.suspend(() => {
    const bench = makeBench(suite)
    return check(bench).pipe(
      Effect.andThen(Effect.suspend(() => listedOnly(bench))),
      Effect.scoped,
      Effect.provide(platform),
      hurried,
      Effect.matchCause({
        onSuccess: (): Verdict => ({ _tag: "Passed" }),
        onFailure: (cause): Verdict => {
          const [reason] = cause.reasons
          return reason?._tag === "Fail" ? verdictOf(reason.error) : { _tag: "Failed", message: Cause.pretty(cause) }
        },
      }),
    )
  })

/** The author's reason for leaving a check out. */
const skipOf = ({ skip = {} }: Conformance, name: string, stream?: string): string | undefined =>
  (stream === undefined ? undefined : skip[`${stream}: ${name}`]) ?? skip[name]

const misnamed = (suite: Conformance, checks: ReadonlyArray<Check>): ReadonlyArray<string> => {
  const names = new Set(
    checks.flatMap(({ name, stream }) => [name, ...(stream === undefined ? [] : [`${stream}: ${name}`])]),
  )
  return Object.entries(suite.skip ?? {}).flatMap(([name, reason]) =>
    !names.has(name)
      ? [`no check is named '${name}'`]
      : reason.trim() === ""
        ? [`'${name}' is skipped without a reason`]
        : [],
  )
}

/** The checks of one connector, of each of its streams in each direction; throws where `skip` names none of them. */
export const checksOf = (suite: Conformance): ReadonlyArray<Check> => {
  const make = (
    subject: Subject,
    name: string,
    explanation: string,
    check: (bench: Bench) => Checking,
    stream?: string,
  ): Check => {
    const reason = skipOf(suite, name, stream)
    return {
      name,
      explanation,
      subject,
      ...(stream === undefined ? {} : { stream }),
      run: reason === undefined ? run(suite, check) : Effect.succeed({ _tag: "Skipped", reason }),
    }
  }
  const checks = [
    ...ofConnection.map(({ name, explanation, check }) => make("connection", name, explanation, check)),
    ...streamsOf(suite).flatMap((stream) => [
      ...(stream.source ? ofSource : []).map(({ name, explanation, check }) =>
        make("source", name, explanation, (bench) => check(bench, stream), stream.name),
      ),
      ...(stream.target ? ofDestination : []).map(({ name, explanation, check }) =>
        make("destination", name, explanation, (bench) => check(bench, stream), stream.name),
      ),
    ]),
  ]
  const wrong = misnamed(suite, checks)
  if (wrong.length > 0) throw new Error(`\`skip\`: ${wrong.join("; ")}`)
  return checks
}
