/**
 * What the command line says of the stand-ins' switches and faults, by system.
 */
import { type Faults, faultKinds } from "@waybill/sandbox"
import { Effect, Result, Schema } from "effect"

import { Exit } from "../exit.ts"
import { type System, systems } from "./standIns.ts"

type FaultInput = NonNullable<(typeof Faults.Encoded)["faults"]>[number]

const kindOf = Schema.decodeUnknownResult(Schema.Literals(faultKinds))

/** `error-after=0.1`: a tenth of the calls; without a share: all of them. */
export const parseFault = (text: string): Effect.Effect<FaultInput, Exit> => {
  const [name, share] = text.split("=")
  const fault = kindOf(name)
  const rate = share === undefined ? undefined : Number(share)
  if (Result.isFailure(fault) || (rate !== undefined && !(rate >= 0 && rate <= 1))) {
    const hint = `a fault is one of ${faultKinds.join(", ")}, with a share from 0 to 1: error-after=0.1`
    return Effect.fail(new Exit({ exit: 2, code: "WB-CLI-FAULT", message: `'${text}' is not a fault`, hint }))
  }
  return Effect.succeed({ fault: fault.success, ...(rate === undefined ? {} : { rate }) })
}

/** A value as JSON where it is some, else the text itself: `3`, `false`, `refuse`. */
const valueOf = (text: string): unknown =>
  Result.getOrElse(
    Result.try((): unknown => JSON.parse(text)),
    () => text,
  )

export interface Switch {
  readonly system: System
  readonly name: string
  readonly value: unknown
}

/** `payorcrm.onDuplicate=refuse`. */
export const parseSwitch = (text: string): Effect.Effect<Switch, Exit> => {
  const match = /^(\w+)\.(\w+)=(.*)$/s.exec(text)
  const system = systems.find((each) => each === match?.[1])
  if (match === null || system === undefined) {
    const hint = `write SYSTEM.NAME=VALUE with ${systems.join(" or ")}: payorcrm.onDuplicate=refuse`
    return Effect.fail(new Exit({ exit: 2, code: "WB-CLI-SWITCH", message: `'${text}' is not a switch`, hint }))
  }
  return Effect.succeed({ system, name: match[2]!, value: valueOf(match[3]!) })
}
