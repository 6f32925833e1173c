/** The child with fault points, in one file: making it takes seconds, so all tests of a run share one. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"

import { type Bundle, bundle } from "../../support/bundle.ts"

const make = (): Promise<Bundle> => bundle("crash/child.ts")

/** Only one makes a folder: the others find it there. */
const isFirst = (folder: string): boolean => mkdirSync(folder, { recursive: true }) !== undefined

/** Whoever comes first makes it, and the others wait; it goes with the run's temporary folder. */
const sharedBy = async (folder: string): Promise<string> => {
  const note = join(folder, "file")
  if (isFirst(folder)) {
    writeFileSync(`${note}.new`, (await make()).file)
    renameSync(`${note}.new`, note)
  }
  for (let step = 0; step < 6000 && !existsSync(note); step++) await wait(10)
  return readFileSync(note, "utf8")
}

let own: Promise<Bundle> | undefined

/** The path of the bundled child; a script, which is no run of tests, has one of its own: see {@link removeChild}. */
export const childFile = async (): Promise<string> =>
  process.env["WAYBILL_COMMAND"] === undefined
    ? (await (own ??= make())).file
    : sharedBy(join(tmpdir(), "waybill-crash-child"))

/** Removes the bundle that {@link childFile} made for a script. */
export const removeChild = async (): Promise<void> => {
  if (own !== undefined) (await own).remove()
  own = undefined
}
