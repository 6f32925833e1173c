/**
 * `waybill create connector`: what it writes type-checks, passes its own tests and delivers, whatever it is called. The made
 * package finds the workspace's packages; that it installs from a registry is tested where packages are packed.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { readdirSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"

import { afterAll, assert, beforeAll, describe, it } from "vitest"

// @boundaries-ignore the guide speaks of the testkit, the program does not use it
import { allChecks } from "../../../packages/testkit/src/index.ts"
import { refusalOf, withName } from "../src/create/names.ts"
import { type Ended, Folder, waybillIn } from "./support/cli.ts"

const root = join(import.meta.dirname, "../../..")
const modules = join(root, "templates/connector/node_modules")

/** Without what tells a child that it is a test of this run. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST|NODE_COMPILE_CACHE)/.test(name)),
)

const startNode = (cwd: string, args: ReadonlyArray<string>): ChildProcess =>
  spawn(process.execPath, args, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] })

/** Runs a program of the package's own dependencies, as `npm run` would. */
const ran = (cwd: string, bin: string, ...args: ReadonlyArray<string>): Promise<Omit<Ended, "stderr">> => {
  const child = startNode(cwd, [join(modules, bin), ...args])
  let stdout = ""
  for (const output of [child.stdout, child.stderr]) output?.setEncoding("utf8").on("data", (text) => (stdout += text))
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout })))
}

/** Compilers and tests of a machine that does much else. */
const patience = 180_000

const tsc = "typescript/bin/tsc"
const vitest = "vitest/vitest.mjs"

/** A made package in a folder of its own, beside the modules that `npm install` would bring. */
const make = async (folder: Folder, name: string): Promise<string> => {
  const made = await waybillIn(folder.path)("create", "connector", name)
  assert.strictEqual(made.code, 0, made.stderr)
  const directory = join(folder.path, `waybill-connector-${name}`)
  symlinkSync(modules, join(directory, "node_modules"))
  return directory
}

const filesIn = (directory: string): ReadonlyArray<string> =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))

describe("the name", () => {
  it("stands in every form that a place needs", () => {
    const text = "waybill-connector-acme AcmeSettings Acme WB-ACME-TAKEN ACME_TOKEN"
    assert.strictEqual(
      withName(text, "my-books"),
      "waybill-connector-my-books MyBooksSettings My Books WB-MY-BOOKS-TAKEN MY_BOOKS_TOKEN",
    )
    assert.strictEqual(withName(text, "x"), "waybill-connector-x XSettings X WB-X-TAKEN X_TOKEN")
    assert.strictEqual(withName("AcmeClient, acme", "acme-plus"), "AcmePlusClient, acme-plus")
  })

  it("is one that npm takes, and that Waybill does not use itself", () => {
    for (const name of ["x", "acme-books", "books24"]) assert.isUndefined(refusalOf(name), name)
    const wrong = ["", "Acme", "24books", "my_books", "-x", "a--b", "x-", "../x", "x".repeat(41)]
    for (const name of [...wrong, "csv", "http", "file", "waybill-x"]) assert.isString(refusalOf(name), name)
  })
})

