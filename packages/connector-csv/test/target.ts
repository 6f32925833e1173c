/**
 * Records for a target, and what the file looks like afterwards.
 */
import type { Destination, Outcome } from "@waybill/connector"
import type { TextRecord } from "@waybill/connector-csv"
import { type Customer, Decimals, type Invoice, Money, type Payment } from "@waybill/model"
import { Effect, FileSystem, Result } from "effect"

export const money = (amount: string, currency = "EUR") => new Money(Decimals.parse(amount)!, currency)

export const invoice = (number: string, more: Partial<Invoice> = {}): Invoice => ({
  number,
  customerNumber: "C1",
  total: money("12.5"),
  ...more,
})

export const recordOf = (destination: Destination<TextRecord>, model: Customer | Invoice | Payment): TextRecord =>
  Result.getOrThrow(destination.fromModel(model))

export const deliver = (destination: Destination<TextRecord>, ...models: ReadonlyArray<Customer | Invoice | Payment>) =>
  destination.deliver(
    models.map((model) => ({ key: model.number, record: recordOf(destination, model), change: "create" as const })),
  )

export const textOf = (folder: string, name = "out.csv") =>
  Effect.flatMap(FileSystem.FileSystem, (files) =>
    Effect.map(files.readFile(`${folder}/${name}`), (bytes) => Buffer.from(bytes).toString()),
  )

export const header =
  "number,customerNumber,total,currency,issueDate,dueDate,postingDate,balance,tax,type,terms,status,reference,note,lines"
export const line = (number: string, note = "") => `${number},C1,12.50,EUR,,,,,,,,,,${note},`
export const confirmed: Outcome = { _tag: "Confirmed" }
