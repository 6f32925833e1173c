/**
 * `pnpm release`: builds the packages in a clean copy of the workspace, checks them, and publishes those whose version the
 * registry does not have. `--dry-run` publishes nothing, asks no registry, and shows the versions that the pending changesets
 * lead to. `--out FOLDER` keeps the tarballs. `--no-provenance` is for a machine that is no workflow of GitHub's.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"

import { faultsOfAll } from "./release/checks.ts"
import { build, pack, type Packed } from "./release/pack.ts"
import { publish } from "./release/publish.ts"
import { run } from "./release/run.ts"
import { described } from "./release/say.ts"
import { pendingChangesets, raiseVersions, type Version, versionsOf } from "./release/versions.ts"
import { copyWorkspace, nameRepository, publicPackages, repository } from "./release/workspace.ts"

const { values } = parseArgs({
  options: {
    "dry-run": { type: "boolean", default: false },
    out: { type: "string" },
    provenance: { type: "boolean", default: true },
  },
  allowNegative: true,
})

/** Where the sources are, as GitHub tells the workflow: npm proves a package's origin by it. Nobody else knows. */
const sourceUrl = (): string | undefined => {
  const { GITHUB_SERVER_URL: server = "https://github.com", GITHUB_REPOSITORY: name } = process.env
  return name === undefined ? undefined : `git+${server}/${name}.git`
}

const make = async (out: string): Promise<{ versions: ReadonlyArray<Version>; packed: ReadonlyArray<Packed> }> => {
  const copy = copyWorkspace()
  try {
    const before = publicPackages(copy.root)
    if (values["dry-run"]) await raiseVersions(copy.root)
    const versions = versionsOf(copy.root, before)
    const url = sourceUrl()
    if (url !== undefined) for (const each of versions) nameRepository(copy.root, each, url)
    await build(copy.root, versions)
    return { versions, packed: await pack(copy.root, versions, out) }
  } finally {
    copy.remove()
  }
}

const release = async (out: string): Promise<void> => {
  const { versions, packed } = await make(out)
  for (const [index, each] of packed.entries()) console.log(`${described(versions[index]!, each)}\n`)
  const faults = await faultsOfAll(packed)
  if (faults.length > 0) throw new Error(`not fit to go out:\n${faults.join("\n")}`)
  console.log(`${packed.length} packages, checked: contents, publint, are-the-types-wrong.`)
  if (values["dry-run"]) return console.log("Dry run: nothing was published.")
  const published = await publish(packed, { cwd: repository, provenance: values.provenance })
  for (const { name, version } of published) console.log(`published ${name}@${version}`)
  if (published.length > 0) await run(["changeset", "git-tag"], { cwd: repository })
}

const main = async (): Promise<void> => {
  const pending = pendingChangesets(repository).length
  if (!values["dry-run"] && pending > 0) {
    throw new Error(
      `${pending} changesets are pending: "pnpm run versions", look at what it wrote, and commit that first`,
    )
  }
  const kept = values.out === undefined ? undefined : resolve(values.out)
  const out = kept ?? mkdtempSync(join(tmpdir(), "waybill-tarballs-"))
  try {
    await release(out)
  } finally {
    if (kept === undefined) rmSync(out, { recursive: true, force: true })
  }
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
