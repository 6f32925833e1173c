/** Writes the pages of the error codes, docs/errors/*.md, and removes those of codes that are gone. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { errorPages, folder } from "./errorPages/pages.ts"

const pages = errorPages()
mkdirSync(folder, { recursive: true })
for (const name of readdirSync(folder)) if (!pages.has(name)) rmSync(join(folder, name))
for (const [name, text] of pages) writeFileSync(join(folder, name), text)
