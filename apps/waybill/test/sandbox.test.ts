import { createInterface } from "node:readline"

import { afterEach, assert, describe, it } from "vitest"

import { Folder, start, waybillIn } from "./support/cli.ts"

describe("waybill sandbox", () => {
  const stops: Array<() => void> = []
  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
  })

  /** What it says in its first line of output. */
  const begin = async (...args: ReadonlyArray<string>) => {
    const folder = new Folder()
    const { child, ended } = start(["sandbox", "--port", "0", "--json", ...args], { cwd: folder.path })
    stops.push(() => {
      child.kill("SIGKILL")
      folder.remove()
    })
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
    const first = await Promise.race([lines.next().then(({ value }) => value), ended.then(() => undefined)])
    return first === undefined ? { running: undefined, ended } : { running: JSON.parse(first), ended }
  }

  it("stands in for every system, each at its own address", async () => {
    const { running } = await begin()
    assert.hasAllKeys(running, ["payorcrm", "crmcom", "erplybooks"])
    for (const { origin } of Object.values<{ origin: string }>(running)) {
      assert.strictEqual((await fetch(`${origin}/sandbox/state`)).status, 200)
    }
    assert.hasAllKeys(running.crmcom.env, ["CRMCOM_URL", "CRMCOM_WEB_API_KEY"])
  })

  it("stands in for the systems that are named, with their switches", async () => {
    const { running } = await begin("crmcom", "--set", "crmcom.accounts=12", "--set", "crmcom.listOrder=newest")
    assert.hasAllKeys(running, ["crmcom"])
    const state: any = await (await fetch(`${running.crmcom.origin}/sandbox/state`)).json()
    assert.strictEqual(state.accounts, 12)
  })

  for (const [what, args, code] of [
    ["a switch without a system", ["--set", "accounts=12"], "WB-CLI-SWITCH"],
    ["a switch that nobody has", ["--set", "crmcom.accountz=12"], "WB-CLI-SWITCH"],
    ["a value that a switch does not take", ["--set", "payorcrm.onDuplicate=never"], "WB-CLI-SWITCH"],
    ["a fault that nobody knows", ["--fault", "earthquake"], "WB-CLI-FAULT"],
  ] as const) {
    it(`refuses ${what}, exit code 2`, async () => {
      const folder = new Folder()
      const ended = await waybillIn(folder.path)("sandbox", "--port", "0", ...args)
      folder.remove()
      assert.strictEqual(ended.code, 2, ended.stdout)
      assert.include(ended.stderr, code)
    })
  }
})
