/**
 * The command line in one file: a start takes a quarter of the time that some hundred modules take, and tests start several
 * hundred children. The bundler is the one that comes with the test runner.
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

interface Plugin {
  readonly name: string
  readonly resolveId: (id: string, importer: string | undefined) => object | undefined
}

interface Bundler {
  readonly rolldown: (input: {
    readonly input: string
    readonly platform: "node"
    readonly logLevel: "silent"
    readonly plugins: ReadonlyArray<Plugin>
  }) => Promise<{ readonly write: (output: { readonly dir: string }) => Promise<unknown> }>
}

/** Each is found from the place of the one that depends on it. */
const bundlerFile = ["vitest/package.json", "vite/package.json", "rolldown"].reduce(
  (from, name) => createRequire(from).resolve(name),
  import.meta.filename,
)

/** Left where it is: its exports are made while it runs, so that a bundle would lose them. */
const outside: Plugin = {
  name: "outside",
  resolveId: (id, importer) =>
    id === "undici" && importer !== undefined
      ? { id: pathToFileURL(createRequire(importer).resolve(id)).href, external: true }
      : undefined,
}

export interface Bundle {
  readonly file: string
  readonly remove: () => void
}

/** @param entry a module of this package, from its `test` folder */
export const bundle = async (entry: string): Promise<Bundle> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-bundle-"))
  const { rolldown }: Bundler = await import(pathToFileURL(bundlerFile).href)
  const input = fileURLToPath(new URL(`../${entry}`, import.meta.url))
  const built = await rolldown({ input, platform: "node", logLevel: "silent", plugins: [outside] })
  await built.write({ dir: join(folder, "dist") })
  // The command reads its version there.
  copyFileSync(fileURLToPath(new URL("../../package.json", import.meta.url)), join(folder, "package.json"))
  const file = join(folder, "dist", basename(entry).replace(/\.ts$/, ".js"))
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
