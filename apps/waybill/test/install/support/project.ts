/** A project of somebody else's: empty, beside no workspace, with the registry's packages at hand. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

// @boundaries-ignore tools are started as the release starts them
import { pnpm, run } from "../../../../../scripts/release/run.ts"
import { Folder } from "../../support/cli.ts"
import type { Registry } from "./registry.ts"

export type Resolution = "nodenext" | "bundler"

export class Project extends Folder {
  constructor({ npmrc }: Registry) {
    super()
    this.write(".npmrc", npmrc)
    this.write("package.json", JSON.stringify({ name: "theirs", private: true, type: "module" }))
  }

  run(command: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}): Promise<string> {
    return run(command, { cwd: this.path, env })
  }

  install(manager: "npm" | "pnpm", packages: ReadonlyArray<string>): Promise<string> {
    return manager === "npm"
      ? this.run(["npm", "install", "--no-audit", "--no-fund", ...packages])
      : this.run([...pnpm, "add", ...packages])
  }

  /** Checks files as an ordinary strict project does, the declarations of packages included. */
  typeCheck(resolution: Resolution, files: ReadonlyArray<string>): Promise<string> {
    const module = resolution === "nodenext" ? "nodenext" : "preserve"
    const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true }
    const compilerOptions = { ...strict, target: "es2023", module, moduleResolution: resolution, types: ["node"] }
    const file = this.write(`tsconfig.${resolution}.json`, JSON.stringify({ compilerOptions, files }))
    return this.run(["tsc", "--project", file])
  }

  manifestOf(name: string): Readonly<Record<string, any>> {
    return JSON.parse(readFileSync(join(this.path, "node_modules", name, "package.json"), "utf8"))
  }
}
