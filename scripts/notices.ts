/** The licences of what a bundle is made of: who ships somebody's code ships its notice along. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
}

const between = "/node_modules/"

/** The folder of the package that a file belongs to; undefined: it is our own. */
const packageOf = (file: string): string | undefined => {
  const end = file.lastIndexOf(between)
  if (end < 0) return undefined
  const [first = "", second = ""] = file.slice(end + between.length).split("/")
  return `${file.slice(0, end)}${between}${first.startsWith("@") ? `${first}/${second}` : first}`
}

const textsOf = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice)/i.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), "utf8").trim())

const noticeOf = (folder: string): string => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest
  const texts = textsOf(folder)
  if (license === undefined && texts.length === 0) throw new Error(`${name} ${version} names no licence`)
  return [`${name} ${version}${license === undefined ? "" : ` (${license})`}`, ...texts].join("\n\n")
}

/**
 * @param files what a bundle is made of, absolute paths; our own sources may be among them
 * @throws where a package has no licence at all: it may not be shipped
 */
export const notices = (files: ReadonlyArray<string>): string => {
  const folders = new Set(files.map(packageOf).filter((folder) => folder !== undefined && existsSync(folder)))
  const texts = new Set([...folders].map((folder) => noticeOf(folder!)))
  const head = "The files beside this one hold code of these packages, under the licences that follow."
  return `${[head, ...[...texts].sort()].join(`\n\n${"-".repeat(80)}\n\n`)}\n`
}
