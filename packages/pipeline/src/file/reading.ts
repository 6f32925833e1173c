/**
 * What a pipeline reads, as one word: where any of it is another, a cursor that was kept is not gone on from, so that every
 * record meets the new mapping (invariant 6).
 */
import { hash } from "node:crypto"

import type { FoundTransform } from "./findTransform.ts"
import type { Pipeline } from "./Pipeline.ts"
import type { ResolvedConnection } from "./resolveConnections.ts"
import { settingsOf } from "./settingsOf.ts"

/** The settings as they were filled in from the environment; a secret decides nothing about what is read. */
const plainSettings = (
  settings: Readonly<Record<string, unknown>>,
  { connector }: ResolvedConnection,
): ReadonlyArray<readonly [string, unknown]> => {
  const secrets = new Set(settingsOf(connector.settings).flatMap(({ name, secret }) => (secret ? [name] : [])))
  return Object.entries(settings).filter(([name]) => !secrets.has(name))
}

const digest = (value: unknown): string => hash("sha256", JSON.stringify(value), "hex").slice(0, 32)

/** What is read, as one word; and beside the file, what it is made of, each as a word of its own: `connection books`. */
export interface ReadingParts {
  readonly reading: string
  readonly parts: Readonly<Record<string, string>>
}

/** The file, what its connections lead to, its tables, and what its transforms are made of. */
export const readingOf = (
  { hash: file, connections }: Pipeline,
  resolved: ReadonlyMap<string, ResolvedConnection>,
  tables: ReadonlyMap<string, ReadonlyMap<string, string>>,
  transforms: ReadonlyMap<string, FoundTransform>,
): ReadingParts => {
  const places = [...resolved].map(
    ([name, connection]) => [name, plainSettings(connections.get(name)!.settings, connection)] as const,
  )
  const rows = [...tables].map(([name, table]) => [name, [...table]] as const)
  const made = [...transforms].map(([flow, transform]) => [flow, digest(transform.digest)] as const)
  const named = [
    ...places.map(([name, settings]) => [`connection ${name}`, digest(settings)] as const),
    ...rows.map(([name, table]) => [`table ${name}`, digest(table)] as const),
    ...made.map(([flow, text]) => [`transform of ${flow}`, text] as const),
  ]
  const whole = made.length === 0 ? [file, places, rows] : [file, places, rows, made]
  return { reading: digest(whole), parts: Object.fromEntries(named) }
}
