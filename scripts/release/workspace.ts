/** The packages of the workspace that are published, and a copy of it in which they are made. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly bin?: unknown
  readonly exports?: unknown
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

export interface Package {
  /** From the workspace's root: `packages/model`. */
  readonly folder: string
  readonly manifest: Manifest
}

export const repository = join(import.meta.dirname, "../..")

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest

const known = ["packages", "apps"]

/** What is published, each behind what it depends on: a release that is cut short leaves nothing that can't be installed. */
export const publicPackages = (root: string): ReadonlyArray<Package> => {
  const all = known
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`))
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({ folder, manifest: readManifest(join(root, folder)) }))
    .filter(({ manifest }) => manifest.private !== true)
  const sorted = new Set<Package>()
  const add = (each: Package): void => {
    const { dependencies, devDependencies } = each.manifest
    const needed = { ...dependencies, ...devDependencies }
    // There are no circles: pnpm's disallowWorkspaceCycles sees to it.
    for (const other of all) if (other.manifest.name in needed) add(other)
    sorted.add(each)
  }
  all.forEach(add)
  return [...sorted]
}

/** What a release is made of; everything else stays where it is. */
const parts = [
  ...known,
  "templates",
  "scripts",
  ".changeset",
  "package.json",
  "pnpm-lock.yaml",
  "pnpm-workspace.yaml",
  "tsconfig.base.json",
  "tsconfig.json",
  "LICENSE",
]

/** What was built before, none of which may get into a package, and what tools keep among the modules. */
const isLeft = (path: string): boolean => /[\\/](dist|\.turbo|node_modules[\\/]\.[^\\/]+)$/.test(path)

export interface Copy {
  readonly root: string
  readonly remove: () => void
}

/** A copy of the workspace without anything that was built, with the modules that are installed. */
export const copyWorkspace = (): Copy => {
  const root = mkdtempSync(join(tmpdir(), "waybill-release-"))
  for (const part of parts.filter((name) => existsSync(join(repository, name)))) {
    cpSync(join(repository, part), join(root, part), {
      recursive: true,
      // The links between packages lead to their copies.
      verbatimSymlinks: true,
      filter: (source) => !isLeft(source),
    })
  }
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"))
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** Says where the sources of a package are, which only the place that publishes it knows. */
export const nameRepository = (root: string, { folder }: Package, url: string): void => {
  const file = join(root, folder, "package.json")
  const manifest = { ...readManifest(join(root, folder)), repository: { type: "git", url, directory: folder } }
  writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`)
}
