/** Looks at tarballs as whoever installs them would: their contents, publint, and are-the-types-wrong. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { formatMessage } from "publint/utils"

import { faultsOf } from "./contents.ts"
import type { Packed } from "./pack.ts"
import { run } from "./run.ts"
import { readManifest } from "./workspace.ts"

const lintFaults = async (tarball: Buffer): Promise<ReadonlyArray<string>> => {
  const { messages, pkg } = await publint({ strict: true, pack: { tarball: new Uint8Array(tarball).buffer } })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`)
}

/** Ways of finding types that a package of ES modules alone doesn't serve. */
const unserved: ReadonlyArray<unknown> = ["node10", "node16-cjs"]

const typesFaults = async (tarball: Buffer): Promise<ReadonlyArray<string>> => {
  const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)))
  if (checked.types === false) return ["are-the-types-wrong: there are none"]
  return checked.problems
    .filter((problem) => !("resolutionKind" in problem && unserved.includes(problem.resolutionKind)))
    .map((problem) => `are-the-types-wrong: ${JSON.stringify(problem)}`)
}

const check = async ({ name, version, tarball, files }: Packed, scratch: string): Promise<ReadonlyArray<string>> => {
  const unpacked = join(scratch, `${name}-${version}`)
  mkdirSync(unpacked, { recursive: true })
  await run(["tar", "-xzf", tarball, "-C", unpacked], { cwd: "." })
  const folder = join(unpacked, "package")
  const manifest = readManifest(folder)
  const bytes = readFileSync(tarball)
  // A command has no types to look at.
  const types = manifest.exports === undefined ? [] : await typesFaults(bytes)
  const faults = [...faultsOf({ folder, manifest, files }), ...(await lintFaults(bytes)), ...types]
  return faults.map((fault) => `${name}: ${fault}`)
}

/** Everything that is wrong with the packages, as sentences that begin with the package's name. */
export const faultsOfAll = async (packed: ReadonlyArray<Packed>): Promise<ReadonlyArray<string>> => {
  const scratch = mkdtempSync(join(tmpdir(), "waybill-packed-"))
  const faults: Array<string> = []
  try {
    for (const each of packed) faults.push(...(await check(each, scratch)))
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return faults
}
