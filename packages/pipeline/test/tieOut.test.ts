import { assert, describe, it } from "@effect/vitest"
import { ConnectorError, Lost, Unreachable, Unreadable } from "@waybill/connector"
import { Effect } from "effect"

import { addsUp, briefly, delivered, file, listed, reconcile, row, rows, setRows } from "./support/readBack.ts"

const error = (reason: ConnectorError["reason"]) =>
  new ConnectorError({
    connector: "memory",
    operation: "list",
    code: "WB-TEST-LIST",
    message: "it can't be listed",
    reason,
  })

describe("a tie-out", () => {
  it.effect("ties where source, ledger and target are the same, whatever else the target holds", () =>
    delivered(
      rows(5),
      Effect.fnUntraced(function* (world) {
        const others = [listed(row(90, { Customer: "C77" })), listed(row(91, { Customer: "C78" }))]
        const tieOut = yield* reconcile(world, { list: [...rows(5).map((one) => listed(one)), ...others] })
        const [flow] = tieOut.flows
        assert.strictEqual(tieOut.outcome, "ties")
        assert.deepInclude(flow, { ties: true, lookedAt: "listed", differences: [], differing: {} })
        const sum = { records: 5, money: { EUR: "17.50" } }
        assert.deepStrictEqual([flow!.source, flow!.ledger, flow!.target], [sum, sum, sum])
        assert.deepStrictEqual(flow!.others, { records: 2, money: { EUR: "182.00" } })
        assert.deepStrictEqual(flow!.steps, { read: sum, confirmed: sum })
        assert.deepStrictEqual(
          tieOut.runs.map(({ run, command }) => [run, command]),
          [[1, "run"]],
        )
        addsUp(flow!)
      }),
    ),
  )

  it.effect("names a record that counts for another customer over there", () =>
    delivered(
      rows(4),
      Effect.fnUntraced(function* (world) {
        const list = [...rows(3).map((one) => listed(one)), listed(row(4, { Customer: "C77" }))]
        const [flow] = (yield* reconcile(world, { list })).flows
        assert.deepStrictEqual(briefly(flow!), ["field I4"])
        assert.deepStrictEqual(flow!.differences[0]!.fields, ["customerNumber"])
        // Where it is told under another content than was delivered, nobody can say.
        setRows(world, [...rows(3), row(4, { Customer: "C88" })])
        assert.deepStrictEqual(briefly((yield* reconcile(world, { list })).flows[0]!), ["changed I4"])
      }),
    ),
  )

  it.effect("names one lost, one cent, one doubled, one field, one void: down to the record, with its sums", () =>
    delivered(
      rows(8),
      Effect.fnUntraced(function* (world) {
        const held = rows(8).map((one) => listed(one))
        const list = [
          ...held.slice(2, 3),
          listed(row(4, { Amount: "4.51" })),
          ...held.slice(4, 5),
          listed(row(5), { targetId: "t-copy", number: "I5-2" }),
          listed(row(6, { Due: "2026-10-02" })),
          listed(row(7, { Status: "paid" })),
          listed(row(8), { standing: "draft" }),
        ]
        const tieOut = yield* reconcile(world, { list, show: [listed(row(2), { standing: "void" })] })
        const [flow] = tieOut.flows
        assert.strictEqual(tieOut.outcome, "differs")
        assert.deepStrictEqual(briefly(flow!), [
          "missing I1",
          "amount I4",
          "doubled I5",
          "field I6",
          "void I2",
          "draft I8",
        ])
        const [missing, amount, doubled, field] = flow!.differences
        assert.deepInclude(missing, {
          row: 2,
          targetId: "t-I1",
          customer: "C1",
          currency: "EUR",
          source: "1.50",
          ledger: "1.50",
        })
        assert.notProperty(missing, "target")
        assert.deepInclude(amount, { ledger: "4.50", target: "4.51" })
        assert.deepInclude(doubled, { copies: ["t-copy"], ledger: "5.50", target: "11.00" })
        assert.deepInclude(field, { fields: ["dueDate"] })
        assert.deepStrictEqual(flow!.differing, { missing: 1, amount: 1, doubled: 1, field: 1, void: 1, draft: 1 })
        // 3.50, 4.51, twice 5.50, 6.50, 7.50 and 8.50 are there, of 40.00 in all.
        assert.deepStrictEqual(
          [flow!.ledger.money, flow!.target],
          [{ EUR: "40.00" }, { records: 7, money: { EUR: "41.51" } }],
        )
        assert.deepStrictEqual(flow!.drafts, { records: 1, money: { EUR: "8.50" } })
        addsUp(flow!)
      }),
    ),
  )

  it.effect("tells drafts: a draft that the ledger has for one ties, and one that counts over there does not", () =>
    delivered(
      [],
      Effect.fnUntraced(function* (world) {
        setRows(world, rows(2))
        world.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `t-${key}`, draft: true })
        yield* world.run(file)
        const drafts = rows(2).map((one) => listed(one, { standing: "draft" }))
        const tied = yield* reconcile(world, { list: drafts })
        assert.strictEqual(tied.outcome, "ties")
        assert.deepStrictEqual(tied.flows[0]!.drafts, { records: 2, money: { EUR: "4.00" } })
        const posted = yield* reconcile(world, { list: [drafts[0]!, listed(row(2))] })
        assert.deepStrictEqual(briefly(posted.flows[0]!), ["posted I2"])
      }),
    ),
  )

  it.effect("follows what became of the source: changed, new, gone; skipped and repeated rows are explained", () =>
    delivered(
      rows(4),
      Effect.fnUntraced(function* (world) {
        setRows(world, [
          row(1, { Amount: "1.51" }),
          row(2),
          row(2),
          row(3, { Status: "closed" }),
          row(5),
          row(6, { Amount: "six" }),
          row(7, { Status: "closed" }),
        ])
        const tieOut = yield* reconcile(world, { list: rows(4).map((one) => listed(one)) })
        const [flow] = tieOut.flows
        assert.deepStrictEqual(briefly(flow!), ["invalid I6", "new I5", "changed I1", "gone I4", "gone I3"])
        assert.deepInclude(flow!.differences[2], { source: "1.51", ledger: "1.50", target: "1.50", fields: ["total"] })
        const records = Object.fromEntries(Object.entries(flow!.steps).map(([step, sum]) => [step, sum.records]))
        assert.deepStrictEqual(records, {
          read: 7,
          skipped: 2,
          repeated: 1,
          invalid: 1,
          new: 1,
          changed: 1,
          gone: 2,
          confirmed: 1,
        })
        assert.deepStrictEqual(flow!.steps.gone, { records: 2, money: { EUR: "8.00" } })
        addsUp(flow!)
        // What no run has made of it stays out of the ledger: the next tie-out finds the same.
        assert.deepStrictEqual((yield* reconcile(world, { list: [] })).runs.length, 1)
      }),
    ),
  )

  it.effect("names refused and unknown records, and one that is there though nobody knew", () =>
    delivered(
      [],
      Effect.fnUntraced(function* (world) {
        setRows(world, rows(4))
        const issue = { code: "WB-TEST", message: "the period is closed" }
        world.target.repeat = "duplicates"
        world.target.answer = ({ key }) =>
          key === "I1"
            ? { _tag: "Refused", issue }
            : key === "I4"
              ? { _tag: "Confirmed", targetId: "t-I4" }
              : { _tag: "Unknown", issue }
        yield* world.run(file)
        const tieOut = yield* reconcile(world, { list: [listed(row(3)), listed(row(4))] })
        const [flow] = tieOut.flows
        assert.deepStrictEqual(briefly(flow!), ["unrecorded I3", "refused I1", "unknown I2"])
        assert.strictEqual(flow!.differences[1]!.why, "WB-TEST: the period is closed")
        assert.deepStrictEqual(
          tieOut.rejects.map(({ state, records }) => [state, records]),
          [
            ["unknown", 2],
            ["refused", 1],
          ],
        )
        addsUp(flow!)
      }),
    ),
  )

  it.effect("invariant 4: yen, dinars of three decimals and thirty digits are summed and compared exactly", () => {
    const amounts = [
      row(1, { Currency: "JPY", Amount: "12345" }),
      row(2, { Currency: "KWD", Amount: "0.001" }),
      row(3, { Currency: "KWD", Amount: "0.005" }),
      row(4, { Amount: "123456789012345678901234567890.12" }),
      row(5, { Amount: "-0.12" }),
    ]
    return delivered(
      amounts,
      Effect.fnUntraced(function* (world) {
        const list = amounts.map((one) => listed(one))
        const tied = yield* reconcile(world, { list })
        assert.strictEqual(tied.outcome, "ties")
        const money = { EUR: "123456789012345678901234567890.00", JPY: "12345", KWD: "0.006" }
        assert.deepStrictEqual(tied.flows[0]!.target, { records: 5, money })
        const cent = listed(row(4, { Amount: "123456789012345678901234567890.13" }))
        const differs = yield* reconcile(world, { list: list.with(3, cent) })
        assert.deepStrictEqual(briefly(differs.flows[0]!), ["amount I4"])
        const currency = yield* reconcile(world, {
          list: list.with(0, listed(row(1, { Currency: "KRW", Amount: "12345" }))),
        })
        assert.deepStrictEqual(briefly(currency.flows[0]!), ["amount I1"])
        assert.strictEqual(currency.flows[0]!.differences[0]!.why, "the target holds it in KRW")
      }),
    )
  })

  it.effect("groups by currency, customer, status and age at the stated day", () => {
    const due = ["2026-11-21", "2026-11-20", "2026-10-22", "2026-10-21", "2026-09-21", "2026-08-22", "2026-12-31"]
    const all = due.map((Due, index) => row(index + 1, { Due, Amount: "1.00" }))
    return delivered(
      all,
      Effect.fnUntraced(function* (world) {
        const list = all
          .map((one) => listed(one, {}))
          .with(0, listed(row(1, { Due: due[0]!, Amount: "1.00", Status: "settled" })))
        const { flows, outcome } = yield* reconcile(world, { list })
        const { age, status, customer } = flows[0]!.groups
        assert.strictEqual(outcome, "ties", "another word for a status alone is no difference")
        assert.deepStrictEqual(
          age.map(({ name, source, target }) => [name, source.records, target?.amount]),
          [
            ["not due", 2, "2.00"],
            ["1–30", 2, "2.00"],
            ["31–60", 1, "1.00"],
            ["61–90", 1, "1.00"],
            ["over 90", 1, "1.00"],
          ],
        )
        assert.deepStrictEqual(
          status.map(({ name, source, ledger, target }) => [name, source.records, ledger.records, target?.records]),
          [
            ["open", 7, 7, 6],
            ["settled", 0, 0, 1],
          ],
        )
        assert.deepStrictEqual(
          customer.map(({ name, ledger }) => [name, ledger.amount]),
          [
            ["C0", "2.00"],
            ["C1", "3.00"],
            ["C2", "2.00"],
          ],
        )
      }),
    )
  })

  it.effect("asks by id where nothing can be listed, and says what was not looked at", () =>
    delivered(
      rows(3),
      Effect.fnUntraced(function* (world) {
        const show = [listed(row(1)), listed(row(2, { Amount: "2.51" }))]
        const tieOut = yield* reconcile(world, { list: error(new Unreadable({})), show })
        const [flow] = tieOut.flows
        assert.deepInclude(flow, { lookedAt: "shown", ties: false })
        assert.include(flow!.why, "it can't be listed")
        assert.notProperty(flow, "others")
        assert.deepStrictEqual(briefly(flow!), ["missing I3", "amount I2"])
      }),
    ),
  )

  it.effect("says `acknowledged, not read back` of a target that can't be read, and counts what it confirmed", () =>
    delivered(
      rows(3),
      Effect.fnUntraced(function* (world) {
        const tieOut = yield* reconcile(world, {})
        const [flow] = tieOut.flows
        assert.strictEqual(tieOut.outcome, "ties")
        assert.deepInclude(flow, { lookedAt: "acknowledged", why: "acknowledged, not read back", ties: true })
        assert.deepStrictEqual(
          [flow!.ledger.records, flow!.target, flow!.groups.currency[0]!.target],
          [3, undefined, undefined],
        )
      }),
    ),
  )

  it.effect("invariant 9: a target that falls silent is stopped, and nothing of it is called missing", () =>
    delivered(
      rows(3),
      Effect.fnUntraced(function* (world) {
        for (const answers of [
          { list: error(new Unreachable({})) },
          { list: error(new Lost({ how: "timeout" })) },
          { show: error(new Unreachable({})) },
          { list: [listed(row(1))], show: error(new Unreachable({})) },
        ]) {
          const tieOut = yield* reconcile(world, answers)
          assert.strictEqual(tieOut.outcome, "stopped")
          assert.deepInclude(tieOut.flows[0], { lookedAt: "unreachable", ties: false, differences: [] })
          assert.deepInclude(tieOut.stopped[0], { flow: "invoices", code: "WB-TEST-LIST" })
        }
      }),
    ),
  )

  it.effect("ties ledger against target where the source can't be read, and says that it was not", () =>
    delivered(
      rows(10),
      Effect.fnUntraced(function* (world) {
        world.damaged.add("invoices")
        const tieOut = yield* reconcile(world, { list: rows(9).map((one) => listed(one)) })
        const [flow] = tieOut.flows
        assert.strictEqual(tieOut.outcome, "stopped")
        assert.deepInclude(tieOut.stopped[0], { code: "WB-TEST-DAMAGED", outside: false })
        assert.deepStrictEqual(briefly(flow!), ["missing I10"])
        assert.deepInclude(flow, { ties: false, why: "the source was not read: the stream is cut short" })
        assert.deepInclude(flow!.steps, { confirmed: { records: 10, money: { EUR: "60.00" } } })
        assert.strictEqual(flow!.source.records, 0)
      }),
    ),
  )

  it.effect("lists the weightiest first and counts all, however few are asked for", () =>
    delivered(
      rows(300),
      Effect.fnUntraced(function* (world) {
        const list = rows(300)
          .slice(0, 40)
          .map((one) => listed(one))
        const { flows } = yield* reconcile(
          world,
          { list: list.with(0, listed(row(1, { Amount: "9.99" }))) },
          { most: 3 },
        )
        assert.deepStrictEqual(briefly(flows[0]!), ["missing I300", "missing I299", "missing I298"])
        assert.deepStrictEqual(flows[0]!.differing, { missing: 260, amount: 1 })
      }),
    ),
  )
})