describe("waybill create connector", () => {
  let folder: Folder
  beforeAll(() => {
    folder = new Folder()
  })
  afterAll(() => folder.remove())

  it("writes a package that stands alone, under its own name everywhere", async () => {
    const { stdout, code } = await waybillIn(folder.path)("create", "connector", "my-books", "--json")
    assert.strictEqual(code, 0)
    const said = JSON.parse(stdout)
    const directory = join(folder.path, said.directory)
    assert.sameMembers(said.written, [...filesIn(directory)])
    assert.deepStrictEqual(said.next, ["cd waybill-connector-my-books", "npm install", "npm run check && npm test"])
    for (const file of filesIn(directory)) {
      assert.notMatch(`${file}\n${readFileSync(join(directory, file), "utf8")}`, /acme/i, file)
    }
    const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"))
    assert.notInclude(said.written, "turbo.json")
    assert.strictEqual(manifest.name, "waybill-connector-my-books")
    assert.notProperty(manifest, "private")
    assert.notMatch(JSON.stringify(manifest), /workspace:|catalog:/)
    const { version } = JSON.parse(readFileSync(join(root, "packages/connector/package.json"), "utf8"))
    assert.strictEqual(manifest.dependencies["@waybill/connector"], `^${version}`)
    const { version: effect } = JSON.parse(readFileSync(join(modules, "effect/package.json"), "utf8"))
    assert.strictEqual(manifest.devDependencies.effect, effect)
  })

  it(
    "whose checks and tests pass from the first minute, and which builds",
    async () => {
      const directory = await make(folder, "books24")
      for (const [bin, ...args] of [
        [tsc, "-p", "tsconfig.json"],
        [tsc, "-p", "tsconfig.build.json"],
        [vitest, "run"],
      ] as const) {
        const { code, stdout } = await ran(directory, bin, ...args)
        assert.strictEqual(code, 0, stdout)
      }
      assert.include(filesIn(join(directory, "dist")), "index.js")
    },
    patience,
  )

  it(
    "also under the shortest name",
    async () => {
      const directory = await make(folder, "x")
      for (const [bin, ...args] of [
        [tsc, "-p", "tsconfig.json"],
        [vitest, "run", "test/map.test.ts"],
      ] as const) {
        const { code, stdout } = await ran(directory, bin, ...args)
        assert.strictEqual(code, 0, stdout)
      }
    },
    patience,
  )

  it("never writes over what is there", async () => {
    folder.write("mine/src/index.ts", "mine")
    const { code, stderr } = await waybillIn(folder.path)("create", "connector", "mine", "--directory", "mine")
    assert.strictEqual(code, 2)
    assert.include(stderr, "WB-CLI-EXISTS")
    assert.deepStrictEqual([...filesIn(join(folder.path, "mine"))], ["src/index.ts"])
  })

  it("says which names it takes", async () => {
    const { code, stderr } = await waybillIn(folder.path)("create", "connector", "My_Books")
    assert.strictEqual(code, 2)
    assert.include(stderr, "WB-CLI-NAME")
    assert.include(stderr, "small letters, digits and single hyphens")
  })
})

describe("the guide", () => {
  it("names only checks that the testkit has", () => {
    const guide = readFileSync(join(root, "docs/guides/write-a-connector.md"), "utf8")
    const [, table = ""] = /## What the suite catches([^]*?)##/.exec(guide) ?? []
    const cells = [...table.matchAll(/^\|[^|]*\|([^|]*)\|$/gm)].map(([, cell = ""]) => cell)
    const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name))
    assert.isAbove(named.length, 10)
    assert.includeMembers(
      allChecks.map(({ name }) => name),
      named,
    )
  })
})

describe("a pipeline over a made connector", () => {
  let folder: Folder
  let sandbox: ChildProcess
  let directory: string
  let url: string
  beforeAll(async () => {
    folder = new Folder()
    directory = await make(folder, "my-books")
    sandbox = startNode(directory, ["test/sandbox/main.ts", "0"])
    url = await new Promise((resolve, reject) => {
      sandbox.on("exit", () => reject(new Error("the stand-in ended")))
      sandbox.stdout?.setEncoding("utf8").once("data", (text: string) => resolve(/http:\S+v1/.exec(text)![0]))
    })
    const file = join("waybill-connector-my-books/example/waybill.yaml")
    const text = readFileSync(join(folder.path, file), "utf8")
    folder.write(file, text.replace("http://127.0.0.1:4040/v1", url))
  })
  afterAll(() => {
    sandbox.kill()
    folder.remove()
  })

  const waybill = (...args: ReadonlyArray<string>) =>
    waybillIn(directory, { MY_BOOKS_TOKEN: "sandbox-token" })("--file", "example/waybill.yaml", "--json", ...args)

  /** What the stand-in holds, asked past Waybill. */
  const held = async (list: string): Promise<ReadonlyArray<Readonly<Record<string, string>>>> => {
    const answer = await fetch(`${url}/${list}`, { headers: { authorization: "Bearer sandbox-token" } })
    return JSON.parse(await answer.text()).items
  }

  it(
    "delivers everything once, ties out, and takes it back",
    async () => {
      const first = await waybill("run")
      assert.strictEqual(first.code, 0, first.stderr + first.stdout)
      assert.deepStrictEqual(
        (await held("invoices")).map(({ number, total, open }) => [number, total, open]),
        [
          ["2026-0001", "1200", "0"],
          ["2026-0002", "86.4", "86.4"],
          ["2026-0003", "15340.75", "10340.75"],
          ["2026-0004", "432.1", "432.1"],
        ],
      )
      const { flows } = JSON.parse((await waybill("run")).stdout)
      assert.strictEqual(flows.invoices.unchanged, 4)
      assert.strictEqual((await waybill("reconcile")).code, 0)
      const undone = await waybill("undo", "1", "--yes")
      assert.strictEqual(undone.code, 0, undone.stdout)
      for (const list of ["customers", "invoices", "payments"]) assert.deepStrictEqual([...(await held(list))], [])
    },
    patience,
  )
})
