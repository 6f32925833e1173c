/** The reference of the core model: its fields from the schemas, what they mean from the comments beside them. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

import type { Schema } from "effect"
import { SchemaAST } from "effect"

import {
  Address,
  Allocation,
  AmountSchema,
  CalendarDateSchema,
  Currency,
  Customer,
  Identifier,
  Invoice,
  InvoiceLine,
  MoneySchema,
  Payment,
} from "../../packages/model/src/index.ts"
import { blocks, code, table } from "../connectorPages/markdown.ts"
import { terms } from "./terms.ts"

const sources = join(import.meta.dirname, "../../packages/model/src")

/** What is said of each field of a struct in its source, by name. */
const commentsOf = (file: string, struct: string): ReadonlyMap<string, string> => {
  const [, body = ""] = readFileSync(join(sources, file), "utf8").split(`export const ${struct} = Schema.Struct({\n`)
  const [fields = ""] = body.split("\n}).annotate")
  return new Map(
    [...fields.matchAll(/ {2}\/\*\* ([^]*?) \*\/\n {2}(\w+):/g)].map(([, comment = "", name = ""]) => [name, comment]),
  )
}

/** A comment as a sentence, without the terms of the standard, which have a column of their own. */
const sentence = (comment: string): string => {
  const said = comment
    .replaceAll(/ ?\((?:BT|BG)-[^)]*\)/g, "")
    .replace(/^BT-\d+(?:, |\.)?/, "")
    .replaceAll(/\{@link (\w+)\}/g, (_, name: string) => `[${name}](#${name.toLowerCase()})`)
    .replace(/\.$/, "")
    .trim()
  return said.charAt(0).toUpperCase() + said.slice(1)
}

const termsIn = (comment: string): string =>
  [...new Set(comment.match(/B[TG]-\d+/g))].map((term) => `${term} ${terms[term] ?? ""}`.trim()).join(", ")

/** A type in words, and an expression that gives it; none for a map or a list of maps. */
const typeOf = (ast: SchemaAST.AST, column: string): readonly [type: string, expression: string] => {
  if (ast === AmountSchema.ast) return ["money, no finer than its currency", `money(${column}, "EUR")`]
  if (ast === MoneySchema.ast) return ["money", `money(${column}, "EUR")`]
  if (ast === CalendarDateSchema.ast) return ["date", `date(${column}, "dd/MM/yyyy")`]
  if (ast === Identifier.ast) return ["text without white space around it", `trim(${column})`]
  if (ast === Address.ast) return ["an [address](#address)", ""]
  if (SchemaAST.isArrays(ast)) {
    return ast.rest[0] === Allocation.ast
      ? ["a list of [allocations](#allocation)", ""]
      : ["a list of [lines](#line)", ""]
  }
  if (SchemaAST.isUnion(ast)) {
    const choices = ast.types.flatMap((each) => (SchemaAST.isLiteral(each) ? [code(String(each.literal))] : []))
    return [`one of ${choices.join(", ")}`, column]
  }
  if (SchemaAST.isDeclaration(ast)) return ["decimal", `decimal(${column})`]
  if (ast === Currency.ast) return ["currency, a code of ISO 4217", column]
  return ["text", column]
}

type Fields = Readonly<Record<string, Schema.Top & { readonly schema?: Schema.Top }>>

const fieldsText = (fields: Fields, file: string, struct: string): string => {
  const comments = commentsOf(file, struct)
  return table(
    ["field", "needed", "type", "for example", "EN 16931", "what it is"],
    Object.entries(fields).map(([name, field]) => {
      const comment = comments.get(name) ?? ""
      const column = `record.${name.charAt(0).toUpperCase()}${name.slice(1)}`
      const [type, expression] = typeOf((field.schema ?? field).ast, column)
      return [
        code(name),
        SchemaAST.isOptional(field.ast) ? "" : "**yes**",
        type,
        expression === "" ? "" : code(expression),
        termsIn(comment),
        sentence(comment),
      ]
    }),
  )
}

const intro = `Waybill moves three kinds of record, in the same words whatever the systems are. \`map\` of a [pipeline file](pipeline-file.md#map) writes these fields; a connector makes its own record of
them. The words are those of EN 16931, the European standard of electronic invoices, where it has one.`

const needs = `A field that is not needed may be left out, and is left out where its [expression](expressions.md#empty-and-absent) comes out empty. A target may need more than the model does (PayorCRM
an e-mail address, ERPLY Books an issue date): \`waybill check\` says so before anything is read. Money is an exact decimal with its currency, and never in two currencies within one record's sums; a date is a
calendar date, without a time and without a zone.`

const asFiles = `A CSV file or a workbook as a target has one column for each of these fields: an address field by field (\`billingAddress.city\`), one column \`currency\` for the record's amounts, lists as JSON.`

export const modelPage = (): string =>
  blocks(
    "# The model",
    intro,
    needs,
    "## Customer",
    "Somebody who owes: the buyer of an invoice (BG-7), or an accounts-receivable account.",
    fieldsText(Customer.fields, "Customer.ts", "Customer"),
    "## Invoice",
    "A demand for payment, or its reversal: a credit note has negative amounts and the type `credit note`.",
    fieldsText(Invoice.fields, "Invoice.ts", "Invoice"),
    "## Payment",
    "Money received from a customer.",
    fieldsText(Payment.fields, "Payment.ts", "Payment"),
    "## Address",
    fieldsText(Address.fields, "Address.ts", "Address"),
    "## Line",
    "One line of an invoice (BG-25), in `lines`.",
    fieldsText(InvoiceLine.fields, "Invoice.ts", "InvoiceLine"),
    "## Allocation",
    "How much of a payment settles which invoice, in `allocations`.",
    fieldsText(Allocation.fields, "Payment.ts", "Allocation"),
    "## In files",
    asFiles,
  )
