/** What a page tells people to type: is there such a command, with such flags? Nothing is run. */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

import type { HelpDoc } from "effect/cli"

import { root } from "./markdown.ts"

type Help = HelpDoc.HelpDoc

/** Commands of pnpm itself that pages name. */
const own = new Set(["install", "add", "exec", "dlx", "pack", "publish", "create"])

/** Scripts of ours that pnpm has a command of the same name for: they need `pnpm run`. */
const shadowed = new Set(["docs"])

/** A line as a shell takes it apart: words, without quotes; `undefined` between two commands. */
const wordsOf = (line: string): ReadonlyArray<string | undefined> =>
  [...line.matchAll(/(&&|\|\||[|;&])|(?:[^\s"'|;&]|"[^"]*"|'[^']*')+/g)].map(([word, separator]) =>
    separator === undefined ? word.replaceAll(/["']/g, "") : undefined,
  )

/** The single commands of a block, without prompts, comments, redirections, and what is set before them. */
export const commandsIn = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) =>
      line
        .replace(/^\s*\$ /, "")
        .replace(/(?:^|\s)#.*$/, "")
        .replaceAll(/\s\d?>>?\s?\S+/g, ""),
    )
    .flatMap((line) => {
      const commands: Array<Array<string>> = [[]]
      for (const word of wordsOf(line)) {
        if (word === undefined) commands.push([])
        else if (commands.at(-1)!.length > 0 || !/^\w+=/.test(word)) commands.at(-1)!.push(word)
      }
      return commands.filter((words) => words.length > 0)
    })

const isFlag = (word: string): boolean => /^--?[a-z]/i.test(word)

/** What is wrong with the words behind a command's name. */
const faultsBehind = (help: Help, words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const flags = [...help.flags, ...(help.inheritedFlags ?? []), ...(help.globalFlags ?? [])]
  const name = help.commandPath!.join(" ")
  const faults: Array<string> = []
  let [values, skip] = [0, false]
  for (const word of words) {
    if (skip) skip = false
    else if (!isFlag(word)) values += 1
    else {
      const [written = ""] = word.split("=")
      const flag = flags.find((each) => [`--${each.name}`, ...each.aliases].includes(written))
      if (flag === undefined) faults.push(`${name} has no flag ${written}`)
      skip = flag !== undefined && flag.type !== "boolean" && !word.includes("=")
    }
  }
  const args = help.args ?? []
  if (values > args.length && !args.some(({ variadic }) => variadic)) faults.push(`${name} takes no value more`)
  const asksHelp = words.some((word) => word === "--help" || word === "-h")
  const missing = args.filter(({ required }) => required).length > values
  if (missing && !asksHelp && words.length > 0) faults.push(`${name} needs a value more`)
  return faults
}

/** What is wrong with `waybill …`: the words behind it. */
export const faultsOf = (tree: ReadonlyArray<Help>, words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const shared = [...(tree[0]?.inheritedFlags ?? []), ...(tree[0]?.globalFlags ?? [])]
  const before: Array<string> = []
  let rest = [...words]
  // Flags of every command may stand before its name.
  while (rest[0] !== undefined && isFlag(rest[0])) {
    const flag = shared.find((each) => [`--${each.name}`, ...each.aliases].includes(rest[0]!.split("=")[0]!))
    before.push(...rest.splice(0, flag === undefined || flag.type === "boolean" || rest[0].includes("=") ? 1 : 2))
  }
  if (rest[0] === undefined || /^[A-Z]+$/.test(rest[0])) return []
  const found = tree
    .filter((help) => help.commandPath!.slice(1).every((name, index) => rest[index] === name))
    .toSorted((a, b) => b.commandPath!.length - a.commandPath!.length)[0]
  if (found === undefined) return [`there is no command ${rest[0]}`]
  return faultsBehind(found, [...before, ...rest.slice(found.commandPath!.length - 1)])
}

/** The scripts of the package that a page belongs to, and of the repository. */
const scriptsAround = (folder: string): ReadonlySet<string> => {
  const path = join(folder, "package.json")
  const here: { readonly scripts?: object } = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {}
  const above = `${folder}/` === root || folder.length <= root.length ? [] : scriptsAround(dirname(folder))
  return new Set([...Object.keys(here.scripts ?? {}), ...above])
}

/** The command below `npx --yes pnpm@…`, `pnpm run` and the like. */
const unwrapped = (words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const [first = "", ...rest] = words
  if (first === "npx") return unwrapped(rest.filter((word) => !/^(?:--yes|-y)$/.test(word)))
  if (/^pnpm(?:@|$)/.test(first)) return ["pnpm", ...rest]
  if (/^@waybill\/waybill(?:@|$)/.test(first)) return ["waybill", ...rest]
  return words
}

/** What is wrong with one command, if it is one of ours. */
export const commandFaults = (
  tree: ReadonlyArray<Help>,
  words: ReadonlyArray<string>,
  folder: string,
): ReadonlyArray<string> => {
  const [program, ...rest] = unwrapped(words)
  if (program === "waybill") return faultsOf(tree, rest)
  if (program !== "pnpm") return []
  const [script = "install", ...behind] = rest[0] === "run" ? rest.slice(1) : rest
  if (shadowed.has(script) && rest[0] !== "run") return [`pnpm ${script} is pnpm's own: write pnpm run ${script}`]
  if (script === "waybill") return faultsOf(tree, behind)
  if (isFlag(script) || own.has(script) || scriptsAround(folder).has(script)) return []
  return [`there is no script ${script}`]
}
