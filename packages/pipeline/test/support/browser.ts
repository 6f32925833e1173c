/** A real browser, headless: Chromium as an npm package carries it, or where that can't run the machine's own Chrome. */
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import { Effect } from "effect"
import { type BrowserContextOptions, chromium, type LaunchOptions, type Page } from "playwright-core"

/** Unpacked once for all test runs, among what `pnpm install` brought: it goes when that goes. */
const home = fileURLToPath(new URL("../../node_modules/.cache/chromium-153.0.0", import.meta.url))

const unpacking = `
import chromium from "@sparticuz/chromium"
chromium.setGraphicsMode = false
await chromium.executablePath()`

/** The fonts that were unpacked and no others: the same page on every machine. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${home}/fonts/fonts</dir><cachedir>${home}/fonts/cache</cachedir></fontconfig>
`

/** Unpacks the browser, its fonts and the libraries that a bare machine lacks; two processes may do so at once. */
const unpack = (): void => {
  mkdirSync(dirname(home), { recursive: true })
  const folder = mkdtempSync(`${home}-`)
  execFileSync(process.execPath, ["--input-type=module", "--eval", unpacking], {
    cwd: import.meta.dirname,
    // The package unpacks into the folder for temporary files, and its libraries on a machine that looks like this one.
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x" },
  })
  writeFileSync(join(folder, "fonts", "fonts.conf"), fonts)
  if (existsSync(home)) rmSync(folder, { recursive: true })
  else renameSync(folder, home)
}

const launchOptions = (): LaunchOptions => {
  if (process.platform !== "linux" || process.arch !== "x64") return { channel: "chrome" }
  if (!existsSync(home)) unpack()
  return {
    executablePath: join(home, "chromium"),
    args: ["--no-zygote", "--in-process-gpu", "--font-render-hinting=none"],
    env: { ...process.env, FONTCONFIG_PATH: join(home, "fonts"), LD_LIBRARY_PATH: join(home, "al2023", "lib") },
  }
}

const launch = Effect.acquireRelease(
  Effect.promise(() => chromium.launch(launchOptions())),
  (browser) => Effect.promise(() => browser.close()),
)

/** A page in a browser of its own, without a network. */
export const openPage = Effect.fnUntraced(function* (options: BrowserContextOptions) {
  const browser = yield* launch
  return yield* Effect.promise(async (): Promise<Page> => {
    const context = await browser.newContext({ offline: true, ...options })
    return context.newPage()
  })
})
