/**
 * Structs from fields that are named by their paths: `customer.id` and `customer.name` are a struct within one.
 */
import { Schema } from "effect"

export interface Field {
  readonly path: string
  readonly schema: Schema.Codec<any, any>
  /** Whether every record has it. */
  readonly needed: boolean
}

interface Built {
  readonly schema: Schema.Codec<any, any>
  readonly needed: boolean
}

const first = (path: string): string => path.split(".", 1)[0]!

const below = (fields: ReadonlyArray<Field>): Built => {
  const own = Map.groupBy(fields, ({ path }) => first(path))
  const built = [...own].map(([name, group]) => {
    const leaf = group.find(({ path }) => path === name)
    if (leaf !== undefined) return [name, leaf] as const
    const inner = group.map((field) => ({ ...field, path: field.path.slice(name.length + 1) }))
    return [name, below(inner)] as const
  })
  const entries = built.map(
    ([name, { schema, needed }]) => [name, needed ? schema : Schema.optionalKey(schema)] as const,
  )
  return { schema: Schema.Struct(Object.fromEntries(entries)), needed: built.some(([, { needed }]) => needed) }
}

/** A struct of which a field is needed is needed itself. */
export const structOf = (fields: ReadonlyArray<Field>): Schema.Codec<any, any> => below(fields).schema
