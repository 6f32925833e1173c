/** What the site's navigation lists: the pages that there are, in the order in which a reader needs them. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

interface Part {
  readonly title: string
  /** Pages by their path below docs, without `.md`, in order. */
  readonly pages: ReadonlyArray<string>
  /** A folder whose other pages follow. */
  readonly others?: string
}

const parts: ReadonlyArray<Part> = [
  { title: "Start", pages: ["start", "pipeline-file", "records", "promises"] },
  {
    title: "Guides",
    pages: [
      "guides/migrate",
      "guides/nightly-sync",
      "guides/suggest",
      "guides/matching",
      "guides/rehearse",
      "guides/sign-off",
      "guides/rejects",
      "guides/edited-files",
      "guides/undo",
      "guides/transform",
      "guides/library",
      "guides/rest",
      "guides/write-a-connector",
    ],
    others: "guides",
  },
  {
    title: "Connectors",
    pages: ["csv", "excel", "payorcrm", "crmcom", "erplybooks", "rest"].map((name) => `connectors/${name}`),
    others: "connectors",
  },
  {
    title: "Reference",
    pages: [
      "reference/pipeline-file",
      "reference/expressions",
      "reference/model",
      "reference/commands",
      "reference/promises",
      "errors/README",
    ],
    others: "reference",
  },
  { title: "Why it is so", pages: ["architecture", "performance"] },
  { title: "Decisions", pages: [], others: "decisions" },
]

export interface Item {
  readonly text: string
  readonly link: string
}

export interface Section {
  readonly text: string
  readonly items: ReadonlyArray<Item>
}

/** Where a page of the repository is on the site: a folder's README is its index. */
export const siteNames: Readonly<Record<string, string>> = {
  "README.md": "contents.md",
  "errors/README.md": "errors/index.md",
}

/** The first heading of a page as plain text. */
const titleOf = (path: string): string =>
  (/^# (.+)$/m.exec(readFileSync(path, "utf8"))?.[1] ?? path).replaceAll("`", "")

/** The navigation of the pages below `folder`. */
export const contentsOf = (folder: string): ReadonlyArray<Section> =>
  parts.flatMap(({ title, pages, others }) => {
    const found =
      others === undefined
        ? []
        : readdirSync(join(folder, others))
            .filter((name) => name.endsWith(".md"))
            .map((name) => `${others}/${name.slice(0, -3)}`)
    const listed = [...new Set([...pages, ...found.toSorted()])].filter((page) =>
      existsSync(join(folder, `${page}.md`)),
    )
    const items = listed.map((page) => ({
      text: titleOf(join(folder, `${page}.md`)),
      link: `/${(siteNames[`${page}.md`] ?? page).replace(/\.md$/, "").replace(/index$/, "")}`,
    }))
    return items.length === 0 ? [] : [{ text: title, items }]
  })
