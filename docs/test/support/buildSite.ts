/** The site as `pnpm site` builds it, in a folder of its own. */
import { execFile } from "node:child_process"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

import { Effect, FileSystem } from "effect"

const require = createRequire(import.meta.url)
const docs = join(import.meta.dirname, "../..")
const vitepress = join(dirname(require.resolve("vitepress/package.json")), "bin/vitepress.js")

/** Builds it once, for as long as the scope lives; yields the folder. Fails with what the builder said. */
export const buildSite = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const folder = yield* files.makeTempDirectoryScoped({ prefix: "waybill-site-" })
  yield* Effect.callback<void, string>((resume) => {
    const env = { ...process.env, NODE_ENV: "production" }
    execFile(process.execPath, [vitepress, "build", docs, "--outDir", folder], { env }, (error, stdout, stderr) =>
      resume(error === null ? Effect.void : Effect.fail(`${stdout}\n${stderr}`)),
    )
  })
  return folder
})
