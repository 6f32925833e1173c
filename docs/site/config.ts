/** The documents as a static site: nothing is asked for elsewhere, and the search needs no server. */
import { copyFileSync, readdirSync } from "node:fs"
import { join } from "node:path"

import { defineConfig } from "vitepress"

import { contentsOf, siteNames } from "./contents.ts"
import { anchorOf, isFile, withSiteLinks } from "./links.ts"

const docs = join(import.meta.dirname, "..")
const slugs = { slugify: anchorOf }

const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, DOCS_BASE: base = "/" } = process.env
const files = server === undefined || repository === undefined ? undefined : `${server}/${repository}/blob/HEAD`

/** A word as it is looked for; those that stand in every sentence are not. The browser gets this function by its text. */
const termOf = (term: string): string | false => {
  const word = term.toLowerCase()
  return (
    !/^(?:an?|and|are|as|at|be|by|for|from|how|in|is|it|not|of|on|or|that|the|this|to|what|with)$/.test(word) && word
  )
}

export default defineConfig({
  title: "Waybill",
  description: "Moves customers, invoices and payments between billing systems and files, and proves what arrived.",
  lang: "en",
  base,
  srcExclude: ["connectors/parts/**", "test/**"],
  rewrites: siteNames,
  cleanUrls: false,
  metaChunk: true,
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    anchor: slugs,
    headers: slugs,
    toc: slugs,
    // Braces behind a heading or a code are text, as they are in the repository.
    attrs: { disable: true },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    config: (parser) => withSiteLinks(parser, files),
  },
  buildEnd: ({ outDir }) => {
    for (const name of readdirSync(join(docs, "reference")).filter(isFile)) {
      copyFileSync(join(docs, "reference", name), join(outDir, "reference", name))
    }
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      { text: "Reference", link: "/reference/pipeline-file", activeMatch: "^/reference/" },
      { text: "Errors", link: "/errors/", activeMatch: "^/errors/" },
    ],
    sidebar: contentsOf(docs).map(({ text, items }) => ({ text, items: [...items] })),
    outline: { level: [2, 3] },
    notFound: {
      title: "There is no such page",
      quote: "The search knows every page, and every error code.",
      linkText: "To the first page",
    },
    docFooter: { prev: false, next: false },
    search: { provider: "local", options: { detailedView: true, miniSearch: { options: { processTerm: termOf } } } },
  },
})
