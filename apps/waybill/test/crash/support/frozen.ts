/** A process that stands still past its lease, and wakes up when another one has taken over (invariant 8). */
import { rmSync } from "node:fs"
import { join } from "node:path"

import { here, start, type Started, thaw, until, untilFrozen } from "./commands.ts"
import { frozenMark } from "./points.ts"
import type { Asked } from "./target.ts"
import { settleAndCheck } from "./verify.ts"
import { inWorld, type TargetName, type World } from "./world.ts"

/** Milliseconds: so short that a test need not wait for long until it has run out, and long enough to be renewed on a busy machine. */
const shortLease = 1_500
/** Longer than any test. */
const longLease = 600_000

/** One request at a time: what another one was about to send when it stood still, it sends when it wakes up. */
const asked: Asked = { records: 3, inFlight: 1 }

/** Time is what a lease is about: this is the one thing that is waited for by the clock. */
const outlast = (lease: number) => new Promise<void>((resolve) => setTimeout(resolve, 1.2 * lease))

export const freeze = async ({ path }: World, freezeAt: string, lease: number): Promise<Started> => {
  const run = await start(path, ["run", "--json"], { freezeAt, lease })
  await untilFrozen(path, run)
  return run
}

const whenAwake = ["WB-LEDGER-ENDED", "WB-RUN-SUPERSEDED"]

/** Wakes it up: it must say that it is over, and do nothing else. */
const wake = async (world: World, frozen: Started): Promise<ReadonlyArray<string>> => {
  const before = { requests: world.requests(), made: world.made(), status: (await here(world.path, "status")).stdout }
  const { code, stdout, stderr } = await thaw(frozen)
  const after = { requests: world.requests(), made: world.made(), status: (await here(world.path, "status")).stdout }
  return [
    ...(code === 1 ? [] : [`it ended with ${code}: ${stdout}${stderr}`]),
    ...(whenAwake.some((each) => stdout.includes(each)) ? [] : [`it says nothing of its end: ${stdout}${stderr}`]),
    ...(after.requests === before.requests ? [] : [`it sent ${after.requests - before.requests} requests`]),
    ...(after.made === before.made ? [] : ["it made records"]),
    ...(after.status === before.status ? [] : [`it wrote: ${before.status} became ${after.status}`]),
  ]
}

/** Another run has come and gone by the time it wakes up. */
export const wakeTooLate = (name: TargetName, freezeAt: string): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async (world) => {
    const frozen = await freeze(world, freezeAt, shortLease)
    await outlast(shortLease)
    const second = await (await start(world.path, ["run", "--json"])).ended
    const problems = await wake(world, frozen)
    return [
      ...(second.code === 0 ? [] : [`the second run ended with ${second.code}: ${second.stdout}${second.stderr}`]),
      ...problems,
      ...(await settleAndCheck(world, 1)),
    ]
  })

/** It wakes up while the run that took over is under way, itself held still so that both surely meet. */
export const wakeMeanwhile = (name: TargetName, freezeAt: string): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async (world) => {
    const frozen = await freeze(world, freezeAt, shortLease)
    await outlast(shortLease)
    rmSync(join(world.path, frozenMark))
    const second = await freeze(world, "compared.after:1", longLease)
    const problems = await wake(world, frozen)
    const { code, stdout, stderr } = await thaw(second)
    return [
      ...problems,
      ...(code === 0 ? [] : [`the second run ended with ${code}: ${stdout}${stderr}`]),
      ...(await settleAndCheck(world, 1)),
    ]
  })

/** Nobody has taken over: it goes on as if nothing had been. */
export const wakeAlone = (name: TargetName, freezeAt: string): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async (world) => {
    const frozen = await freeze(world, freezeAt, shortLease)
    await outlast(shortLease)
    const { code, stdout, stderr } = await thaw(frozen)
    return [...(code === 0 ? [] : [`it ended with ${code}: ${stdout}${stderr}`]), ...(await settleAndCheck(world, 1))]
  })

/** Two at the same moment: whichever is first stands still once it has begun, so that the other one surely meets it. */
export const startTogether = (name: TargetName): Promise<ReadonlyArray<string>> =>
  inWorld(name, { records: 2 }, async (world) => {
    const faulty = { freezeAt: "lookup.after:1", lease: longLease }
    const both = await Promise.all([0, 1].map(() => start(world.path, ["run", "--json"], faulty)))
    await until(() => both.some(({ hasEnded }) => hasEnded()), "one of two runs to be refused")
    const left = both.filter(({ hasEnded }) => !hasEnded())
    const others = await Promise.all(left.map(thaw))
    const refused = await Promise.race(both.filter((run) => !left.includes(run)).map(({ ended }) => ended))
    return [
      ...(refused.code === 1 && refused.stdout.includes("WB-LEDGER-RUNNING")
        ? []
        : [`one ended with ${refused.code}: ${refused.stdout}${refused.stderr}`]),
      ...(left.length === 1 ? [] : ["both were refused"]),
      ...others.flatMap(({ code, stdout, stderr }) =>
        code === 0 ? [] : [`the other one ended with ${code}: ${stdout}${stderr}`],
      ),
      ...(await settleAndCheck(world, 1)),
    ]
  })
