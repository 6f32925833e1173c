/** Every page of the repository, taken apart: its links, the anchors of its headings, its blocks of code. */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import { anchorOf } from "../../site/links.ts"

export const root = fileURLToPath(new URL("../../../", import.meta.url))

/** A block between fences. */
export interface Block {
  /** `docs/start.md:12`: where it begins. */
  readonly at: string
  readonly page: Page
  readonly language: string
  /** What stands behind the language: what kind of file it is, where it is none of ours. */
  readonly word: string
  readonly text: string
}

export interface Link {
  readonly at: string
  readonly href: string
}

export interface Page {
  /** Below the repository's root. */
  readonly path: string
  /** The folder that its links begin at, absolute. */
  readonly folder: string
  readonly anchors: ReadonlySet<string>
  readonly links: ReadonlyArray<Link>
  readonly blocks: ReadonlyArray<Block>
  /** What stands in code marks within lines. */
  readonly codes: ReadonlyArray<Link>
}

/** What is no page of ours: made by tools, or brought by them. */
const left = new Set(["node_modules", "dist", ".git", ".turbo", ".vitepress", "coverage"])

const pathsBelow = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return left.has(entry.name) ? [] : pathsBelow(path)
    return entry.name.endsWith(".md") && entry.name !== "CHANGELOG.md" ? [path] : []
  })

const fence = /^ *(`{3,}|~{3,})(.*)$/

/** The lines of prose, each with its number, and the blocks between them. */
const split = (path: string, text: string) => {
  const prose: Array<readonly [number, string]> = []
  const blocks: Array<{ readonly line: number; readonly info: string; readonly lines: Array<string> }> = []
  let closing: string | undefined
  for (const [index, line] of text.split("\n").entries()) {
    const [, marks, info = ""] = fence.exec(line) ?? []
    if (closing !== undefined && marks?.startsWith(closing) === true && info.trim() === "") closing = undefined
    else if (closing !== undefined) blocks.at(-1)!.lines.push(line)
    else if (marks === undefined) prose.push([index + 1, line])
    else {
      closing = marks
      blocks.push({ line: index + 1, info: info.trim(), lines: [] })
    }
  }
  if (closing !== undefined) throw new Error(`${path}: a block is not closed`)
  return { prose, blocks }
}

/** Of several equal headings GitHub numbers all but the first. */
const anchorsIn = (prose: ReadonlyArray<readonly [number, string]>): ReadonlySet<string> => {
  const anchors = new Set<string>()
  for (const [, line] of prose) {
    const [, heading] = /^#{1,6} +(.+?) *#*$/.exec(line) ?? []
    if (heading === undefined) continue
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "")
    const anchor = anchorOf(plain)
    let [unique, count] = [anchor, 0]
    while (anchors.has(unique)) unique = `${anchor}-${++count}`
    anchors.add(unique)
  }
  return anchors
}

const found = (path: string, prose: ReadonlyArray<readonly [number, string]>, pattern: RegExp): ReadonlyArray<Link> =>
  prose.flatMap(([number, line]) =>
    [...line.matchAll(pattern)].map(([, href = ""]) => ({ at: `${path}:${number}`, href })),
  )

const readPage = (path: string): Page => {
  const { prose, blocks } = split(path, readFileSync(join(root, path), "utf8"))
  const uncoded = prose.map(([number, line]) => [number, line.replaceAll(/(?<!\[)`[^`]*`/g, "")] as const)
  const page: Page = {
    path,
    folder: join(root, dirname(path)),
    anchors: anchorsIn(prose),
    links: found(path, uncoded, /\]\(<?([^)>\s]*)>?(?: "[^"]*")?\)/g),
    codes: found(path, prose, /`([^`]+)`/g),
    get blocks() {
      return taken
    },
  }
  const taken = blocks.map(({ line, info, lines }): Block => {
    const [language = "", ...words] = info.split(/\s+/)
    // What hangs in a list is indented as a whole.
    const indent = Math.min(...lines.filter((each) => each.trim() !== "").map((each) => each.search(/\S/)))
    const text = lines.map((each) => each.slice(Number.isFinite(indent) ? indent : 0)).join("\n")
    return { at: `${path}:${line}`, page, language, word: words.join(" "), text }
  })
  return page
}

/** Parts of generated pages: their links begin elsewhere, and they are checked where they end up. */
const isPart = (path: string): boolean => path.startsWith("docs/connectors/parts/")

export const pages: ReadonlyArray<Page> = pathsBelow("")
  .filter((path) => !isPart(path))
  .map(readPage)

export const blocks: ReadonlyArray<Block> = pages.flatMap((page) => page.blocks)
