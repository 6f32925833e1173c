/** Which rejects a command is about, as its flags say. */
import type { KeptReject, RejectFilter } from "@waybill/ledger"
import { parseLineageId } from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Argument, Flag } from "effect/cli"

import { Exit } from "../exit.ts"

const states = ["invalid", "refused", "held", "unknown", "dismissed"] as const

export const filters = {
  flow: Flag.String("flow").pipe(Flag.withDescription("Only this flow"), Flag.optional),
  code: Flag.String("code").pipe(Flag.withDescription("Only this error code"), Flag.optional),
  at: Flag.String("column").pipe(
    Flag.withDescription("Only where this column of the source, or field of the model, is wrong"),
    Flag.optional,
  ),
  state: Flag.Literals("state", states).pipe(
    Flag.withDescription("Only this state; invalid and refused unless given"),
    Flag.optional,
  ),
}

/** The records that people name by their ids. */
export const ids = Argument.String("id").pipe(
  Argument.withDescription(
    "Ids of records, as `waybill rejects list` shows them; all that the flags choose where none is given",
  ),
  Argument.variadic(),
)

export interface Choice {
  readonly flow: Option.Option<string>
  readonly code: Option.Option<string>
  readonly at: Option.Option<string>
  readonly state: Option.Option<KeptReject["state"]>
}

const given = <K extends string, A>(name: K, value: Option.Option<A>): Partial<Record<K, A>> => {
  const some: Partial<Record<K, A>> = {}
  if (Option.isSome(value)) some[name] = value.value
  return some
}

export const toFilter = ({ flow, code, at, state }: Choice): RejectFilter => ({
  ...given("flow", flow),
  ...given("code", code),
  ...given("at", at),
  ...(Option.isSome(state) ? { states: [state.value] } : {}),
})

/** What stands where no state is asked for. */
export const withStates = (filter: RejectFilter): RejectFilter => ({ states: ["invalid", "refused"], ...filter })

const noId = (text: string) =>
  new Exit({
    exit: 2,
    code: "WB-CLI-LINEAGE",
    message: `'${text}' is no id of a record`,
    hint: "`waybill rejects list` shows them: 7F3A-09C2-11BE",
  })

/** The beginnings of the origins that ids stand for; absent where none is given. */
export const originsOf = (given: ReadonlyArray<string>): Effect.Effect<Pick<RejectFilter, "origins">, Exit> =>
  given.length === 0
    ? Effect.succeed({})
    : Effect.map(
        Effect.forEach(given, (text) => {
          const id = parseLineageId(text)
          return id === undefined ? Effect.fail(noId(text)) : Effect.succeed(id.replaceAll("-", "").toLowerCase())
        }),
        (origins) => ({ origins }),
      )
