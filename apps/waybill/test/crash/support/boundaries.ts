/** Death at a named point: what a run is doing there is left as it is, and the next runs have to make sense of it. */
import { countPoints, here, start } from "./commands.ts"
import type { Asked } from "./target.ts"
import { finish, settleAndCheck } from "./verify.ts"
import { inWorld, type TargetName, type World } from "./world.ts"

/** The first passing of each point, one in the middle, and the last. */
export const placesOf = (points: ReadonlyMap<string, number>): ReadonlyArray<string> =>
  [...points].flatMap(([point, times]) =>
    [...new Set([1, Math.floor(times / 2) + 1, times])].map((passing) => `${point}:${passing}`),
  )

/** The places of a command that nothing disturbs. */
export const placesIn = (name: TargetName, asked: Asked): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async ({ path }) => placesOf(await countPoints(path, ["run", "--json"])))

/** Makes a command die at a place. */
export const dieAt = async (
  world: World,
  crashAt: string,
  args: ReadonlyArray<string> = ["run", "--json"],
): Promise<ReadonlyArray<string>> => {
  const { code, signal, stdout, stderr } = await (await start(world.path, args, { crashAt })).ended
  return signal === "SIGKILL" ? [] : [`it did not die at ${crashAt}, but ended with ${code}: ${stdout}${stderr}`]
}

/** Dies at one place after the other, each in the run that follows; then everything must arrive once. */
export const dieAndSettle = (
  name: TargetName,
  asked: Asked,
  ...places: ReadonlyArray<string>
): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async (world) => {
    for (const place of places) {
      const problems = await dieAt(world, place)
      if (problems.length > 0) return problems
    }
    return settleAndCheck(world)
  })

/** Works through a list, so many at once, and tells which of them had problems. */
export const problemsOf = async <A>(
  items: ReadonlyArray<A>,
  work: (item: A) => Promise<ReadonlyArray<string>>,
  atOnce = 2,
): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = []
  const left = items.entries()
  const worker = async () => {
    for (const [, item] of left) {
      const problems = await work(item)
      found.push(...problems.map((problem) => `${JSON.stringify(item)}: ${problem}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return found
}

/** The places of a posting that nothing disturbs; those of its reads are left out. */
export const placesOfPosting = (asked: Asked): Promise<ReadonlyArray<string>> =>
  inWorld("crmcom, drafts", asked, async (world) => {
    await finish(world)
    const places = placesOf(await countPoints(world.path, ["post", "1", "--json"]))
    return places.filter((place) => /^(posting|posted|POST|end)/.test(place))
  })

/** Lands drafts, dies while they are posted, and posts them again: each counts once. */
export const dieThenPost = (asked: Asked, place: string): Promise<ReadonlyArray<string>> =>
  inWorld("crmcom, drafts", asked, async (world) => {
    const { problems } = await finish(world)
    const died = await dieAt(world, place, ["post", "1", "--json"])
    const { code, stdout } = await here(world.path, "post", "1")
    const again = await here(world.path, "post", "1")
    const { posted, drafts } = world.landed()
    return [
      ...problems,
      ...died,
      ...(code === 0 ? [] : [`posting again ended with ${code}: ${stdout}`]),
      ...(again.code === 0 ? [] : [`posting once more ended with ${again.code}: ${again.stdout}`]),
      ...(posted === world.records && drafts === 0 ? [] : [`${posted} are posted and ${drafts} are drafts`]),
      ...(world.made() === world.records ? [] : [`${world.made()} records were made for ${world.records}`]),
    ]
  })
