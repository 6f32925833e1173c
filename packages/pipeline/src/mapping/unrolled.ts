/**
 * Loops over fixed keys, written out as code: `into["a"] = …; into["b"] = …`. The JavaScript engine then knows where in the
 * object each key is, and keeps objects of many keys from becoming hash tables. Where code may not be made of text
 * (`node --disallow-code-generation-from-strings`), the same loop runs as a loop.
 */

/** Makes a function of code, or takes the one that loops. Nothing but keys as JSON strings and numbers gets into the code. */
const codeOr = <F>(body: string, loop: F): F => {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
    return new Function(`"use strict"\n${body}`)()
  } catch {
    return loop
  }
}

/** Puts values, by their place, under the keys of the same places; `undefined` is left out. */
export type Fill = (into: Record<string, unknown>, values: ReadonlyArray<unknown>) => void

const fillByLoop =
  (keys: ReadonlyArray<string>): Fill =>
  (into, values) => {
    for (const [index, key] of keys.entries()) if (values[index] !== undefined) into[key] = values[index]
  }

export const compileFill = (keys: ReadonlyArray<string>): Fill => {
  const line = (key: string, index: number) =>
    `if (values[${index}] !== undefined) into[${JSON.stringify(key)}] = values[${index}]`
  return codeOr(`return (into, values) => {\n${keys.map(line).join("\n")}\n}`, fillByLoop(keys))
}

/** How a field of a struct is encoded; `undefined` where the value does not fit. */
export interface Part {
  readonly key: string
  readonly encode: (value: unknown) => unknown
  readonly optional: boolean
}

/** Encodes the fields of a record into an object that has all of their keys, `undefined` for what is absent; says whether all of them fit. */
export type EncodeParts = (into: Record<string, unknown>, record: Readonly<Record<string, unknown>>) => boolean

const encodeByLoop =
  (parts: ReadonlyArray<Part>): EncodeParts =>
  (into, record) => {
    for (const { key, encode, optional } of parts) {
      const value = record[key]
      const isAbsent = value === undefined && optional && !(key in record)
      const encoded = isAbsent ? undefined : encode(value)
      if (encoded === undefined && !isAbsent) return false
      into[key] = encoded
    }
    return true
  }

export const compileParts = (parts: ReadonlyArray<Part>): EncodeParts => {
  const lines = parts.map(({ key, optional }, index) => {
    const name = JSON.stringify(key)
    const encode = `if ((value = encode${index}(value)) === undefined) return false; into[${name}] = value`
    return optional
      ? `value = record[${name}]; if (value === undefined && !(${name} in record)) into[${name}] = undefined; else { ${encode} }`
      : `value = record[${name}]; ${encode}`
  })
  const names = parts.map((_, index) => `encode${index}`)
  const make = codeOr<(encoders: ReadonlyArray<Part["encode"]>) => EncodeParts>(
    `return ([${names.join(", ")}]) => (into, record) => {
      let value
      ${lines.join("\n")}
      return true
    }`,
    () => encodeByLoop(parts),
  )
  return make(parts.map(({ encode }) => encode))
}
