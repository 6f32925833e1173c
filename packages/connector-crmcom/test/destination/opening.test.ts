import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"

import { invoices, payments } from "../../src/destination.ts"
import { calls, type Encoded, openInvoices, openPayments, places, invoice, payment, allocated } from "./models.ts"
import { settingsWith } from "./settings.ts"

describe("opening", () => {
  const codeOf = (opened: Effect.Effect<unknown, { readonly code: string; readonly message: string }>) =>
    Effect.runSync(
      Effect.match(opened, { onFailure: ({ code, message }) => `${code} ${message}`, onSuccess: () => "" }),
    )

  it("needs a release with codes, and the type of what is written", () => {
    const settings = { ...settingsWith(), release: "R9.0.0" as const }
    for (const open of [invoices, payments]) {
      assert.match(codeOf(open(settings, calls, {})), /^WB-CRMCOM-SETTING .*R9\.1\.0/)
    }
    const { invoiceType: _invoice, paymentType: _payment, ...without } = settingsWith()
    assert.match(codeOf(invoices(without, calls, {})), /^WB-CRMCOM-SETTING .*invoiceType/)
    assert.match(codeOf(payments(without, calls, {})), /^WB-CRMCOM-SETTING .*paymentType/)
    const extraFields = ["type_identifier"]
    assert.strictEqual(codeOf(invoices(without, calls, { extraFields })), "")
    assert.strictEqual(codeOf(payments(without, calls, { extraFields })), "")
    assert.match(codeOf(openInvoices({ writeOffType: { name: "Write Off" } })), /^WB-CRMCOM-SETTING .*R13\.0\.0/)
  })

  it("promises to give back nothing that `set` writes", () => {
    const ofInvoices = (own: ReadonlyArray<string>) => Effect.runSync(openInvoices({}, own)).readBack
    const ofPayments = (own: ReadonlyArray<string>) => Effect.runSync(openPayments({}, own)).readBack
    assert.deepStrictEqual([ofInvoices([]), ofInvoices(["due_on"])], [["total", "dueDate"], ["total"]])
    assert.deepStrictEqual(
      [ofPayments([]), ofPayments(["payment_amount"])],
      [["amount", "receivedDate"], ["receivedDate"]],
    )
  })

  it("declares the verbs that the settings allow", () => {
    const verbs = (extra: Encoded) =>
      Effect.runSync(openInvoices(extra)).undo!.verbs.map(({ verb, of }) => `${verb} ${of}`)
    assert.deepStrictEqual(verbs({}), ["reject draft", "restore draft"])
    assert.deepStrictEqual(verbs({ cancellationType: { name: "X" } }), [
      "reject draft",
      "cancel posted",
      "restore draft",
    ])
    assert.deepStrictEqual(verbs({ writeOffType: { name: "X" }, release: "R13.0.0" }), [
      "reject draft",
      "write_off posted",
      "restore draft",
    ])
    const ofPayments = Effect.runSync(openPayments({ paymentCancellationType: { name: "X" } })).undo!.verbs
    assert.deepStrictEqual(
      ofPayments.map(({ verb }) => verb),
      ["reject", "cancel", "restore"],
    )
  })

  it("says what must be there first, and how many calls a record takes", () => {
    const { parents, batch } = Effect.runSync(openInvoices({ land: "posted" }))
    assert.deepStrictEqual(parents!(invoice), [{ entity: "customer", key: "192" }])
    assert.deepStrictEqual([batch.records, batch.calls], [1, 2])
    assert.strictEqual(Effect.runSync(openInvoices()).batch.calls, 1)
    const ofPayments = Effect.runSync(openPayments()).parents!
    assert.deepStrictEqual(ofPayments(payment), [{ entity: "customer", key: "192" }])
    assert.deepStrictEqual(ofPayments(allocated({ invoiceNumber: "A-7" }, { invoiceNumber: "A-8" })), [
      { entity: "customer", key: "192" },
      { entity: "invoice", key: "A-7" },
      { entity: "invoice", key: "A-8" },
    ])
  })

  it("takes no other records", () => {
    const { fromModel } = Effect.runSync(openInvoices())
    assert.deepStrictEqual(Result.mapError(fromModel(payment), places), Result.fail([["WB-CRMCOM-TARGET", undefined]]))
  })
})
