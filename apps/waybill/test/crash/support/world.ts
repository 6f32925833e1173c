/**
 * A source, a pipeline and a target with its stand-in in the test's own process: what the stand-in holds is the truth that
 * everything else is compared with.
 */
import { Folder } from "../../support/cli.ts"
import { crmcom } from "./crmcom.ts"
import { erplybooks } from "./erplybooks.ts"
import { payorcrm } from "./payorcrm.ts"
import type { Asked, Target } from "./target.ts"

export const targets = {
  "crmcom, posted": (asked: Asked) => crmcom("posted", asked),
  "crmcom, drafts": (asked: Asked) => crmcom("draft", asked),
  erplybooks,
  payorcrm,
} as const
export type TargetName = keyof typeof targets

export interface World extends Target {
  readonly path: string
  /** All records of all flows. */
  readonly records: number
}

export const openWorld = async (name: TargetName, asked: Asked): Promise<World> => {
  const target = await targets[name](asked)
  const folder = new Folder()
  const dotEnv = Object.entries(target.env).map(([name, value]) => `${name}=${value}\n`)
  const files = { ...target.files, "waybill.yaml": target.pipeline, ".env": dotEnv.join("") }
  for (const [file, text] of Object.entries(files)) folder.write(file, text)
  const records = Object.values(target.expected).reduce((sum, { records }) => sum + records, 0)
  const stop = async () => {
    await target.stop()
    folder.remove()
  }
  return { ...target, path: folder.path, records, stop }
}

/** Opens a world, and closes it whatever becomes of it. */
export const inWorld = async <A>(name: TargetName, asked: Asked, use: (world: World) => Promise<A>): Promise<A> => {
  const world = await openWorld(name, asked)
  try {
    return await use(world)
  } finally {
    await world.stop()
  }
}
