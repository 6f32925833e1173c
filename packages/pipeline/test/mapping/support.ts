import { assert } from "@effect/vitest"
/** Mappings made from plain objects: an expression's place is line 1 and its offset plus one. */
import type { Entity, Issue } from "@waybill/model"
import { Result, Schema } from "effect"

import type { Diagnostic, Place } from "../../src/Diagnostic.ts"
import type { Expression, FieldMap, StructMap } from "../../src/file/Pipeline.ts"
import { compileMapping } from "../../src/mapping/compile.ts"
import type { Mapped, Mapping, MappingInput } from "../../src/mapping/Mapping.ts"

export type Written = string | { readonly [key: string]: Written } | ReadonlyArray<{ readonly [key: string]: Written }>

const place = (line: number, column = 1): Place => ({ file: "waybill.yaml", line, column })

export const expression = (text: string): Expression => ({ text, placeAt: (offset) => place(1, offset + 1) })

const isList = (written: Written): written is ReadonlyArray<{ readonly [key: string]: Written }> =>
  Array.isArray(written)

const fieldMap = (written: Written): FieldMap => {
  if (typeof written === "string") return expression(written)
  return isList(written) ? written.map((one) => struct(one)) : struct(written)
}

/** A struct's own place is line 9, its keys' line 8. */
export const struct = (written: { readonly [key: string]: Written }): StructMap => ({
  place: place(9),
  fields: new Map(Object.entries(written).map(([key, value]) => [key, { key: place(8), value: fieldMap(value) }])),
})

export const columns = (...names: ReadonlyArray<string>): Schema.Schema<any> =>
  Schema.Struct(Object.fromEntries(names.map((name) => [name, Schema.String])))

export interface Given extends Partial<Omit<MappingInput, "map" | "set" | "where">> {
  readonly map?: { readonly [key: string]: Written }
  readonly set?: { readonly [key: string]: Written }
  readonly where?: string
}

const invoiceColumns = columns("Invoice No", "Customer No", "Issued", "Due", "Amount", "Currency", "Note", "Status")

export const compile = ({
  map = {},
  set = {},
  where,
  ...given
}: Given): Result.Result<Mapping, ReadonlyArray<Diagnostic>> =>
  compileMapping({
    entity: "invoice" satisfies Entity,
    source: invoiceColumns,
    target: columns("paymentTerms"),
    requires: [],
    tables: new Map(),
    ...given,
    map: struct(map),
    set: struct(set),
    ...(where === undefined ? {} : { where: expression(where) }),
  })

export const mapping = (given: Given): Mapping => {
  const compiled = compile(given)
  if (Result.isFailure(compiled)) assert.fail(JSON.stringify(compiled.failure, null, 1))
  return compiled.success
}

export const diagnostics = (given: Given): ReadonlyArray<Diagnostic> => {
  const compiled = compile(given)
  if (Result.isSuccess(compiled)) assert.fail("it compiled")
  return compiled.failure
}

/** The three fields that every invoice needs, from the columns of the product's example. */
export const needed = {
  number: 'record["Invoice No"]',
  customerNumber: 'record["Customer No"]',
  total: 'money(record.Amount, "EUR")',
}

export const row = (values: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  "Invoice No": "I1",
  "Customer No": "C1",
  Issued: "01/11/2026",
  Due: "",
  Amount: "12.50",
  Currency: "EUR",
  Note: "",
  Status: "open",
  ...values,
})

export const model = (mapped: Mapped): any => {
  if (mapped._tag !== "Mapped") assert.fail(JSON.stringify(mapped))
  return mapped.model
}

export const issues = (mapped: Mapped): ReadonlyArray<Issue> => {
  if (mapped._tag !== "Invalid") assert.fail(mapped._tag)
  return mapped.issues
}

export const codes = (found: ReadonlyArray<{ readonly code: string }>): ReadonlyArray<string> =>
  found.map(({ code }) => code)
