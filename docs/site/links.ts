/** Links of the repository's Markdown as the site needs them; the same text works in both. */
import { dirname, normalize } from "node:path/posix"

import { siteNames } from "./contents.ts"

/** The anchor of a heading as GitHub makes it, so that a link with one works there and here. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-")

const isElsewhere = /^(?:[a-z]+:|\/|#)/

/** Files beside the pages that the site gives out as they are. */
export const isFile = (path: string): boolean => path.endsWith(".json")

/**
 * Where a link of a page leads on the site: `undefined` where it leaves the documents.
 *
 * @param page the page's path below docs
 */
export const targetOf = (page: string, href: string): string | undefined => {
  if (isElsewhere.test(href)) return href
  const [path = "", ...anchor] = href.split(/(?=#)/)
  const target = normalize(`${dirname(page)}/${path}`)
  if (target.startsWith("..") || !(target.endsWith(".md") || isFile(target))) return undefined
  return `/${siteNames[target] ?? target}${anchor.join("")}`
}

interface Token {
  type: string
  tag: string
  attrs: Array<[string, string]> | null
  readonly children: Array<Token> | null
  readonly attrGet: (name: string) => string | null
  readonly attrSet: (name: string, value: string) => void
}

interface State {
  readonly tokens: ReadonlyArray<Token>
  readonly env: { readonly relativePath?: string; readonly realPath?: string }
}

/** What is used of the Markdown parser: it comes with the site generator and is no dependency of its own. */
interface Parser {
  readonly core: { readonly ruler: { readonly push: (name: string, rule: (state: State) => void) => void } }
}

/** A link that leaves the documents: to the repository where its address is known, otherwise no link at all. */
const leave = (open: Token, close: Token | undefined, page: string, repository: string | undefined): void => {
  const path = normalize(`docs/${dirname(page)}/${open.attrGet("href") ?? ""}`)
  if (repository !== undefined) return open.attrSet("href", `${repository}/${path}`)
  open.type = "span_open"
  open.tag = "span"
  open.attrs = null
  if (close === undefined) return
  close.type = "span_close"
  close.tag = "span"
}

/**
 * Makes the links of each page lead to pages of the site.
 *
 * @param repository the address below which the repository's files can be read; absent: not known
 */
export const withSiteLinks = (parser: Parser, repository: string | undefined): void =>
  parser.core.ruler.push("site-links", ({ tokens, env }) => {
    const onSite = env.relativePath ?? ""
    const page = Object.entries(siteNames).find(([, name]) => name === onSite)?.[0] ?? onSite
    for (const { children } of tokens) {
      for (const [index, token] of (children ?? []).entries()) {
        const href = token.type === "link_open" ? token.attrGet("href") : null
        if (href === null) continue
        const target = targetOf(page, href)
        const close = children?.slice(index).find(({ type }) => type === "link_close")
        if (target === undefined) leave(token, close, page, repository)
        else token.attrSet("href", target)
      }
    }
  })
