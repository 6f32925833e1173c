import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { writeWorkbook } from "@waybill/connector-excel"
import { type Composition, openPipeline } from "@waybill/pipeline"
import { Effect } from "effect"
import { afterEach, assert, beforeEach, describe, expect, it } from "vitest"

// @boundaries-ignore the pages are made by a script of the repository, not by the program
import { connectorPages, documented, folder as pagesFolder } from "../../../scripts/connectorPages/pages.ts"
import { composition } from "../src/composition.ts"
import { platform } from "../src/program.ts"
import { Folder } from "./support/cli.ts"

const parts = join(pagesFolder, "parts")

/** The anchors of a page as GitHub makes them. */
const anchorsOf = (page: string): ReadonlyArray<string> =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  )

describe("docs/connectors, generated from the code and from docs/connectors/parts", () => {
  const pages = [...connectorPages()]

  it.each(pages)(
    "%s is what `pnpm run docs` writes (mend it with that, or with `vitest run -u`)",
    async (name, text) => {
      await expect(text).toMatchFileSnapshot(join(pagesFolder, name))
    },
  )

  it("there is no page, and no part, of a connector that is gone", () => {
    const names = pages.map(([name]) => name)
    const files = readdirSync(pagesFolder).filter((name) => name.endsWith(".md"))
    assert.sameMembers(files, names)
    const owners = readdirSync(parts).map((name) => name.replace(/-(?:calls|open)\.md$/, ".md"))
    assert.deepStrictEqual(
      owners.filter((name) => !names.includes(name)),
      [],
    )
  })

  it.each(pages)("every link within %s leads to one heading", (_, text) => {
    const anchors = anchorsOf(text)
    const targets = [...new Set([...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, target = ""]) => target))]
    assert.deepStrictEqual(
      targets.filter((target) => anchors.filter((each) => each === target).length !== 1),
      [],
    )
  })
})

describe("the pipeline files in docs/connectors/parts", () => {
  let folder: Folder
  beforeEach(() => {
    folder = new Folder()
  })
  afterEach(() => folder.remove())

  const world: Composition = {
    ...composition,
    connectors: documented,
    environment: {
      CRMCOM_URL: "https://billing.example.com/crmapi/rest/v2",
      CRMCOM_WEB_API_KEY: "web-api-key",
      ERPLYBOOKS_TOKEN: "token",
      PAYORCRM_API_KEY: "api-key",
      PAYORCRM_API_SECRET: "api-secret",
    },
  }

  const header = ["Invoice No", "Account", "Due", "Amount"]
  const data = Effect.suspend(() => {
    folder.write("accounts.csv", "account\nACR0000000217\n")
    folder.write(
      "data/payments-1.csv",
      "Reference,Account,Invoice,Received,Amount\nR1,168,I00000519,05/11/2026,57.00\n",
    )
    folder.write("data/payments.csv", "Reference,Customer,Invoice,Received,Amount\nR1,C0001,2026-1,05/11/2026,57.00\n")
    const rows = [["N1", "168", "31/12/2026", "57.00"]]
    return writeWorkbook(join(folder.path, "data/invoices.xlsx"), [{ name: "Invoices", header, rows }])
  })

  const files = readdirSync(parts).flatMap((name) =>
    [...readFileSync(join(parts, name), "utf8").matchAll(/```yaml\n(version:[^]*?)```/g)].map(
      ([, text = ""], index) => [`${name}, file ${index + 1}`, text] as const,
    ),
  )

  it("are five", () => assert.lengthOf(files, 5))

  it.each(files)("%s: settings, streams and expressions fit", async (_, text) => {
    const file = folder.write("waybill.yaml", text)
    const opened = await Effect.runPromise(
      data.pipe(
        Effect.andThen(openPipeline(file, world)),
        Effect.match({ onSuccess: ({ warnings }) => warnings, onFailure: (fault) => fault }),
        Effect.scoped,
        Effect.provide(platform),
      ),
    )
    assert.deepStrictEqual(opened, [])
  })
})
