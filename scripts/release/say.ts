/** A release in words. */
import type { Packed } from "./pack.ts"
import type { Version } from "./versions.ts"

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / 1000).toLocaleString("en-US")} kB`

const groupOf = (file: string): string => file.split("/", 1)[0]!

/** `dist (58), src (13), LICENSE, README.md, package.json`. */
const filesOf = (files: ReadonlyArray<string>): string => {
  const groups = Map.groupBy(files, groupOf)
  return [...groups].map(([name, each]) => (each.length === 1 ? each[0]! : `${name} (${each.length})`)).join(", ")
}

const versionOf = ({ now, next }: Version): string =>
  now === next ? `${now}, no change is pending: goes out where the registry does not have it` : `${now} -> ${next}`

/** One package: name, version, files, size, and what changes for its users. */
export const described = (version: Version, { bytes, files }: Packed): string =>
  [
    `${version.manifest.name}  ${versionOf(version)}`,
    `  ${kilobytes(bytes)} packed: ${filesOf(files)}`,
    ...version.changes.map((sentence) => `  - ${sentence}`),
  ].join("\n")
