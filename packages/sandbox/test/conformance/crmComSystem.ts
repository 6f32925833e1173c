/** The stand-in of CRM.COM as a system that the conformance suite can check a connector on. */
import { Decimals, type Model, moneyOf } from "@waybill/model"
import type { System } from "@waybill/testkit"
import { Effect, FileSystem } from "effect"

import { CrmComSandbox } from "../../src/index.ts"
import { frontOf, invoice, item, type Json, payment, signIn } from "../crmcomHttp.ts"
import { each } from "./keys.ts"

/** Without invoices and payments: a page without records. */
const bare = "C-BARE"

const number = (model: Model) => JSON.rawJSON(Decimals.toText(moneyOf(model)!.amount))

const ofAccount = (model: Model) => ({
  accounts_receivable_identifier: { number: "customerNumber" in model ? model.customerNumber : "" },
})

const noted = (model: Model) => ("note" in model && model.note !== undefined ? { notes: model.note } : {})

/** A new record as the vendor's calls take it. */
const bodies: Readonly<Record<string, (model: Model) => object>> = {
  invoices: (model) =>
    invoice({
      ...ofAccount(model),
      ...noted(model),
      invoice_item_set: [{ ...item, quantity: 1, cost: number(model) }],
    }),
  payments: (model) => payment({ ...ofAccount(model), ...noted(model), payment_amount: number(model) }),
}

const texts = (sandbox: CrmComSandbox) => Array.from(sandbox.accountTexts(1000), (text): Json => JSON.parse(text))

export const crmComSystem = (land: "draft" | "posted") =>
  Effect.gen(function* () {
    const files = yield* FileSystem.FileSystem
    const accounts = `${yield* files.makeTempDirectoryScoped()}/accounts.csv`
    const sandbox = yield* CrmComSandbox.start({ accountNumbers: [] })
    const { data } = yield* signIn(sandbox)
    const front = frontOf(sandbox, data.token)
    const add = (models: ReadonlyArray<{ readonly number: string; readonly name?: string }>) => {
      sandbox.seed({ accountNumbers: models.map(({ number, name = number }) => ({ number, name })) })
      const numbers = texts(sandbox).map((account): string => account.number)
      const lines = numbers
        .toSorted((a, b) => Number(b === bare) - Number(a === bare))
        .map((account) => `"${account.replaceAll('"', '""')}"`)
      return files.writeFileString(accounts, ["Account", ...lines, ""].join("\n"))
    }
    const system: System = {
      settings: {
        baseUrl: sandbox.url,
        webApiKey: "sandbox-key",
        currency: "EUR",
        timeZone: "Asia/Nicosia",
        release: "R13.0.0",
        accounts,
        pageSize: 2,
        visibleAfter: 0.2,
        rateLimit: { perSecond: 1000, inFlight: 3 },
        land,
        invoiceType: { name: "Invoice" },
        product: { code: "Smartcard" },
        paymentType: { name: "Payment" },
        paymentMethod: { name: "Cash" },
        cancellationType: { name: "Invoice Cancellation" },
        paymentCancellationType: { name: "Payment Cancellation" },
      },
      holds: (stream) =>
        Effect.sync(() => {
          if (stream === "customers") return texts(sandbox).map((account) => account.number)
          return each(stream === "invoices" ? sandbox.invoiceCopies() : sandbox.paymentCopies())
        }),
      put: (stream, models) =>
        Effect.gen(function* () {
          yield* Effect.orDie(add(stream === "customers" ? models : [{ number: bare }]))
          for (const model of models) {
            const body = bodies[stream]?.(model)
            if (body !== undefined) yield* front.write(`${stream}/create`, body)
          }
        }),
    }
    yield* Effect.orDie(files.writeFileString(accounts, "Account\n"))
    return system
  })
