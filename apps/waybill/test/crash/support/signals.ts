/** Ctrl-C and SIGTERM in the middle of a run. */
import { start, until } from "./commands.ts"
import { leftSending, miscounts, settleAndCheck, summaryOf } from "./verify.ts"
import { inWorld, type TargetName } from "./world.ts"

/** The first signal: what is in flight is finished and settled, the rest is left, and the summary says so. */
export const stopOnce = (name: TargetName, signal: NodeJS.Signals): Promise<ReadonlyArray<string>> =>
  inWorld(name, { records: 40, faults: [{ fault: "delay", millis: 15 }] }, async (world) => {
    const run = await start(world.path, ["run", "--json"])
    await until(() => run.hasEnded() || world.made() >= 5, "five records to be made")
    run.child.kill(signal)
    const ended = await run.ended
    const sending = await leftSending(world.path)
    const made = world.made()
    world.setFaults({ faults: [] })
    return [
      ...(ended.code === 1 ? [] : [`it ended with ${ended.code ?? ended.signal}: ${ended.stdout}${ended.stderr}`]),
      ...(summaryOf(ended)?.outcome === "stopped" ? [] : [`it printed: ${ended.stdout}`]),
      ...miscounts(ended),
      ...(sending === 0 ? [] : [`${sending} records are left sending`]),
      ...(made < world.records ? [] : ["the signal came too late to tell anything"]),
      ...(await settleAndCheck(world, 1)),
    ]
  })

/** The second one: at once, though an answer is still to come. */
export const stopTwice = (name: TargetName, signal: NodeJS.Signals): Promise<ReadonlyArray<string>> =>
  inWorld(name, { records: 8, timeout: 100 }, async (world) => {
    // The answer is held back for longer than anybody waits; the record is made before.
    world.setFaults({ faults: [{ fault: "slow-body", millis: 90_000 }] })
    const run = await start(world.path, ["run", "--json"])
    await until(() => run.hasEnded() || world.requests() >= 1, "the first request")
    const again = setInterval(() => run.child.kill(signal), 30)
    const { code, signal: by, stdout, stderr } = await run.ended.finally(() => clearInterval(again))
    world.setFaults({ faults: [] })
    const atOnce = by === signal || code === (signal === "SIGINT" ? 130 : 143)
    return [...(atOnce ? [] : [`it ended with ${code ?? by}: ${stdout}${stderr}`]), ...(await settleAndCheck(world))]
  })
