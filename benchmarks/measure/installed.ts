/** The command as it is installed: bundled, started by its own `bin`, with V8's cache in a folder of its own. */
import { copyFileSync, cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { bundle } from "../../apps/waybill/scripts/bundle.ts"

const waybill = join(import.meta.dirname, "../../apps/waybill")

export interface Installed {
  /** A script for `node`. */
  readonly bin: string
  readonly env: Readonly<Record<string, string>>
  readonly remove: () => void
}

export const install = async (): Promise<Installed> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-installed-"))
  await bundle(join(waybill, "src/main.ts"), join(folder, "dist"))
  cpSync(join(waybill, "bin"), join(folder, "bin"), { recursive: true })
  copyFileSync(join(waybill, "package.json"), join(folder, "package.json"))
  return {
    bin: join(folder, "bin/waybill.cjs"),
    env: { NODE_COMPILE_CACHE: join(folder, "compiled") },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
