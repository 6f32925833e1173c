/** The command as it is installed for the whole machine: in a folder of its own, from the registry. */
import { spawn } from "node:child_process"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"

import { waybillIn } from "../../support/cli.ts"
import { Project } from "./project.ts"
import type { Registry } from "./registry.ts"

export interface Installed {
  readonly bin: string
  /** Packages that came along, without the command's own. */
  readonly others: ReadonlyArray<string>
  /** Runs it in a folder; fails unless it ends with 0. */
  readonly waybill: (
    folder: string,
    env?: Readonly<Record<string, string>>,
  ) => (...args: ReadonlyArray<string>) => Promise<string>
  readonly remove: () => void
}

export const installCommand = async (registry: Registry): Promise<Installed> => {
  const project = new Project(registry)
  // npm reads no settings of a folder where it installs for the machine.
  const from = `--@waybill:registry=${registry.url}`
  await project.run(["npm", "install", "--global", "--prefix", project.path, from, "@waybill/waybill"])
  const bin = join(project.path, "bin/waybill")
  const modules = join(project.path, "lib/node_modules")
  const own = join(modules, "@waybill/waybill")
  return {
    bin,
    others: [
      ...readdirSync(modules).filter((name) => name !== "@waybill" && !name.startsWith(".")),
      ...readdirSync(own).filter((name) => name === "node_modules"),
    ],
    waybill: (folder, env) => {
      const command = waybillIn(folder, env, bin)
      return async (...args) => {
        const { code, stdout, stderr } = await command(...args)
        if (code !== 0) throw new Error(`waybill ${args.join(" ")} ended with ${code}: ${stderr}${stdout}`)
        return stdout
      }
    },
    remove: () => project.remove(),
  }
}

export interface Running {
  /** The first line that it wrote. */
  readonly line: string
  readonly stop: () => void
}

/** Starts a program that says in its first line where it listens. */
export const listening = async (command: ReadonlyArray<string>, cwd: string): Promise<Running> => {
  const [file = "", ...args] = command
  const child = spawn(file, args, { cwd, stdio: ["ignore", "pipe", "inherit"] })
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next()
  return { line: value ?? "", stop: () => child.kill() }
}
