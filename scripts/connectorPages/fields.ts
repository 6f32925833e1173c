/** The fields of a parameter list, a record or an answer as rows of a table. */
import { SchemaAST } from "effect"

import { code, table } from "./markdown.ts"
import { oneOf, textOf, variantsOf, withoutNull, words } from "./words.ts"

export interface Field {
  readonly name: string
  readonly type: string
  /** `yes`, `no`, or the variants in which it is needed. */
  readonly needed: string
  readonly notes: string
  readonly assumed: string | undefined
}

type Signature = SchemaAST.Objects["propertySignatures"][number]

const isNullable = ({ type }: Signature): boolean =>
  SchemaAST.isUnion(type) && type.types.some((each) => SchemaAST.isNull(each))

/** How a struct is read. */
export interface Reading {
  /** In an answer null says no more than an absent field. */
  readonly isAnswer: boolean
  /** Fields that are left out. */
  readonly hidden: ReadonlyArray<string>
  /** Identifiers by name, as they are declared: what is noted there is not repeated at every field. */
  readonly identifiers: ReadonlyMap<string, SchemaAST.AST>
}

/** What is noted of a field, beyond what its identifier says of itself. */
const noteOf = (ast: SchemaAST.AST, key: string, { identifiers }: Reading): string | undefined => {
  const [note, identifier] = [textOf(ast, key), identifiers.get(textOf(ast, "identifier") ?? "")]
  return identifier !== undefined && textOf(identifier, key) === note ? undefined : note
}

const prefixes = { since: "from ", deprecated: "deprecated from ", description: "", assumed: "assumed: " }

const notesOf = (ast: SchemaAST.AST, reading: Reading): ReadonlyArray<string> =>
  Object.entries(prefixes).flatMap(([key, prefix]) => {
    const note = noteOf(ast, key, reading)
    return note === undefined ? [] : [`${prefix}${note}`]
  })

const labelOf = (variant: SchemaAST.Objects): string =>
  variant.propertySignatures.flatMap(({ type }) => (SchemaAST.isLiteral(type) ? [words(type)] : [])).join(", ")

const labels = (variants: ReadonlyArray<SchemaAST.Objects>): string => variants.map(labelOf).join(", ")

/** In an answer a moment is declared as any text, since not every release writes it alike; its name tells. */
const isMoment = /_on$|_date$|^udf_date_\d$/

const fieldOf = (name: string, variants: ReadonlyArray<SchemaAST.Objects>, reading: Reading): Field => {
  const { isAnswer } = reading
  const named = variants.map((variant) => variant.propertySignatures.find((field) => field.name === name))
  const having = named.flatMap((field) => (field === undefined ? [] : [field]))
  const needing = variants.filter((_, index) => named[index] !== undefined && !SchemaAST.isOptional(named[index].type))
  const lacking = variants.filter((_, index) => named[index] === undefined)
  const some = needing.length === 0 ? "no" : labels(needing)
  const ast = withoutNull(having[0]!.type)
  return {
    name,
    type: isAnswer && isMoment.test(name) ? "moment (UTC)" : oneOf(having.map(({ type }) => type)),
    needed: needing.length === variants.length ? "yes" : some,
    notes: [
      ...notesOf(ast, reading),
      ...(lacking.length === 0 ? [] : [`not with ${labels(lacking)}`]),
      ...(having.some(isNullable) && !isAnswer ? ["null clears it"] : []),
    ].join("; "),
    assumed: noteOf(ast, "assumed", reading),
  }
}

const numbered = /^(.*_)(\d+)$/

/** `udf_string_1` to `udf_string_8` as one field `udf_string_1…8`, where they say the same. */
const collapsed = (fields: ReadonlyArray<Field>): ReadonlyArray<Field> => {
  const series = new Map<string, { readonly first: Field; readonly numbers: Array<number> }>()
  for (const field of fields) {
    const [, stem, number] = numbered.exec(field.name) ?? []
    const key = stem === undefined ? field.name : [stem, field.type, field.needed, field.notes].join("\n")
    const known = series.get(key)
    if (known === undefined) series.set(key, { first: field, numbers: [Number(number)] })
    else known.numbers.push(Number(number))
  }
  return [...series.values()].map(({ first, numbers }) => {
    const [, stem] = numbered.exec(first.name) ?? []
    return numbers.length === 1 ? first : { ...first, name: `${stem}${numbers[0]}…${numbers.at(-1)}` }
  })
}

/** The fields of a struct, or of several that are told apart by one field. */
export const fieldsOf = (ast: SchemaAST.AST, reading: Reading): ReadonlyArray<Field> => {
  const variants = variantsOf(ast)
  const names = new Set(variants.flatMap((each) => each.propertySignatures.map(({ name }) => String(name))))
  const shown = [...names].filter((name) => !reading.hidden.includes(name))
  return collapsed(shown.map((name) => fieldOf(name, variants, reading)))
}

export const fieldTable = (fields: ReadonlyArray<Field>): string => {
  const anyNeeded = fields.some(({ needed }) => needed !== "no")
  const rows = fields.map(({ name, type, needed, notes }) => [code(name), type, anyNeeded ? needed : "", notes])
  return table(["name", "type", "needed", "notes"], rows)
}
