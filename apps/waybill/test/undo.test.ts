/** `waybill undo` against the stand-ins: each record is taken back by the system's own verb, and what was edited stays. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { assert, describe, it } from "vitest"

import { here } from "./crash/support/commands.ts"
import { finish } from "./crash/support/verify.ts"
import { inWorld, type World } from "./crash/support/world.ts"
import { countedIn, edit, fatesOf, heldIn, planOf, undoIn } from "./support/undoing.ts"

const limit = { timeout: 60_000 }

const standingOf = async ({ path }: World) => JSON.parse((await here(path, "status")).stdout).standing

const rewrite = ({ path }: World, file: string, change: (text: string) => string): void =>
  writeFileSync(join(path, file), change(readFileSync(join(path, file), "utf8")))

const cancelling = {
  connection: [
    "cancellationType: { name: Invoice Cancellation }",
    "paymentCancellationType: { name: Payment Cancellation }",
  ],
}

describe("undo against CRM.COM", () => {
  it("rejects drafts; the next run makes them anew, under the next code", limit, async () => {
    await inWorld("crmcom, drafts", { records: 4 }, async (world) => {
      await finish(world)
      const { code, plan } = await planOf(world)
      assert.strictEqual(code, 0)
      assert.deepStrictEqual(
        plan.flows.map(({ flow, steps, lookedAt }) => [
          flow,
          steps.map(({ verb, records }) => [verb, records.records]),
          lookedAt,
        ]),
        [
          ["payments", [["reject", 4]], true],
          ["invoices", [["reject", 4]], true],
        ],
      )
      assert.deepStrictEqual(await countedIn(world), { invoices: 4, payments: 4 })
      const undone = await undoIn(world)
      assert.deepStrictEqual(
        [undone.code, fatesOf(undone, "payments"), fatesOf(undone, "invoices")],
        [0, "gone 4", "gone 4"],
      )
      assert.deepStrictEqual(Object.keys(undone.summary.flows), ["payments", "invoices"])
      assert.deepStrictEqual([await countedIn(world), await standingOf(world)], [{ invoices: 0, payments: 0 }, []])
      await finish(world)
      assert.deepStrictEqual(
        world.differences().filter((text) => !/DRAFT/.test(text)),
        [],
      )
      const codes = (await heldIn(world, "invoices")).flatMap((invoice) =>
        invoice["life_cycle_state"] === "DRAFT" ? [String(invoice["back_office_code"])] : [],
      )
      assert.strictEqual(codes.length, 4)
      for (const own of codes) assert.match(own, /-2$/)
      assert.strictEqual((await undoIn(world, 3)).code, 0)
      assert.deepStrictEqual(await countedIn(world), { invoices: 0, payments: 0 })
    })
  })

  it(
    "cancels what is posted, also what `post` posted; without the setting it says so and leaves it",
    limit,
    async () => {
      await inWorld("crmcom, drafts", { records: 3 }, async (world) => {
        await finish(world)
        assert.strictEqual((await here(world.path, "post", "1")).code, 0)
        const { plan } = await planOf(world)
        assert.deepStrictEqual(
          plan.flows.map(({ left }) => left.map(({ code, records }) => [code, records.records])),
          [[["WB-UNDO-NO-VERB", 3]], [["WB-UNDO-NO-VERB", 3]]],
        )
        rewrite(world, "waybill.yaml", (text) =>
          text.replace("currency: EUR", `currency: EUR\n    ${cancelling.connection.join("\n    ")}`),
        )
        const undone = await undoIn(world)
        assert.deepStrictEqual(
          [undone.code, fatesOf(undone, "payments"), fatesOf(undone, "invoices")],
          [0, "gone 3", "gone 3"],
        )
        assert.deepStrictEqual(await countedIn(world), { invoices: 0, payments: 0 })
      })
    },
  )

  it("leaves alone what was edited over there, lists it, and is not done twice", limit, async () => {
    await inWorld("crmcom, posted", { records: 5, ...cancelling }, async (world) => {
      await finish(world)
      const [first, second] = (await heldIn(world, "payments")).map((payment) => String(payment["back_office_code"]))
      await edit(world, "payments", [first!, second!])
      const { plan } = await planOf(world)
      assert.deepStrictEqual(
        plan.flows[0]!.left.map(({ code, keys }) => [code, keys]),
        [["WB-UNDO-EDITED", ["P0001", "P0002"]]],
      )
      const undone = await undoIn(world)
      assert.deepStrictEqual([undone.code, fatesOf(undone, "payments")], [4, "gone 3, edited 2"])
      assert.deepStrictEqual((await countedIn(world)).payments, 2)
      const again = await here(world.path, "undo", "1", "--yes")
      assert.strictEqual(again.code, 2)
      assert.include(again.stdout, "WB-UNDO-TWICE")
      const shown = JSON.parse((await here(world.path, "show", "2")).stdout)
      assert.deepStrictEqual([shown.command, shown.of, shown.summary.run], ["undo", 1, 2])
    })
  })
})

describe("undo against ERPLY Books", () => {
  it("deletes what was created, and the next run creates it again", limit, async () => {
    await inWorld("erplybooks", { records: 4 }, async (world) => {
      await finish(world)
      const undone = await undoIn(world)
      assert.deepStrictEqual(
        [undone.code, ...["payments", "invoices", "customers"].map((flow) => fatesOf(undone, flow))],
        [0, "gone 4", "gone 4", "gone 3"],
      )
      assert.deepStrictEqual(await countedIn(world), { invoices: 0, payments: 0 })
      assert.strictEqual((await heldIn(world, "customers")).length, 0)
      const { problems } = await finish(world)
      assert.deepStrictEqual([...problems, ...world.differences()], [])
    })
  })

  it("writes back what was updated, as it was; then the first run can be undone", limit, async () => {
    await inWorld("erplybooks", { records: 3 }, async (world) => {
      await finish(world)
      const before = await heldIn(world, "invoices")
      const amounts = before.map((invoice) => invoice["sumWithVat"])
      rewrite(world, "invoices.csv", (text) => text.replace(/,[\d.]+\n$/, ",12.34\n"))
      assert.strictEqual((await here(world.path, "run")).code, 0)
      assert.notDeepEqual(
        (await heldIn(world, "invoices")).map((invoice) => invoice["sumWithVat"]),
        amounts,
      )
      const { plan } = await planOf(world, 2)
      assert.deepStrictEqual(
        plan.flows.flatMap(({ flow, steps }) => steps.map(({ verb, records }) => [flow, verb, records.records])),
        [["invoices", "restore", 1]],
      )
      const undone = await undoIn(world, 2)
      assert.deepStrictEqual([undone.code, fatesOf(undone, "invoices")], [0, "restored 1"])
      assert.deepStrictEqual(
        (await heldIn(world, "invoices")).map((invoice) => invoice["sumWithVat"]),
        amounts,
      )
      assert.strictEqual((await undoIn(world)).code, 0)
      assert.deepStrictEqual(await countedIn(world), { invoices: 0, payments: 0 })
    })
  })

  it("never deletes what was there before and only taken over", limit, async () => {
    await inWorld("erplybooks", { records: 2 }, async (world) => {
      await finish(world)
      rewrite(world, "waybill.yaml", (text) =>
        text
          .replace("state: .waybill\n", "")
          .replace("flows:\n  customers:\n", "state: ./other\nflows:\n  customers:\n    match: [number]\n"),
      )
      const again = JSON.parse((await here(world.path, "run", "--flow", "customers")).stdout)
      assert.deepInclude(again.flows.customers, { matched: 3, created: 0 })
      const refused = await here(world.path, "undo", "1", "--yes")
      assert.deepStrictEqual([refused.code, JSON.parse(refused.stdout).error.code], [2, "WB-UNDO-NOTHING"])
      assert.strictEqual((await heldIn(world, "customers")).length, 3)
    })
  })

  it("takes back what a retry delivered, and nothing else", limit, async () => {
    await inWorld("erplybooks", { records: 4 }, async (world) => {
      rewrite(world, "invoices.csv", (text) => text.replace(/(\d\.\d\d)\n$/, "$1x\n"))
      await here(world.path, "run")
      await here(world.path, "rejects", "export", "--to", join(world.path, "rejects.csv"))
      rewrite(world, "rejects.csv", (text) => text.replace(/(\d\.\d\d)x/g, "$1"))
      assert.strictEqual((await here(world.path, "rejects", "import", join(world.path, "rejects.csv"))).code, 0)
      assert.deepStrictEqual(await countedIn(world), { invoices: 4, payments: 4 })
      const undone = await undoIn(world, 2)
      assert.deepStrictEqual(
        [undone.code, fatesOf(undone, "payments"), fatesOf(undone, "invoices")],
        [0, "gone 1", "gone 1"],
      )
      assert.deepStrictEqual(await countedIn(world), { invoices: 3, payments: 3 })
    })
  })
})

describe("undo where little can be done", () => {
  it("PayorCRM has no way back: everything is left, and said so", limit, async () => {
    await inWorld("payorcrm", { records: 2 }, async (world) => {
      await finish(world)
      const { code, plan } = await planOf(world)
      assert.deepStrictEqual(
        [code, plan.flows.map(({ left }) => left.map((group) => group.code))],
        [0, [["WB-UNDO-NO-VERB"], ["WB-UNDO-NO-VERB"]]],
      )
      const undone = await undoIn(world)
      assert.deepStrictEqual([undone.code, undone.summary.outcome], [4, "attention"])
    })
  })

  it("a target that does not answer stops it, and nothing is forgotten", limit, async () => {
    await inWorld("erplybooks", { records: 2 }, async (world) => {
      await finish(world)
      world.setFaults({ faults: [{ fault: "unauthorized" }] })
      assert.strictEqual((await planOf(world)).code, 3)
      const stopped = await undoIn(world)
      assert.deepStrictEqual([stopped.code, fatesOf(stopped, "payments")], [3, "waiting 2"])
      world.setFaults({ faults: [] })
      // Nothing was taken back yet: it keeps nobody waiting, and is gone on with all the same.
      assert.strictEqual((await here(world.path, "run")).code, 0)
      assert.strictEqual((await undoIn(world)).code, 0)
      assert.deepStrictEqual(await countedIn(world), { invoices: 0, payments: 0 })
    })
  })

  it("a run that is not there is a mistake of usage", limit, async () => {
    await inWorld("erplybooks", { records: 1 }, async (world) => {
      await finish(world)
      const { code, stdout } = await here(world.path, "undo", "9")
      assert.deepStrictEqual([code, JSON.parse(stdout).error.code], [2, "WB-CLI-RUN"])
    })
  })
})
