import { NodeHttpClient, NodeServices } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import type { ConnectorError } from "@waybill/connector"
import { Effect, Layer, Result, Schema, Stream } from "effect"

import { customers } from "../../src/destination.ts"
import { type Calls, crmcom } from "../../src/index.ts"
import { openLooks } from "../../src/list.ts"
import { absent, lost } from "../source/office.ts"
import { calls, invoice, places } from "./models.ts"
import { settingsWith } from "./settings.ts"

interface Shown {
  readonly id?: string | null
  readonly number?: string | null
  readonly name?: string | null
}

/** CRM.COM with these answers to `accounts_receivable/show`, by what was asked for. */
const showing = (answers: Readonly<Record<string, Shown | ConnectorError>>): Calls => {
  const show = ({ accounts_receivable_identifier: { by, value } }: any) => {
    const answer = answers[`${by}=${value}`] ?? absent
    return "code" in answer ? Effect.fail(answer) : Effect.succeed(answer)
  }
  // Customers need no other call; the lists of the others are made and not read.
  const unread = { list: () => Effect.die("not asked for") }
  return { accountsReceivable: { show }, invoices: unread, payments: unread } as unknown as Calls
}

const platform = Layer.mergeAll(NodeHttpClient.layerUndici, NodeServices.layer)

describe("customers as a target", () => {
  const target = customers(settingsWith(), calls)

  it("a customer is its number: whatever else of it changes is no change here", () => {
    const json = (more: object) =>
      Result.map(target.fromModel({ number: "C-1", ...more }), Schema.encodeUnknownSync(target.record))
    assert.deepStrictEqual(json({ name: "Acme" }), Result.succeed({ number: "C-1" }))
    assert.deepStrictEqual(json({ name: "Acme Ltd", email: "a@example.test" }), json({ name: "Acme" }))
    assert.deepStrictEqual(
      Result.mapError(target.fromModel(invoice), places),
      Result.fail([["WB-CRMCOM-TARGET", undefined]]),
    )
  })

  it.effect("nothing is created or changed: each is refused without a call, and may be tried again", () =>
    Effect.gen(function* () {
      const record = { number: "C-1" }
      const { outcomes, stop } = yield* target.deliver([
        { key: "C-1", record, change: "create" },
        { key: "C-1", record, change: "update", targetId: "A1" },
      ])
      assert.deepStrictEqual(
        outcomes.map((outcome) => [outcome._tag, "issue" in outcome && outcome.issue.code]),
        [
          ["Refused", "WB-CRMCOM-NO-CUSTOMERS"],
          ["Refused", "WB-CRMCOM-NO-CUSTOMERS"],
        ],
      )
      assert.isUndefined(stop)
      assert.deepStrictEqual([target.repeat, target.batch.calls], ["upsert", 0])
      assert.deepStrictEqual([target.post, target.undo], [undefined, undefined])
    }),
  )

  it.effect("find: the account of that number; absent only where CRM.COM says so", () =>
    Effect.gen(function* () {
      const office = showing({
        "number=N1": { id: "A1", number: "N1" },
        "number=n2": { id: "A2", number: "N2" },
        "number=N3": { id: "A3" },
        "number=OTHER": { id: "A4", number: "N4" },
        "number=NO-ID": { id: null, number: "NO-ID" },
        "number=LOST": lost,
        "name=Acme": { id: "A5", number: "N5", name: "Acme" },
      })
      const { find } = customers(settingsWith(), office)
      assert.deepStrictEqual(
        yield* find!(["N1", "n2", "N3", "N9"]),
        new Map([
          ["N1", { targetId: "A1" }],
          ["n2", { targetId: "A2" }],
          ["N3", { targetId: "A3" }],
        ]),
      )
      for (const key of ["OTHER", "NO-ID", "LOST"]) {
        assert.strictEqual((yield* Effect.flip(find!([key]))).code, "WB-HTTP-LOST", key)
      }
      const byName = customers(settingsWith({ accountsBy: "name" }), office)
      assert.deepStrictEqual(yield* byName.find!(["Acme"]), new Map([["Acme", { targetId: "A5" }]]))
    }),
  )

  const listed = (answers: Parameters<typeof showing>[0], accounts: ReadonlyArray<string>) =>
    openLooks(settingsWith(), showing(answers), Effect.succeed(accounts)).customers.pipe(
      Effect.flatMap(({ list }) => Stream.runCollect(list)),
      Effect.map((pages) => pages.flat()),
    )

  it.effect("list: the accounts that are there, by their names without their numbers", () =>
    Effect.gen(function* () {
      const all = yield* listed(
        {
          "number=N1": { id: "A1", number: "N1", name: "N1 Andreas Georgiou" },
          "number=N2": { id: "A2", number: "N2", name: "N22 Stores" },
          "number=N3": { id: "A3", number: "N3", name: "Acme" },
        },
        ["N1", "N2", "N3", "N4"],
      )
      assert.deepStrictEqual(
        all.map(({ targetId, number, model }) => [targetId, number, model["name"]]),
        [
          ["A1", "N1", "Andreas Georgiou"],
          ["A2", "N2", "N22 Stores"],
          ["A3", "N3", "Acme"],
        ],
      )
    }),
  )

  it.effect("list: fails where an account can't be told or looked at", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* Effect.flip(listed({ "number=N1": { number: "N1" } }, ["N1"]))).code, "WB-HTTP-LOST")
      assert.strictEqual((yield* Effect.flip(listed({ "number=N1": lost }, ["N1"]))).code, "WB-HTTP-LOST")
    }),
  )

  it.effect("are listed where the connection names accounts, and can be asked for either way", () =>
    Effect.gen(function* () {
      const opened = Effect.fnUntraced(function* (extra: Parameters<typeof settingsWith>[0]) {
        const options = { connection: "test", baseDirectory: "/" }
        const { destination } = yield* crmcom.open(settingsWith(extra), options)
        const { list, find, entity } = yield* destination!("customers", {})
        return [entity, list !== undefined, find !== undefined]
      })
      assert.deepStrictEqual(yield* opened({ accounts: ["N1"] }), ["customer", true, true])
      assert.deepStrictEqual(yield* opened({}), ["customer", false, true])
    }).pipe(Effect.scoped, Effect.provide(platform)),
  )
})
