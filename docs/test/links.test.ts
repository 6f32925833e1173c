import { existsSync, statSync } from "node:fs"
import { join, relative } from "node:path"

import { assert, describe, it } from "vitest"

import { targetOf } from "../site/links.ts"
import { pages, root } from "./support/markdown.ts"

const byPath = new Map(pages.map((page) => [page.path, page]))

const isElsewhere = /^[a-z]+:/

const links = pages.flatMap((page) => page.links.map((link) => ({ ...link, page })))
const inside = links.filter(({ href }) => !isElsewhere.test(href))

/** A link taken apart: the file below the root, and the heading in it. */
const aimOf = ({ page, href }: (typeof inside)[number]): readonly [path: string, anchor: string | undefined] => {
  const [path = "", anchor] = decodeURIComponent(href).split("#")
  return [path === "" ? page.path : relative(root, join(page.folder, path)), anchor]
}

describe("links between pages of the repository", () => {
  it("are many", () => {
    assert.isAbove(pages.length, 400)
    assert.isAbove(inside.length, 1000)
  })

  it("lead to a file or a folder that is there", () => {
    const dead = inside.filter((link) => !existsSync(join(root, aimOf(link)[0])))
    assert.deepStrictEqual(
      dead.map(({ at, href }) => `${at} ${href}`),
      [],
    )
  })

  it("and with an anchor, to a heading of it", () => {
    const dead = inside.filter((link) => {
      const [path, anchor] = aimOf(link)
      return anchor !== undefined && byPath.get(path)?.anchors.has(anchor) !== true
    })
    assert.deepStrictEqual(
      dead.map(({ at, href }) => `${at} ${href}`),
      [],
    )
  })

  it("are relative: nobody knows where the repository or the site will be", () => {
    assert.deepStrictEqual(
      inside.filter(({ href }) => href.startsWith("/")).map(({ at, href }) => `${at} ${href}`),
      [],
    )
  })

  it("name a page, not a folder, within docs: a site has no list of files", () => {
    const folders = inside.filter((link) => {
      const [path] = aimOf(link)
      return link.page.path.startsWith("docs/") && /^docs(?:\/|$)/.test(path) && isFolder(path)
    })
    assert.deepStrictEqual(
      folders.map(({ at, href }) => `${at} ${href}`),
      [],
    )
  })
})

const isFolder = (path: string): boolean =>
  statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true

describe("a link on the site", () => {
  it("leads from any page to any other, and a folder's README is its index", () => {
    assert.strictEqual(targetOf("guides/undo.md", "sign-off.md"), "/guides/sign-off.md")
    assert.strictEqual(targetOf("guides/undo.md", "../errors/README.md#flows"), "/errors/index.md#flows")
    assert.strictEqual(targetOf("start.md", "README.md"), "/contents.md")
    assert.strictEqual(targetOf("start.md", "#install"), "#install")
    assert.strictEqual(targetOf("README.md", "reference/waybill.schema.json"), "/reference/waybill.schema.json")
  })

  it("is none where it leaves the documents", () => {
    assert.isUndefined(targetOf("guides/rejects.md", "../../examples/rejected-invoices/README.md"))
    assert.isUndefined(targetOf("start.md", "../LICENSE"))
  })
})
