/**
 * Everything that is measured, in one command: `pnpm bench [SUITE…] [--rounds N] [--small]`. Prints Markdown.
 *
 * Nothing else should run on the machine meanwhile. Ratios are what counts: seconds are the machine's.
 */
import { cpus, totalmem } from "node:os"
import { parseArgs } from "node:util"

import type { Suite } from "./measure/suite.ts"
import { apiBound } from "./suites/apiBound.ts"
import { endToEnd } from "./suites/endToEnd.ts"
import { growth } from "./suites/growth.ts"
import { ledger } from "./suites/ledger.ts"
import { mapping } from "./suites/mapping.ts"
import { reading } from "./suites/reading.ts"
import { startUp } from "./suites/startUp.ts"

const suites: Readonly<Record<string, Suite>> = { endToEnd, reading, mapping, ledger, apiBound, startUp, growth }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "3" }, small: { type: "boolean", default: false } },
})
const unknown = positionals.filter((name) => !Object.hasOwn(suites, name))
if (unknown.length > 0)
  throw new Error(`no such suite: ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}`)

const rounds = Number(values.rounds)
const processors = cpus()
const memory = Math.round(totalmem() / 2 ** 30)
console.log(
  `Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? "processor"}, ${memory} GiB, ${rounds} rounds in turn; medians (least–most).`,
)
for (const [name, suite] of Object.entries(suites)) {
  if (positionals.length === 0 || positionals.includes(name))
    console.log(`\n${await suite({ rounds, small: values.small })}`)
}
