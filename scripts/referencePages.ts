/** Writes the reference, docs/reference/*.md. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"

import { Effect } from "effect"

import { folder, referencePages } from "./referencePages/pages.ts"

const pages = await Effect.runPromise(referencePages)
for (const [name, text] of pages) writeFileSync(join(folder, name), text)
