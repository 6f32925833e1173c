import { readFileSync } from "node:fs"
import { join } from "node:path"

import { afterAll, assert, beforeAll, describe, it } from "vitest"

import { Folder, waybillIn } from "./support/cli.ts"
import { startCrmCom } from "./support/crmcom.ts"
import { startErplyBooks } from "./support/erplybooks.ts"
import { type RunningSandbox, startSandbox } from "./support/sandbox.ts"

/** A system is asked a few times a second, where the file does not say otherwise: a stand-in need not be spared. */
const hurry = (folder: Folder): void => {
  const file = join(folder.path, "waybill.yaml")
  const text = readFileSync(file, "utf8").replace(/^ *rateLimit: .*\n/gm, "")
  const quick = text.replace(/^ *baseUrl: .*\n/gm, (line) => `${line}    rateLimit: { perSecond: 1000 }\n`)
  assert.notStrictEqual(quick, text)
  folder.write("waybill.yaml", quick)
}

describe("a first pipeline between a system and anything else", () => {
  let sandbox: RunningSandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  for (const [from, to] of [
    ["crmcom", "payorcrm"],
    ["csv", "crmcom"],
    ["excel", "crmcom"],
    ["crmcom", "excel"],
    ["erplybooks", "payorcrm"],
    ["csv", "erplybooks"],
  ] as const) {
    it(`${from} to ${to}: check, run, and run again`, async () => {
      const folder = new Folder()
      const crm = await startCrmCom()
      const books = await startErplyBooks()
      const waybill = waybillIn(folder.path, { ...crm.env, ...books.env, ...sandbox.env })
      const init = await waybill("init", "--from", from, "--to", to)
      assert.strictEqual(init.code, 0, init.stderr)
      hurry(folder)
      const check = await waybill("check", "--online")
      assert.strictEqual(check.code, 0, check.stderr + check.stdout)
      const first = await waybill("run", "--json")
      assert.strictEqual(first.code, 0, first.stderr + first.stdout)
      const second = JSON.parse((await waybill("run", "--json")).stdout)
      for (const [name, flow] of Object.entries<any>(JSON.parse(first.stdout).flows)) {
        assert.isAbove(flow.confirmed, 0, name)
        assert.deepInclude(second.flows[name], { unchanged: flow.confirmed, confirmed: 0 })
      }
      await crm.stop()
      await books.stop()
      folder.remove()
    })
  }
})
