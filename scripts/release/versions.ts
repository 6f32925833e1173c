/** From the pending changesets: which version comes next, and what changes for users. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { run } from "./run.ts"
import { type Package, publicPackages } from "./workspace.ts"

/** Names of the changesets that wait for a release. */
export const pendingChangesets = (root: string): ReadonlyArray<string> =>
  readdirSync(join(root, ".changeset")).filter((name) => name.endsWith(".md") && name !== "README.md")

/** Raises the versions of a copy and writes its changelogs. */
export const raiseVersions = async (root: string): Promise<void> => {
  if (pendingChangesets(root).length > 0) await run(["changeset", "version"], { cwd: root })
}

/** The sentences of a changelog about one version; that a package it depends on was released is none of them. */
const sentencesOf = (changelog: string, version: string): ReadonlyArray<string> => {
  const [, section = ""] = changelog.split(new RegExp(`^## ${version.replaceAll(".", "\\.")}$`, "m"))
  const [own = ""] = section.split(/^## /m)
  return own
    .split(/^- /m)
    .slice(1)
    .map((text) => text.split(/^#/m)[0]!.replaceAll(/\s+/g, " ").trim())
    .filter((text) => !text.startsWith("Updated dependencies"))
}

export interface Version extends Package {
  readonly now: string
  readonly next: string
  readonly changes: ReadonlyArray<string>
}

/** @param before the packages as they were before {@link raiseVersions} */
export const versionsOf = (root: string, before: ReadonlyArray<Package>): ReadonlyArray<Version> => {
  const earlier = new Map(before.map(({ folder, manifest }) => [folder, manifest.version]))
  return publicPackages(root).map((each) => {
    const { version } = each.manifest
    const changelog = join(root, each.folder, "CHANGELOG.md")
    const changes = existsSync(changelog) ? sentencesOf(readFileSync(changelog, "utf8"), version) : []
    return { ...each, now: earlier.get(each.folder) ?? version, next: version, changes }
  })
}
