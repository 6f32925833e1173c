/** The report in a real browser: what a reader sees, hears and prints. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

import { NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem, type Scope } from "effect"

import { tieOutHtml } from "../src/report/tieOutHtml.ts"
import type { TieOut } from "../src/tieOut/TieOut.ts"
import { openPage } from "./support/browser.ts"
import { sample, tied } from "./support/tieOut.ts"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

interface Violation {
  readonly id: string
  readonly nodes: ReadonlyArray<{ readonly html: string }>
}

/** Opens the report as a reader does, from a file; `noticed` grows by whatever a browser complains of or asks for. */
const open = Effect.fnUntraced(function* (tieOut: TieOut, width: number) {
  const files = yield* FileSystem.FileSystem
  const path = join(yield* files.makeTempDirectoryScoped(), "tie-out.html")
  yield* files.writeFileString(path, tieOutHtml(tieOut))
  const page = yield* openPage({ viewport: { width, height: 900 } })
  const noticed: Array<string> = []
  page.on("console", (message) => noticed.push(message.text()))
  page.on("pageerror", (error) => noticed.push(error.message))
  page.on("dialog", () => noticed.push("a dialog"))
  page.on("request", (request) => noticed.push(request.url()))
  const address = pathToFileURL(path).href
  yield* Effect.promise(() => page.goto(address))
  return { page, noticed, address }
})

const inBrowser = <A, E>(effect: Effect.Effect<A, E, FileSystem.FileSystem | Scope.Scope>) =>
  effect.pipe(Effect.scoped, Effect.provide(NodeServices.layer))

describe("the report in a browser", () => {
  for (const width of [1200, 400])
    it.live(`reads without a complaint, a request or an obstacle at ${width} pixels`, () =>
      inBrowser(
        Effect.gen(function* () {
          const { page, noticed, address } = yield* open(sample, width)
          const violations = yield* Effect.promise(async () => {
            await page.evaluate(axe)
            return page.evaluate<ReadonlyArray<Violation>>("axe.run().then(({ violations }) => violations)")
          })
          assert.deepStrictEqual(
            violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
            [],
          )
          // Tables scroll by themselves; the page never does.
          assert.isAtMost(
            yield* Effect.promise(() => page.evaluate<number>("document.documentElement.scrollWidth")),
            width,
          )
          assert.strictEqual(yield* Effect.promise(() => page.evaluate<number>("document.scripts.length")), 0)
          assert.deepStrictEqual(noticed, [address])
        }),
      ),
    )

  it.live("is styled by its own style only: the policy lets it through", () =>
    inBrowser(
      Effect.gen(function* () {
        const { page } = yield* open(tied, 1200)
        const border = yield* Effect.promise(() =>
          page.evaluate<string>("getComputedStyle(document.querySelector('.verdict')).borderLeftWidth"),
        )
        assert.strictEqual(border, "6px")
        const refused = yield* Effect.promise(() =>
          page.evaluate<boolean>(`new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", () => resolve(true))
            const script = document.createElement("script")
            script.textContent = "document.title = 'ran'"
            document.body.append(script)
            setTimeout(() => resolve(false), 1000)
          })`),
        )
        assert.isTrue(refused)
      }),
    ),
  )

  it.live("prints on A4 pages", () =>
    inBrowser(
      Effect.gen(function* () {
        const { page } = yield* open(sample, 1200)
        const pdf = yield* Effect.promise(() => page.pdf({ preferCSSPageSize: true }))
        const text = Buffer.from(pdf).toString("latin1")
        assert.match(text, /^%PDF-/)
        const boxes = [...text.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
          Math.round(Number(width)),
          Math.round(Number(height)),
        ])
        assert.isAbove(boxes.length, 3)
        for (const box of boxes) assert.deepStrictEqual(box, [595, 842])
      }),
    ),
  )
})
