/** Builds the packages of a copy of the workspace, and packs them. */
import { existsSync, mkdirSync, statSync } from "node:fs"
import { join } from "node:path"

import { pnpm, run } from "./run.ts"
import type { Package } from "./workspace.ts"

export interface Packed {
  readonly name: string
  readonly version: string
  /** The file that goes to the registry. */
  readonly tarball: string
  readonly bytes: number
  /** Paths within the package, sorted. */
  readonly files: ReadonlyArray<string>
}

/** All of TypeScript at once, which reads what packages share once; then each with its own build script, which finds that done. */
export const build = async (root: string, packages: ReadonlyArray<Package>): Promise<void> => {
  const projects = packages
    .map(({ folder }) => join(root, folder, "tsconfig.build.json"))
    .filter((file) => existsSync(file))
  await run(["tsc", "--build", ...projects], { cwd: root })
  for (const { folder, manifest } of packages) {
    const script = manifest.scripts?.["build"]
    if (script === undefined) throw new Error(`${manifest.name} has no build script`)
    await run(["sh", "-c", script], { cwd: join(root, folder) })
  }
}

const tarballOf = ({ manifest: { name, version } }: Package): string =>
  `${name.replace("@", "").replace("/", "-")}-${version}.tgz`

/** The files of a tarball, as the registry unpacks them: below one folder, `package`. */
const listFiles = async (tarball: string): Promise<ReadonlyArray<string>> => {
  const list = await run(["tar", "-tzf", tarball], { cwd: "." })
  return list
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""))
    .sort()
}

/** @param out where the tarballs go */
export const pack = async (
  root: string,
  packages: ReadonlyArray<Package>,
  out: string,
): Promise<ReadonlyArray<Packed>> => {
  mkdirSync(out, { recursive: true })
  const filters = packages.flatMap(({ manifest }) => ["--filter", manifest.name])
  await run([...pnpm, ...filters, "--recursive", "pack", "--pack-destination", out], { cwd: root })
  return Promise.all(
    packages.map(async (each) => {
      const tarball = join(out, tarballOf(each))
      const { name, version } = each.manifest
      return { name, version, tarball, bytes: statSync(tarball).size, files: await listFiles(tarball) }
    }),
  )
}
