/** A run that is taken back against a stand-in: what the command says, what the stand-in holds, and what the ledger keeps. */
import type { UndoPlan, UndoSummary } from "@waybill/pipeline"

import { here } from "../crash/support/commands.ts"
import type { World } from "../crash/support/world.ts"

const originOf = ({ env }: World): string =>
  new URL(Object.values(env).find((value) => value.startsWith("http://"))!).origin

const asked = async (world: World, path: string, body?: unknown): Promise<any> => {
  const answer = await fetch(
    `${originOf(world)}/sandbox/${path}`,
    body === undefined
      ? {}
      : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
  )
  if (!answer.ok) throw new Error(`the stand-in said ${answer.status} to ${path}: ${await answer.text()}`)
  return answer.json()
}

export type Kind = "invoices" | "payments"

/** Somebody adds a cent to records over there. */
export const edit = (world: World, kind: Kind, keys: ReadonlyArray<string>): Promise<unknown> =>
  asked(world, "tamper", { do: "change", kind, key: keys, by: "0.01" })

/** What counts over there, drafts included: how many of each kind. */
export const countedIn = async (world: World): Promise<Readonly<Record<Kind, number>>> => {
  const { invoices, payments } = await asked(world, "state")
  const count = (of: any): number => of.count ?? of.DRAFT.count + of.POSTED.count
  return { invoices: count(invoices), payments: count(payments) }
}

/** Records over there with all their fields. */
export const heldIn = (world: World, kind: Kind | "customers"): Promise<ReadonlyArray<Record<string, unknown>>> =>
  asked(world, `${kind}?limit=1000`)

export const planOf = async (
  { path }: World,
  run = 1,
): Promise<{ readonly code: number | null; readonly plan: UndoPlan }> => {
  const { code, stdout } = await here(path, "undo", String(run))
  return { code, plan: JSON.parse(stdout) }
}

export interface Undone {
  readonly code: number | null
  readonly summary: UndoSummary
}

export const undoIn = async ({ path }: World, run = 1, ...flags: ReadonlyArray<string>): Promise<Undone> => {
  const { code, stdout } = await here(path, "undo", String(run), "--yes", ...flags)
  return { code, summary: JSON.parse(stdout) }
}

const fates = ["gone", "restored", "edited", "left", "unknown", "waiting"] as const

/** `gone 3, edited 1`; says so where they don't add up (invariant 3). */
export const fatesOf = ({ summary }: Undone, flow: string): string => {
  const counts = summary.flows[flow]!
  const sum = fates.reduce((total, fate) => total + counts[fate], 0)
  const told = fates.flatMap((fate) => (counts[fate] === 0 ? [] : [`${fate} ${counts[fate]}`])).join(", ")
  return sum === counts.landed ? told : `${told}: not the ${counts.landed} that landed`
}
