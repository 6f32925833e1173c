/**
 * Makes `dist`, what an installed package runs, with the notices of all that it holds, and writes down which sources it was
 * made of: in a clone the command runs it only where they are as they were.
 */
import { statSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"

// @boundaries-ignore builds share it; no program does
import { notices } from "../../../scripts/notices.ts"
import { bundle } from "./bundle.ts"

const root = join(import.meta.dirname, "../../..")
const dist = join(import.meta.dirname, "../dist")

const began = Date.now()
const modules = await bundle(join(import.meta.dirname, "../src/main.ts"), dist)
writeFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), notices(modules))
const own = modules.filter((file) => file.startsWith(root) && !file.includes("node_modules"))
// How it is made, and which versions of dependencies it is made of.
const others = [import.meta.filename, join(import.meta.dirname, "bundle.ts"), join(root, "pnpm-lock.yaml")]
const sources = [...own, ...others].map((file) => [relative(root, file), statSync(file).mtimeMs] as const)
const changed = sources.filter(([, time]) => time >= began).map(([file]) => file)
if (changed.length === 0) writeFileSync(join(dist, "sources.json"), JSON.stringify(Object.fromEntries(sources)))
else process.stderr.write(`changed while it was built, a clone goes on with its sources: ${changed.join(", ")}\n`)
