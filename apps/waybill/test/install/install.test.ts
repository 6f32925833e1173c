/** What a release puts on the registry, as those find it who install it. Made once, and installed in several ways. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, assert, beforeAll, describe, it } from "vitest"

import { Folder } from "../support/cli.ts"
import { startCrmCom } from "../support/crmcom.ts"
import { type Installed, installCommand, listening } from "./support/installed.ts"
import { Project } from "./support/project.ts"
import { type Released, release } from "./support/released.ts"
import { loadingProgram, readmeProgram, workbookProgram } from "./support/theirs.ts"

const platform = ["effect@~4.1.0", "@effect/platform-node@~4.1.0"]
const minutes = 60_000

describe("a release", { timeout: 5 * minutes }, () => {
  let released: Released
  const names = (): ReadonlyArray<string> => released.packed.map(({ name }) => name)
  const libraries = (): ReadonlyArray<string> => names().filter((name) => name !== "@waybill/waybill")

  beforeAll(async () => {
    released = await release("example/waybill")
  }, 10 * minutes)
  afterAll(() => released?.stop())

  it("is shown by a dry run, without a registry: each package, its version, its files, what changes", () => {
    for (const { name, version } of released.packed) {
      assert.match(released.said, new RegExp(`^${name}  .*\\b${version.replaceAll(".", "\\.")}\\b`, "m"))
    }
    assert.include(released.said, `${names().length} packages, checked`)
    assert.include(released.said, "nothing was published")
    assert.notMatch(released.said, /undefined|NaN/)
  })

  it("goes out once: what the registry has is left alone", async () => {
    assert.deepStrictEqual(released.published, names().slice(0, 2))
    assert.deepStrictEqual(await released.publishAgain(), [])
  })

  it("one connector alone, with npm: type-checks as Node resolves, and its README's program runs", async () => {
    const project = new Project(released.registry)
    await project.install("npm", ["@waybill/connector-crmcom", ...platform])
    const { repository } = project.manifestOf("@waybill/connector-crmcom")
    assert.deepStrictEqual(repository, {
      type: "git",
      url: "git+https://github.com/example/waybill.git",
      directory: "packages/connector-crmcom",
    })

    const office = await startCrmCom({ accountNumbers: ["ACR0000000217"] })
    const text = readmeProgram(project, "@waybill/connector-crmcom") ?? ""
    project.write("main.ts", text.replace("https://crm.example.com/crmapi/rest/v2", office.env["CRMCOM_URL"]!))
    await project.typeCheck("nodenext", ["main.ts"])
    await project.run([process.execPath, "main.ts"], { CRMCOM_KEY: office.env["CRMCOM_WEB_API_KEY"]! })
    assert.strictEqual(office.written("invoices").records, 1)
    assert.strictEqual(office.written("payments").records, 1)
    await office.stop()

    const inside = `import("@waybill/connector-crmcom/dist/Client.js").then(() => "open", ({ code }) => code).then(console.log)`
    assert.strictEqual((await project.run([process.execPath, "-e", inside])).trim(), "ERR_PACKAGE_PATH_NOT_EXPORTED")
    project.remove()
  })

  it("all libraries, with pnpm: type-check as bundlers resolve, load, and write a workbook", async () => {
    const project = new Project(released.registry)
    await project.install("pnpm", [...libraries(), ...platform, "@types/node@24"])
    const modules = readdirSync(join(project.path, "node_modules/.pnpm"))
    assert.isFalse(modules.some((name) => name.startsWith("exceljs@")))

    // The kit runs inside vitest only.
    const loaded = libraries().filter((name) => name !== "@waybill/testkit")
    project.write("all.ts", loadingProgram(loaded))
    const readmes = libraries().flatMap((name, index) => {
      const program = readmeProgram(project, name)
      if (program === undefined) return []
      project.write(`readme${index}.ts`, program)
      return [`readme${index}.ts`]
    })
    project.write("workbook.ts", workbookProgram)
    await project.typeCheck("bundler", ["all.ts", "workbook.ts", ...readmes])

    const counts: ReadonlyArray<number> = JSON.parse(await project.run([process.execPath, "all.ts"]))
    assert.lengthOf(counts, loaded.length)
    assert.isTrue(counts.every((count) => count > 0))
    const rows = JSON.parse(await project.run([process.execPath, "workbook.ts"]))
    assert.deepStrictEqual(rows, [["number"], ["00042"], [" ä\u0000"]])
    assert.isTrue(existsSync(join(project.path, "book.xlsx")))
    project.remove()
  })

  describe("the command, installed for the machine", () => {
    let command: Installed
    beforeAll(async () => {
      command = await installCommand(released.registry)
    }, 2 * minutes)
    afterAll(() => command?.remove())

    it("needs no other package, and brings the notices of what it holds", () => {
      assert.deepStrictEqual(command.others, [])
      const notices = join(command.bin, "../../lib/node_modules/@waybill/waybill/dist/THIRD-PARTY-NOTICES.txt")
      assert.match(readFileSync(notices, "utf8"), /^effect \d.*\(MIT\)$/m)
    })

    it("runs its first pipeline against its own sandbox; the second run sends nothing", async () => {
      const folder = new Folder()
      const waybill = command.waybill(folder.path)
      await waybill("init", "--from", "csv", "--to", "payorcrm")
      const sandbox = await listening([command.bin, "sandbox", "payorcrm", "--port", "0", "--json"], folder.path)
      const { origin } = JSON.parse(sandbox.line).payorcrm
      const variables = readFileSync(join(folder.path, ".env.example"), "utf8")
      folder.write(".env", variables.replace("http://127.0.0.1:4010", origin))
      assert.include(await waybill("check"), "No mistakes")
      const first = JSON.parse(await waybill("run", "--json"))
      assert.deepInclude(first.flows.invoices, { read: 5, confirmed: 5 })
      const second = JSON.parse(await waybill("run", "--json"))
      assert.deepInclude(second.flows.invoices, { read: 5, unchanged: 5, confirmed: 0 })
      sandbox.stop()
      folder.remove()
    })

    it("writes workbooks: what it loads late is in it, too", async () => {
      const folder = new Folder()
      const waybill = command.waybill(folder.path)
      await waybill("init", "--template", "csv-to-excel")
      const run = JSON.parse(await waybill("run", "--json"))
      assert.deepInclude(run.flows.invoices, { read: 5, confirmed: 5 })
      assert.isTrue(existsSync(join(folder.path, "out/receivables.xlsx")))
      folder.remove()
    })

    it("makes a connector that passes its checks, and runs it from a package beside the pipeline file", async () => {
      const project = new Project(released.registry)
      const made = new Project(released.registry)
      await command.waybill(made.path)("create", "connector", "my-books", "--directory", "made")
      const folder = join(made.path, "made")
      made.write("made/.npmrc", released.registry.npmrc)
      const npm = (...args: ReadonlyArray<string>) => made.run(["npm", "--prefix", folder, ...args])
      await npm("install", "--no-audit", "--no-fund")
      await npm("run", "check")
      await npm("test")
      await made.run(["npm", "pack", folder])

      await project.install("npm", [join(made.path, "waybill-connector-my-books-0.1.0.tgz")])
      // It brings an effect of its own.
      assert.match(project.manifestOf("effect").version, /^4\.1\./)
      const sandbox = await listening([process.execPath, "test/sandbox/main.ts", "0"], folder)
      const [address] = /http:\S+v1/.exec(sandbox.line) ?? []
      for (const name of ["customers.csv", "invoices.csv", "payments.csv", "waybill.yaml"]) {
        const text = readFileSync(join(folder, "example", name), "utf8")
        const named = text.replace(/connector: \.\.\/.*/, "connector: waybill-connector-my-books")
        project.write(name, named.replace(/baseUrl: .*/, `baseUrl: ${address}`))
      }
      const waybill = command.waybill(project.path, { MY_BOOKS_TOKEN: "sandbox-token" })
      const first = JSON.parse(await waybill("run", "--json"))
      for (const { read, confirmed } of Object.values<any>(first.flows)) {
        assert.isAbove(read, 0)
        assert.strictEqual(confirmed, read)
      }
      const second = JSON.parse(await waybill("run", "--json"))
      for (const { read, unchanged } of Object.values<any>(second.flows)) assert.strictEqual(unchanged, read)
      sandbox.stop()
      made.remove()
      project.remove()
    })
  })
})
