/**
 * The child in one file: a start takes a quarter of the time that some hundred modules take, and crash tests start more
 * than a hundred children. The bundler is the one that comes with the test runner.
 */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
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

const bundle = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "waybill-crash-"))
  const { rolldown }: Bundler = await import(pathToFileURL(bundlerFile).href)
  const input = fileURLToPath(new URL("../child.ts", import.meta.url))
  const built = await rolldown({ input, platform: "node", logLevel: "silent", plugins: [outside] })
  await built.write({ dir: join(folder, "dist") })
  // The command reads its version there.
  copyFileSync(fileURLToPath(new URL("../../../package.json", import.meta.url)), join(folder, "package.json"))
  return join(folder, "dist/child.js")
}

let bundled: Promise<string> | undefined

/** The path of the bundled child, which is made once; see {@link removeChild}. */
export const childFile = (): Promise<string> => (bundled ??= bundle())

/** Removes the bundle: a test file or a script says so at its end. */
export const removeChild = async (): Promise<void> => {
  if (bundled !== undefined) rmSync(join(await bundled, "../.."), { recursive: true, force: true })
  bundled = undefined
}
