/** examples/as-a-library, run as its README says. */
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterEach, assert, beforeEach, describe, it } from "vitest"

import { type Ended, Folder, start } from "./support/cli.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

const example = join(import.meta.dirname, "../../../examples/as-a-library")

describe("examples/as-a-library", () => {
  let folder: Folder
  let sandbox: RunningSandbox
  beforeEach(async () => {
    folder = new Folder()
    sandbox = await startSandbox()
  })
  afterEach(async () => {
    await sandbox.stop()
    folder.remove()
  })

  const run = (script: string, ...args: ReadonlyArray<string>): Promise<Ended> =>
    start(args, {
      command: join(example, script),
      cwd: folder.path,
      env: { ...sandbox.env, STATE: folder.path },
    }).ended

  it("follow.ts tells what happens, and sends nothing twice", async () => {
    const { code, stdout, stderr } = await run("follow.ts")
    assert.strictEqual(code, 0, stderr)
    assert.include(stdout, "customers: 3 read, 3 confirmed\n")
    assert.include(stdout, "invoices: 4 read, 4 confirmed\n")
    assert.isTrue(stdout.endsWith("complete in run 1\n"), stdout)
    const amounts = { EUR: "175.5", GBP: "310.1" }
    assert.deepInclude(sandbox.state(), { customers: 3, invoices: 4, amounts })
    assert.isTrue((await run("follow.ts")).stdout.endsWith("complete in run 2\n"))
    assert.deepInclude(sandbox.state(), { customers: 3, invoices: 4, amounts })
    assert.notInclude(stdout + stderr, sandbox.env["PAYORCRM_API_SECRET"]!)
  })

  it("plan.ts carries out what was planned, where somebody says yes", async () => {
    const { stdout, stderr } = await run("plan.ts")
    assert.include(stdout, "invoices: 4 to create, 0 to update, 0 unchanged, 0 invalid\n", stderr)
    assert.deepInclude(sandbox.state(), { customers: 0, invoices: 0 })
    assert.isTrue((await run("plan.ts", "yes")).stdout.endsWith("complete\n"))
    assert.deepInclude(sandbox.state(), { customers: 3, invoices: 4 })
  })

  it("ownConnector.ts reads a system of its own", async () => {
    const { stdout, stderr } = await run("ownConnector.ts")
    assert.strictEqual(stdout, "complete: 2 confirmed, 1 skipped\n", stderr)
    assert.match(readFileSync(join(folder.path, "payments.csv"), "utf8"), /O-3,S-2,210\.00,EUR/)
  })
})
