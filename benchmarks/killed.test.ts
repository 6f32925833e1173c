/** The benchmark's settings give nothing up: killed in the midst of them, a load loses nothing, and sends again only what was on its way. */
import { spawn, spawnSync } from "node:child_process"
import { setTimeout as wait } from "node:timers/promises"

import { assert, it } from "vitest"

import { totalCents } from "./data/invoices.ts"
import type { Command } from "./measure/process.ts"
import { type Receiver, startReceiver } from "./measure/receiver.ts"
import { workplace } from "./measure/workplace.ts"

const rows = 20_000
const batch = 500
const inFlight = 4
/** After so many more calls a run is killed. */
const kills = [3, 9, 6]

/** Starts a run, and kills it once so many more calls have come. Says whether it was still running. */
const killAfter = async ({ args, cwd, env }: Command, calls: number, { counted }: Receiver): Promise<boolean> => {
  const before = (await counted()).requests
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: "ignore" })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on("close", (_code, signal) => resolve(signal)))
  while (child.exitCode === null && (await counted()).requests < before + calls) await wait(5)
  child.kill("SIGKILL")
  return (await ended) === "SIGKILL"
}

it("killed three times, a load of 40 batches ends with every record there", { timeout: 240_000 }, async () => {
  const place = workplace({ bin: process.env["WAYBILL_COMMAND"]!, env: {}, remove: () => undefined }, rows)
  const receiver = await startReceiver()
  const run = () => {
    const { args, cwd, env } = place.waybill(receiver.url, "run", "--json")
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      encoding: "utf8",
    })
    assert.strictEqual(status, 0, stdout)
    return JSON.parse(stdout).flows.invoices
  }
  try {
    for (const calls of kills) assert.isTrue(await killAfter(place.waybill(receiver.url, "run"), calls, receiver))
    run()
    const { records, doubled } = await receiver.counted()
    assert.strictEqual(records - doubled, rows)
    // PayorCRM takes a second copy in the place of the first: only what nobody knew the fate of was sent again.
    assert.isAtMost(doubled, kills.length * inFlight * batch)
    const { unchanged, money } = run()
    const cents = totalCents(rows)
    assert.deepStrictEqual(
      [unchanged, money.EUR.unchanged],
      [rows, `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`],
    )
    assert.strictEqual((await receiver.counted()).records, records)
  } finally {
    receiver.stop()
    place.remove()
  }
})
