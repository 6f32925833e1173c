/**
 * What a pipeline reads, as one word: where any of it is another, a cursor that was kept is not gone on from, so that every
 * record meets the new mapping (invariant 6).
 */
import { hash } from "node:crypto"

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

/** The file, what its connections lead to, and its tables. */
export const readingOf = (
  { hash: file, connections }: Pipeline,
  resolved: ReadonlyMap<string, ResolvedConnection>,
  tables: ReadonlyMap<string, ReadonlyMap<string, string>>,
): string => {
  const places = [...resolved].map(([name, connection]) => [
    name,
    plainSettings(connections.get(name)!.settings, connection),
  ])
  const rows = [...tables].map(([name, table]) => [name, [...table]])
  return hash("sha256", JSON.stringify([file, places, rows]), "hex").slice(0, 32)
}
