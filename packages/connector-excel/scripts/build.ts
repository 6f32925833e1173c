/** Puts exceljs into `dist`, after `tsc`, with the notices of all that it brings: as a dependency it can't be installed everywhere. */
import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { rolldown } from "rolldown"

// @boundaries-ignore builds share it; no program does
import { notices } from "../../../scripts/notices.ts"

const own = join(import.meta.dirname, "../src/internal/workbookWriter.ts")
const dist = join(import.meta.dirname, "../dist")
const file = join(dist, "internal/workbookWriter.js")

const build = await rolldown({ input: own, platform: "node" })
// Names stay: exceljs tells classes apart by theirs.
await build.write({
  file,
  minify: { compress: { keepNames: { class: true, function: true } }, mangle: { keepNames: true } },
})
writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), notices(await build.watchFiles))
await build.close()
// What tsc wrote beside it speaks of a module that is not there any more; nothing else refers to it.
for (const end of ["js.map", "d.ts", "d.ts.map"]) rmSync(file.replace(/js$/, end), { force: true })
