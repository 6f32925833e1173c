/**
 * Copies of effect in one process: a connector from npm brings its own. Effects of one copy run in another, but a schema is only
 * read and written by the copy that it was made with.
 */
import { Schema, SchemaAST } from "effect"

/** What is asked of a copy. */
export interface Copy {
  readonly Schema: Pick<
    typeof Schema,
    "decodeUnknownEffect" | "decodeUnknownResult" | "encodeUnknownResult" | "is" | "make" | "toType"
  >
  readonly SchemaAST: Pick<typeof SchemaAST, "Objects">
}

const own: Copy = {
  Schema: {
    decodeUnknownEffect: Schema.decodeUnknownEffect,
    decodeUnknownResult: Schema.decodeUnknownResult,
    encodeUnknownResult: Schema.encodeUnknownResult,
    is: Schema.is,
    make: Schema.make,
    toType: Schema.toType,
  },
  SchemaAST: { Objects: SchemaAST.Objects },
}

/** By the classes of its syntax trees. */
const others = new Map<unknown, Copy>()

export const addCopy = (copy: Copy): void => {
  for (const each of Object.values(copy.SchemaAST)) others.set(each, copy)
}

/** The copy that a schema was made with. */
export const copyOf = (schema: { readonly ast: SchemaAST.AST }): Copy => others.get(schema.ast.constructor) ?? own

/** Whether a struct or a class was made with this copy, or with one that was added. */
export const isKnownSchema = ({ ast }: { readonly ast: SchemaAST.AST }): boolean =>
  ast instanceof SchemaAST.Objects || ast instanceof SchemaAST.Declaration || others.has(ast.constructor)
