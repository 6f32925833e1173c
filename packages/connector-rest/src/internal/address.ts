/**
 * Paths and queries with `{key}` and `{id}` in them. A value can't leave its place: it is percent-encoded, and one that a path
 * could not hold is refused.
 */

/** What may stand in the place of a placeholder. */
export interface Values {
  readonly key?: string
  readonly id?: string
}

export type Query = Readonly<Record<string, string | number | boolean>>

const placeholder = /\{([^{}]*)\}/g

/** The names in braces. */
export const placeholdersOf = (template: string): ReadonlyArray<string> =>
  [...template.matchAll(placeholder)].map(([, name = ""]) => name)

const isName = (name: string): name is keyof Values => name === "key" || name === "id"

const filled = (template: string, values: Values, write: (value: string) => string): string =>
  template.replace(placeholder, (whole, name: string) => (isName(name) ? write(values[name] ?? "") : whole))

/** As a segment of a path these would be none, or another one; encoding does not help. */
const isSegment = (value: string): boolean => value !== "" && !/^\.{1,2}$/.test(value) && value.isWellFormed()

/** The path with its values; `undefined` where one of them can't stand in a path. */
export const pathOf = (template: string, values: Values): string | undefined => {
  const fits = placeholdersOf(template).every((name) => isName(name) && isSegment(values[name] ?? ""))
  return fits ? filled(template, values, encodeURIComponent) : undefined
}

/** The query's parameters with their values, not yet encoded. */
export const queryOf = (query: Query, values: Values): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, filled(String(value), values, String)]))
