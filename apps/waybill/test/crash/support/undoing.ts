/** Death while a run is taken back; then the ledger, the target and another run must agree. */
import { join } from "node:path"

import { Ledger, layerSqlite } from "@waybill/ledger"
import { Effect, Layer, Stream } from "effect"

import { platform } from "../../../src/program.ts"
import { countedIn, edit, fatesOf, heldIn, type Kind, undoIn, type Undone } from "../../support/undoing.ts"
import { dieAt, placesOf } from "./boundaries.ts"
import { countPoints, here, start, until } from "./commands.ts"
import { makeDraw } from "./random.ts"
import type { Asked } from "./target.ts"
import { brief, finish } from "./verify.ts"
import { inWorld, type TargetName, type World } from "./world.ts"

const command = ["undo", "1", "--yes", "--json"]

/** Settings by which CRM.COM takes posted records back. */
export const cancelling = [
  "cancellationType: { name: Invoice Cancellation }",
  "paymentCancellationType: { name: Payment Cancellation }",
]

/** What the ledger keeps of all undos, as `invoices gone`: how often, and of how many records. */
const keptOf = (world: World) =>
  Effect.flatMap(Ledger, (ledger) => Stream.runCollect(ledger.undone("crash", { of: 1 }))).pipe(
    Effect.map((pages) => {
      const rows = pages.flat().map(({ flow, state, key }) => ({ what: `${flow} ${state}`, key }))
      return new Map(
        [...Map.groupBy(rows, ({ what }) => what)].map(([what, of]) => [
          what,
          { times: of.length, records: new Set(of.map(({ key }) => key)).size },
        ]),
      )
    }),
    Effect.provide(layerSqlite({ directory: join(world.path, ".waybill") }).pipe(Layer.provide(platform))),
    Effect.runPromise,
  )

const kinds: ReadonlyArray<Kind> = ["invoices", "payments"]

/** What an undo left after whatever was done to it: `edited` of each kind stay, and everything else is gone, once. */
const disagreements = async (world: World, records: number, edited: number, last: Undone) => {
  const kept = await keptOf(world)
  const counted = await countedIn(world)
  const problems = kinds.flatMap((kind) => {
    const gone = kept.get(`${kind} gone`) ?? { times: 0, records: 0 }
    const own = last.summary.flows[kind]!
    return [
      ...(gone.times === gone.records ? [] : [`${kind}: ${gone.times} ends of ${gone.records} records`]),
      ...(gone.records === records - edited ? [] : [`${kind}: the ledger says that ${gone.records} are gone`]),
      ...(counted[kind] === edited ? [] : [`${kind}: ${counted[kind]} are still there`]),
      ...(own.gone + own.earlier.records === records - edited
        ? []
        : [`${kind}: the summary says ${fatesOf(last, kind)}`]),
      ...(own.edited === edited ? [] : [`${kind}: ${fatesOf(last, kind)} instead of ${edited} edited`]),
    ]
  })
  const code = edited === 0 ? 0 : 4
  return last.code === code ? problems : [...problems, `it ended with ${last.code}`]
}

/** Another run brings back what is gone, and makes no second copy of what stayed. */
const bringBack = async (world: World, records: number): Promise<ReadonlyArray<string>> => {
  const run = await here(world.path, "run")
  const counted = await countedIn(world)
  return [
    ...(run.code === 0 ? [] : [`the run after it ended with ${run.code}: ${brief(run)}`]),
    ...kinds.flatMap((kind) =>
      counted[kind] === records ? [] : [`${kind}: ${counted[kind]} of ${records} came back`],
    ),
  ]
}

/** The target's own code of a record, by the field that each target keeps it in. */
const keyOf = (record: Record<string, unknown>): string =>
  String(record["back_office_code"] ?? record["archivingId"] ?? record["partnerDocumentId"])

/** Dies so many times wherever a seed says, and is finished. */
export const killWhileUndoing = (
  name: TargetName,
  { seed, kills, edited, ...asked }: Asked & { readonly kills: number; readonly edited: number },
): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async (world) => {
    const draw = makeDraw(seed ?? 1)
    const { problems } = await finish(world)
    for (const kind of kinds) {
      const keys = (await heldIn(world, kind)).map(keyOf)
      if (edited > 0) await edit(world, kind, keys.slice(0, edited))
    }
    let died = 0
    for (let kill = 0; kill < kills; kill++) {
      const undoing = await start(world.path, command)
      const enough = world.requests() + draw(2, 2 * asked.records)
      await until(() => undoing.hasEnded() || world.requests() >= enough, "requests, or the end of the undo")
      await Promise.race([undoing.ended, new Promise((resolve) => setTimeout(resolve, draw(0, 8)))])
      undoing.child.kill("SIGKILL")
      if ((await undoing.ended).signal === "SIGKILL") died += 1
    }
    const last = await undoIn(world)
    return [
      ...problems,
      ...(died === kills ? [] : [`it died ${died} of ${kills} times`]),
      ...(await disagreements(world, asked.records, edited, last)),
      ...(await bringBack(world, asked.records)),
    ]
  })

/** The places of an undo that nothing disturbs between which it matters what is done again. */
export const placesOfUndo = (name: TargetName, asked: Asked): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async (world) => {
    await finish(world)
    const places = placesOf(await countPoints(world.path, command))
    return places.filter((place) => /^(takeBack.after|takenBack|DELETE answer.before|end.before)/.test(place))
  })

/** Dies at a place, and is finished. */
export const dieWhileUndoing = (name: TargetName, asked: Asked, place: string): Promise<ReadonlyArray<string>> =>
  inWorld(name, asked, async (world) => {
    const { problems } = await finish(world)
    const died = await dieAt(world, place, command)
    const last = await undoIn(world)
    return [
      ...problems,
      ...died,
      ...(await disagreements(world, asked.records, 0, last)),
      ...(await bringBack(world, asked.records)),
    ]
  })
