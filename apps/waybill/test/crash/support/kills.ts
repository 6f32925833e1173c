/** Death at any moment: a run is killed a few times wherever a seed says, by the target's progress or by the clock. */
import { type Ended, start, until } from "./commands.ts"
import { makeDraw } from "./random.ts"
import { settle, type Settled } from "./verify.ts"
import { inWorld, type TargetName, type World } from "./world.ts"

const killsOfSeed = 3
/** About as long as a start of the command takes: some are killed before they begin. */
const startMillis = 500

type Draw = ReturnType<typeof makeDraw>

/** Starts a run and kills it. */
const killOnce = async (world: World, draw: Draw): Promise<Ended> => {
  const run = await start(world.path, ["run", "--json"])
  // Half of the deaths come early: what is left gets less from run to run.
  const most = draw(0, 1) === 0 ? world.records / 4 : 2 * world.records
  const enough = world.requests() + draw(1, Math.ceil(most))
  const [byTheClock, millis, more] = [draw(0, 3) === 0, draw(0, startMillis), draw(0, 8)]
  if (!byTheClock) await until(() => run.hasEnded() || world.requests() >= enough, "requests, or the end of the run")
  await Promise.race([run.ended, new Promise((resolve) => setTimeout(resolve, byTheClock ? millis : more))])
  run.child.kill("SIGKILL")
  return run.ended
}

export interface Killed extends Settled {
  readonly kills: number
}

export const killAndSettle = (name: TargetName, seed: number, records = 8): Promise<Killed> =>
  inWorld(name, { records, inFlight: 3, faults: [{ fault: "delay", millis: 20 }] }, async (world) => {
    const draw = makeDraw(seed)
    let kills = 0
    const early: Array<string> = []
    for (let kill = 0; kill < killsOfSeed; kill++) {
      const { code, signal, stdout, stderr } = await killOnce(world, draw)
      if (signal === "SIGKILL") kills += 1
      // It may be quicker than its death.
      else if (code !== 0) early.push(`a run ended with ${code} before it was killed: ${stdout}${stderr}`)
    }
    const settled = await settle(world)
    return { ...settled, kills, runs: settled.runs + killsOfSeed, problems: [...early, ...settled.problems] }
  })
