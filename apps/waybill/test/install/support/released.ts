/** A release, made as a dry run makes it, on a registry of its own. */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"

// @boundaries-ignore what a release does is the repository's, and tried here
import type { Packed } from "../../../../../scripts/release/pack.ts"
// @boundaries-ignore what a release does is the repository's, and tried here
import { publish } from "../../../../../scripts/release/publish.ts"
// @boundaries-ignore what a release does is the repository's, and tried here
import { run } from "../../../../../scripts/release/run.ts"
// @boundaries-ignore what a release does is the repository's, and tried here
import { publicPackages, repository } from "../../../../../scripts/release/workspace.ts"
import { Folder } from "../../support/cli.ts"
import { type Registry, startRegistry } from "./registry.ts"

/** npm and what it starts get what they got before, and nothing from a registry. */
const offline = { npm_config_offline: "true" }

export interface Released {
  readonly registry: Registry
  /** What the dry run said. */
  readonly said: string
  readonly packed: ReadonlyArray<Packed>
  /** What was published at first by the release's own code. */
  readonly published: ReadonlyArray<string>
  readonly publishAgain: () => Promise<ReadonlyArray<Packed>>
  readonly stop: () => Promise<void>
}

/** The tarballs of a folder, in the order in which they are published. */
const packedIn = (folder: string): ReadonlyArray<Packed> => {
  const files = readdirSync(folder)
  return publicPackages(repository).map(({ manifest: { name } }) => {
    const begin = `${name.replace("@", "").replace("/", "-")}-`
    const file = files.find((each) => each.startsWith(begin) && /^\d/.test(each.slice(begin.length)))
    if (file === undefined) throw new Error(`${name} was not packed`)
    return { name, version: file.slice(begin.length, -".tgz".length), tarball: join(folder, file), bytes: 0, files: [] }
  })
}

/** Hands a tarball to the registry, as its protocol has it. */
const put = async ({ url }: Registry, { name, version, tarball }: Packed): Promise<void> => {
  const manifest = JSON.parse(await run(["tar", "-xzOf", tarball, "package/package.json"], { cwd: "." }))
  const data = readFileSync(tarball)
  const file = basename(tarball)
  const integrity = `sha512-${createHash("sha512").update(data).digest("base64")}`
  const dist = { integrity, tarball: `${url}${name}/-/${file}` }
  const body = {
    _id: name,
    name,
    "dist-tags": { latest: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
    _attachments: {
      [file]: { content_type: "application/octet-stream", data: data.toString("base64"), length: data.length },
    },
  }
  const headers = { "content-type": "application/json" }
  const said = await fetch(`${url}${name.replace("/", "%2f")}`, { method: "PUT", headers, body: JSON.stringify(body) })
  if (!said.ok) throw new Error(`the registry refuses ${name}: ${said.status} ${await said.text()}`)
}

/** @param source what GitHub calls the repository: `owner/name` */
export const release = async (source: string): Promise<Released> => {
  const folder = new Folder()
  const out = join(folder.path, "out")
  const command = [process.execPath, join(repository, "scripts/release.ts"), "--dry-run", "--out", out]
  const said = await run(command, { cwd: repository, env: { ...offline, GITHUB_REPOSITORY: source } })
  const registry = await startRegistry()
  folder.write(".npmrc", registry.npmrc)
  const packed = packedIn(out)
  // Whatever npm makes of the folder's settings: nothing may ever leave this machine.
  const where = { cwd: folder.path, env: { npm_config_registry: registry.url }, provenance: false }
  // Two as a release does it, each of which takes npm a second; the others as npm would hand them over.
  const publishAgain = () => publish(packed.slice(0, 2), where)
  const first = await publishAgain()
  await Promise.all(packed.slice(2).map((each) => put(registry, each)))
  return {
    registry,
    said,
    packed,
    published: first.map(({ name }) => name),
    publishAgain,
    stop: async () => {
      await registry.stop()
      folder.remove()
    },
  }
}
