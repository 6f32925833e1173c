/** The site as a reader gets it: built once, given out on loopback, opened in a real browser. */
import { readFileSync, statSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"

import { NodeServices } from "@effect/platform-node"
import { Effect, Exit, Layer, ManagedRuntime, Scope } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"

// @boundaries-ignore the browser is unpacked once, for the reports' tests and for these
import { openPage } from "../../packages/pipeline/test/support/browser.ts"
import { buildSite } from "./support/buildSite.ts"
import { builtPages, deadLinks } from "./support/html.ts"
import { serve } from "./support/serve.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

type Page = Effect.Success<ReturnType<typeof openPage>>

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: ReadonlyArray<{ readonly html: string }>
}

const runtime = ManagedRuntime.make(NodeServices.layer)
const scope = Scope.makeUnsafe()
const inScope = <A, E>(effect: Effect.Effect<A, E, Scope.Scope | Layer.Success<typeof NodeServices.layer>>) =>
  runtime.runPromise(Effect.provideService(effect, Scope.Scope, scope))

let folder: string
let site: string
let browser: NonNullable<ReturnType<ReturnType<Page["context"]>["browser"]>>
beforeAll(async () => {
  folder = await inScope(buildSite)
  site = await inScope(serve(folder))
  browser = (await inScope(openPage({}))).context().browser()!
}, 240_000)
afterAll(() => runtime.runPromise(Scope.close(scope, Exit.void)).finally(() => runtime.dispose()))

/** Opens a page of the site; `noticed` grows by whatever the browser complains of, or asks somebody else for. */
const open = async (path: string) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" })
  const page = await context.newPage()
  const noticed: Array<string> = []
  page.on("console", (message) => noticed.push(message.text()))
  page.on("pageerror", (error) => noticed.push(error.message))
  page.on("requestfailed", (request) => noticed.push(`failed: ${request.url()}`))
  page.on("request", (request) => {
    if (!["data:", `${site}/`].some((start) => request.url().startsWith(start))) noticed.push(request.url())
  })
  await page.goto(`${site}/${path}`, { waitUntil: "networkidle" })
  return { page, noticed, close: () => context.close() }
}

describe("the built site", () => {
  it("has a page for each of the documents, and no link that leads nowhere", () => {
    const pages = builtPages(folder)
    assert.isAbove(pages.size, 430)
    const isFile = (path: string) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true
    const dead = [...pages.values()].flatMap((page) =>
      deadLinks(page, pages, isFile).map((href) => `${page.path} ${href}`),
    )
    assert.deepStrictEqual(dead, [])
  })

  it("gives out the schema of the pipeline file", () => {
    const schema = JSON.parse(readFileSync(join(folder, "reference/waybill.schema.json"), "utf8"))
    assert.property(schema, "$defs")
  })
})

const opened = [
  "",
  "guides/rejects.html",
  "connectors/payorcrm.html",
  "errors/WB-CSV-RAGGED-ROW.html",
  "reference/expressions.html",
]

const looks = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "dark" },
] as const

/** What axe finds that keeps somebody from reading the page. */
const obstacles = async (page: Page): Promise<ReadonlyArray<ReadonlyArray<string>>> => {
  const run = "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)"
  const violations = await page.evaluate<ReadonlyArray<Violation>>(run)
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html)])
}

describe("a page in a browser, light and dark, and on a phone", () => {
  it.each(opened)("/%s opens without a complaint, a request to others, or an obstacle", async (path) => {
    const { page, noticed, close } = await open(path)
    await page.evaluate(axe)
    for (const { width, colorScheme } of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      await page.setViewportSize({ width, height: 900 })
      // Follows what the system prefers, a moment later.
      await page.waitForFunction(`document.documentElement.classList.contains("dark") === ${colorScheme === "dark"}`)
      assert.isAtMost(await page.evaluate<number>("document.documentElement.scrollWidth"), width)
      assert.deepStrictEqual(await obstacles(page), [], `${width} pixels, ${colorScheme}`)
    }
    assert.deepStrictEqual(noticed, [])
    await close()
  })
})

describe("the search", () => {
  it.each([
    ["WB-CSV-RAGGED-ROW", /errors\/WB-CSV-RAGGED-ROW\.html/],
    ["watermark or incremental", /records\.html#reading-on/],
    ["cron", /guides\/nightly-sync\.html/],
  ])("finds the page of '%s' first", async (words, address) => {
    const { page, close } = await open("")
    await page.locator("#local-search button").first().click()
    await page.locator("#localsearch-input").fill(words)
    const first = await page.locator("#localsearch-list a").first().getAttribute("href")
    await close()
    assert.match(first ?? "", address)
  })
})
