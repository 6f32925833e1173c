/** What must be true after whatever was done to runs: everything is there once, and everybody agrees on it. */
import { type Ended, here } from "./commands.ts"
import { toCents } from "./receivables.ts"
import type { Expected } from "./target.ts"
import type { World } from "./world.ts"

type Counts = Readonly<Record<string, number>>

interface Summary {
  readonly flows: Readonly<Record<string, Counts>>
  readonly outcome: string
}

const fates = ["skipped", "invalid", "unchanged", "held", "confirmed", "refused", "unknown", "pending"]

/** What a run printed, where it printed a summary. */
export const summaryOf = ({ stdout }: Ended): Summary | undefined => {
  const printed: unknown = stdout.trim() === "" ? undefined : JSON.parse(stdout)
  return typeof printed === "object" && printed !== null && "flows" in printed ? (printed as Summary) : undefined
}

/** What a run says of itself, in a line. */
export const brief = (ended: Ended | undefined): string => {
  const flows = Object.entries((ended === undefined ? undefined : summaryOf(ended))?.flows ?? {})
  if (ended === undefined || flows.length === 0) return `${ended?.stdout}${ended?.stderr}`
  const fatesOf = (counts: Counts) => fates.flatMap((fate) => (counts[fate] === 0 ? [] : [`${counts[fate]} ${fate}`]))
  return flows.map(([flow, counts]) => `${flow} ${fatesOf(counts).join(", ")}`).join("; ")
}

/** Invariant 3: read is the sum of all fates, after every run. */
export const miscounts = (ended: Ended): ReadonlyArray<string> =>
  Object.entries(summaryOf(ended)?.flows ?? {}).flatMap(([flow, counts]) => {
    const sum = fates.reduce((total, fate) => total + (counts[fate] ?? 0), 0)
    return counts["read"] === sum ? [] : [`${flow}: ${counts["read"]} read, and ${sum} by their fates`]
  })

export interface Finished {
  readonly runs: number
  readonly problems: ReadonlyArray<string>
}

/** Runs again until everything has arrived; at most so many times. */
export const finish = async (world: World, most = 6): Promise<Finished> => {
  const problems: Array<string> = []
  let last: Ended | undefined
  for (let runs = 1; runs <= most; runs++) {
    last = await here(world.path, "run")
    problems.push(...miscounts(last))
    if (last.code === 0) return { runs, problems }
  }
  return {
    runs: most,
    problems: [...problems, `after ${most} runs the exit code is still ${last?.code}: ${brief(last)}`],
  }
}

interface Standing {
  readonly flow: string
  readonly state: string
  readonly records: number
  readonly drafts: number
  readonly money: Readonly<Record<string, string>>
}

const standingOf = async (path: string): Promise<ReadonlyArray<Standing>> =>
  (JSON.parse((await here(path, "status")).stdout) as { standing: ReadonlyArray<Standing> }).standing

const misstatement = (flow: string, { records, cents = 0n }: Expected, standing: ReadonlyArray<Standing>) => {
  const of = standing.filter((one) => one.flow === flow)
  const confirmed = of.find(({ state }) => state === "confirmed")
  const agrees = of.length === 1 && confirmed?.records === records && toCents(confirmed.money["EUR"] ?? "0") === cents
  return agrees ? [] : [`status says of ${flow}: ${JSON.stringify(of)}`]
}

/** How many records the ledger has on their way, of which it does not know what became of them. */
export const leftSending = async (path: string): Promise<number> =>
  (await standingOf(path)).reduce((sum, { state, records }) => sum + (state === "sending" ? records : 0), 0)

/** The target, the ledger's status and another run agree that each record is there once. */
export const disagreements = async (world: World): Promise<ReadonlyArray<string>> => {
  const standing = await standingOf(world.path)
  const [requests, made] = [world.requests(), world.made()]
  const again = await here(world.path, "run")
  const flows = Object.values(summaryOf(again)?.flows ?? {})
  return [
    ...world.differences(),
    ...(made === world.records ? [] : [`${made} records were made for ${world.records}`]),
    ...Object.entries(world.expected).flatMap(([flow, expected]) => misstatement(flow, expected, standing)),
    ...(again.code === 0 ? [] : [`another run ended with ${again.code}: ${brief(again)}`]),
    ...miscounts(again),
    ...(flows.every(({ read, unchanged }) => read === unchanged) ? [] : ["another run did more than look"]),
    ...(world.made() === made ? [] : ["another run made records"]),
    ...(world.requests() === requests ? [] : [`another run sent ${world.requests() - requests} requests`]),
  ]
}

/** What was done to get everything there, and what came of it; no problems: each record arrived exactly once. */
export interface Settled {
  /** Runs that it took. */
  readonly runs: number
  /** Records at the source. */
  readonly records: number
  /** Records that requests made in the target. */
  readonly made: number
  readonly problems: ReadonlyArray<string>
}

/** Runs to the end and checks all of it. */
export const settle = async (world: World, most?: number): Promise<Settled> => {
  const { runs, problems } = await finish(world, most)
  const found = problems.length > 0 ? world.differences() : await disagreements(world)
  return { runs, records: world.records, made: world.made(), problems: [...problems, ...found] }
}

/** The same, where only the problems matter. */
export const settleAndCheck = async (world: World, most?: number): Promise<ReadonlyArray<string>> =>
  (await settle(world, most)).problems
