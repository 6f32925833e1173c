/** Death while edited records are sent: a file of rejects is imported, or sent again, and killed wherever a seed says. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { here, start, until } from "./commands.ts"
import { makeDraw } from "./random.ts"
import { settle, type Settled } from "./verify.ts"
import { inWorld, type TargetName, type World } from "./world.ts"

/** What is broken, and mended again: the amount of each invoice and payment, in the last column of their files. */
const files = ["invoices.csv", "payments.csv"]

const rewrite = (path: string, change: (text: string) => string): void =>
  writeFileSync(path, change(readFileSync(path, "utf8")))

/** Runs with amounts that can't be read, and has the rejects mended. */
const rejectAll = async (world: World): Promise<void> => {
  for (const file of files.filter((name) => name in world.files)) {
    rewrite(join(world.path, file), (text) => text.replace(/(\d\.\d\d)$/gm, "$1x"))
  }
  await here(world.path, "run")
  await here(world.path, "rejects", "export", "--to", join(world.path, "rejects.csv"))
  rewrite(join(world.path, "rejects.csv"), (text) => text.replace(/(\d\.\d\d)x/g, "$1"))
}

const areEdited = async (world: World): Promise<boolean> =>
  JSON.parse((await here(world.path, "rejects", "history")).stdout).versions.length > 0

export const editAndKill = (name: TargetName, seed: number, records = 8): Promise<Settled> =>
  inWorld(name, { records, inFlight: 3, faults: [{ fault: "delay", millis: 20 }] }, async (world) => {
    const draw = makeDraw(seed)
    await rejectAll(world)
    for (let kill = 0; kill < 3; kill++) {
      // An import that died before its first write is begun anew; its edits are kept otherwise.
      const again = (await areEdited(world)) ? ["retry"] : ["import", join(world.path, "rejects.csv")]
      const sending = await start(world.path, ["rejects", ...again, "--json"])
      const enough = world.requests() + draw(1, 2 * world.records)
      await until(() => sending.hasEnded() || world.requests() >= enough, "requests, or the end of the import")
      await Promise.race([sending.ended, new Promise((resolve) => setTimeout(resolve, draw(0, 8)))])
      sending.child.kill("SIGKILL")
      await sending.ended
    }
    if (!(await areEdited(world))) await here(world.path, "rejects", "import", join(world.path, "rejects.csv"))
    return settle(world)
  })
