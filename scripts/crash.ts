/**
 * The long version of the crash tests: the real command is killed at moments that seeds decide, its target misbehaves, and
 * it stands still past its lease; each time every record must be in the target once.
 *
 *   node scripts/crash.ts --seeds 500            SIGKILL three times a seed, at random moments
 *   node scripts/crash.ts --edited 100           the same while rejected records are edited, imported and sent again
 *   node scripts/crash.ts --faults 20            each fault at 10 % of all requests, with so many seeds
 *   node scripts/crash.ts --boundaries           SIGKILL at every boundary, for every target
 *   node scripts/crash.ts --undone 10000         a run of so many records taken back, one in a hundred edited since; SIGKILL twice
 *   node scripts/crash.ts --frozen               SIGSTOP, take-over, SIGCONT; two runs at once; `--first N`: the first seed
 */
import { parseArgs } from "node:util"

import { dieAndSettle, placesIn, problemsOf } from "../apps/waybill/test/crash/support/boundaries.ts"
import { removeChild } from "../apps/waybill/test/crash/support/childFile.ts"
import { editAndKill } from "../apps/waybill/test/crash/support/edited.ts"
import { misbehaveAndSettle, misbehaviours, undisturbed } from "../apps/waybill/test/crash/support/faults.ts"
import { startTogether, wakeAlone, wakeMeanwhile, wakeTooLate } from "../apps/waybill/test/crash/support/frozen.ts"
import { killAndSettle } from "../apps/waybill/test/crash/support/kills.ts"
import { cancelling, killWhileUndoing } from "../apps/waybill/test/crash/support/undoing.ts"
import type { Settled } from "../apps/waybill/test/crash/support/verify.ts"
import { type TargetName, targets } from "../apps/waybill/test/crash/support/world.ts"

const names = Object.keys(targets) as ReadonlyArray<TargetName>

/** One line of the table: what was counted of it, and no column for what was not. */
class Line {
  private readonly counts = new Map<string, number>()
  private problems = 0

  add(counts: Readonly<Record<string, number>>, problems: ReadonlyArray<string>): ReadonlyArray<string> {
    for (const [what, count] of Object.entries({ times: 1, ...counts })) {
      this.counts.set(what, (this.counts.get(what) ?? 0) + count)
    }
    this.problems += problems.length
    return problems
  }

  row() {
    return { ...Object.fromEntries(this.counts), problems: this.problems }
  }
}

/** The stand-in counts what was made: more or less than the source has is a duplicate, or lost. */
const countsOf = ({ runs, records, made }: Settled) => ({
  runs,
  records,
  duplicates: Math.max(0, made - records),
  lost: Math.max(0, records - made),
})

const table = new Map<string, Line>()
const lineOf = (name: string): Line => {
  const line = table.get(name) ?? new Line()
  table.set(name, line)
  return line
}
const problems: Array<string> = []

/** Works through `items`, two at once, and says of each problem how to repeat it. */
const work = async <A>(what: string, items: ReadonlyArray<A>, on: (item: A) => Promise<ReadonlyArray<string>>) => {
  const found = await problemsOf(items, on)
  for (const problem of found) console.log(`${what} ${problem}`)
  problems.push(...found)
}

const seeds = (first: number, count: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, index) => first + index)

const kill = (first: number, count: number) =>
  work("--seeds 1 --first", seeds(first, count), async (seed) => {
    const name = names[seed % names.length]!
    const killed = await killAndSettle(name, seed)
    return lineOf(`${name}: killed`).add({ kills: killed.kills, ...countsOf(killed) }, killed.problems)
  })

const killEdited = (first: number, count: number) =>
  work("--edited 1 --first", seeds(first, count), async (seed) => {
    const name = names[seed % names.length]!
    const settled = await editAndKill(name, seed)
    return lineOf(`${name}: killed while edited records were sent`).add(countsOf(settled), settled.problems)
  })

const misbehave = async (first: number, count: number) => {
  for (const name of names) {
    const least = await undisturbed(name)
    const items = misbehaviours.flatMap((misbehaviour) => seeds(first, count).map((seed) => ({ misbehaviour, seed })))
    await work(`--faults, ${name}`, items, async ({ misbehaviour, seed }) => {
      const settled = await misbehaveAndSettle(name, misbehaviour, seed)
      const counts = { ...countsOf(settled), "further requests": settled.requests - least }
      return lineOf(`${name}: ${misbehaviour}`).add(counts, settled.problems)
    })
  }
}

const dieEverywhere = async () => {
  for (const name of names) {
    const asked = { records: 3 }
    await work(`--boundaries, ${name}`, await placesIn(name, asked), async (place) =>
      lineOf(`${name}: boundary`).add({ kills: 1 }, await dieAndSettle(name, asked, place)),
    )
  }
}

const freeze = async () => {
  const places = [
    "start.after:1",
    "lookup.after:1",
    "compared.after:1",
    "intend.after:2",
    "POST request.before:2",
    "POST answer.after:2",
    "settle.after:2",
  ]
  const ways = { wakeTooLate, wakeMeanwhile, wakeAlone }
  for (const name of names) {
    for (const [way, run] of Object.entries(ways)) {
      await work(`--frozen, ${name}, ${way}`, places, async (place) =>
        lineOf(`${name}: ${way}`).add({}, await run(name, place)),
      )
    }
    await work(`--frozen, ${name}, startTogether`, seeds(1, 10), async () =>
      lineOf(`${name}: startTogether`).add({}, await startTogether(name)),
    )
  }
}

/** Half of them invoices, half payments. */
const killUndone = async (seed: number, records: number) => {
  const asked = { records: records / 2, inFlight: 4, kills: 2, edited: records / 200, seed }
  for (const name of ["crmcom, drafts", "crmcom, posted", "erplybooks"] as const) {
    const own = name === "crmcom, posted" ? { connection: cancelling } : {}
    await work(`--undone ${records}, ${name}`, [seed], async () => {
      const started = Date.now()
      const found = await killWhileUndoing(name, { ...asked, ...own })
      const seconds = Math.round((Date.now() - started) / 1000)
      return lineOf(`${name}: taken back`).add({ records, kills: 2, "seconds in all": seconds }, found)
    })
  }
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "0" },
    first: { type: "string", default: "1" },
    edited: { type: "string", default: "0" },
    faults: { type: "string", default: "0" },
    undone: { type: "string", default: "0" },
    boundaries: { type: "boolean", default: false },
    frozen: { type: "boolean", default: false },
  },
})
const first = Number(values.first)
await kill(first, Number(values.seeds))
await killEdited(first, Number(values.edited))
if (values.faults !== "0") await misbehave(first, Number(values.faults))
if (values.undone !== "0") await killUndone(first, Number(values.undone))
if (values.boundaries) await dieEverywhere()
if (values.frozen) await freeze()
await removeChild()
console.table(Object.fromEntries([...table].map(([name, line]) => [name, line.row()])))
console.log(problems.length === 0 ? "every record arrived once" : `${problems.length} problems`)
process.exitCode = problems.length === 0 && table.size > 0 ? 0 : 1
