/** The command line as it is built, for the children that tests start: see scripts/bundle.ts. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"

import { bundle as build } from "../../scripts/bundle.ts"

export interface Bundle {
  readonly file: string
  readonly remove: () => void
}

/** @param entry a module of this package, from its `test` folder */
export const bundle = async (entry: string): Promise<Bundle> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-bundle-"))
  await build(join(import.meta.dirname, "..", entry), join(folder, "dist"))
  // The command reads its version there.
  copyFileSync(join(import.meta.dirname, "../../package.json"), join(folder, "package.json"))
  const file = join(folder, "dist", basename(entry).replace(/\.ts$/, ".js"))
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
