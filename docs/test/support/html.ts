/** The built pages, taken apart: what they link to, and what can be linked to in them. */
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path/posix"

export interface BuiltPage {
  /** Below the site's root: `errors/index.html`. */
  readonly path: string
  readonly ids: ReadonlySet<string>
  readonly links: ReadonlyArray<string>
}

const decoded = (text: string): string => decodeURIComponent(text.replaceAll("&amp;", "&"))

export const builtPages = (folder: string): ReadonlyMap<string, BuiltPage> => {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"))
  return new Map(
    paths.map((path) => {
      const html = readFileSync(join(folder, path), "utf8")
      const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => decoded(id)))
      const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = ""]) => decoded(href))
      return [path, { path, ids, links: [...new Set(links)] }] as const
    }),
  )
}

/** Links of a page that lead nowhere on the site. */
export const deadLinks = (
  { path, links }: BuiltPage,
  pages: ReadonlyMap<string, BuiltPage>,
  isFile: (path: string) => boolean,
): ReadonlyArray<string> =>
  links.filter((href) => {
    if (/^[a-z]+:/.test(href)) return false
    const [target = "", id = ""] = href.split("#")
    const absolute = target.startsWith("/") ? target.slice(1) : join(dirname(path), target)
    const file = target === "" ? path : absolute === "" || absolute.endsWith("/") ? `${absolute}index.html` : absolute
    const page = pages.get(file)
    return page === undefined ? !isFile(file) : id !== "" && !page.ids.has(id)
  })
