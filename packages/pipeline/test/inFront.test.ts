/** Numbers that stand in pages which were looked up before the pages in front were compared. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

import { assert, describe, it } from "vitest"

import { InFront, type PageNumbers } from "../src/flow/InFront.ts"

const pageOf = (inFront: InFront, ...numbers: ReadonlyArray<string>): PageNumbers => {
  const held = new Set(numbers)
  return inFront.begin((number) => held.has(number))
}

const met = { hash: "a", row: 1 }

describe("a page", () => {
  it("knows what was decided in the pages in front of it, however late", () => {
    const inFront = new InFront()
    const first = pageOf(inFront, "1")
    const second = pageOf(inFront, "2")
    const third = pageOf(inFront, "1", "3")
    assert.isTrue(third.isInFront("1") && third.isInFront("2"))
    assert.isFalse(third.isInFront("3") || first.isInFront("1"))
    first.met.set("1", met)
    inFront.end(first)
    second.met.set("2", met)
    inFront.end(second)
    assert.deepStrictEqual([third.earlier("1"), third.earlier("2"), third.earlier("3")], [met, met, undefined])
  })

  it("leaves what the ledger knows by then to the ledger", () => {
    const inFront = new InFront()
    const first = pageOf(inFront, "1")
    first.met.set("1", met)
    inFront.end(first)
    const second = pageOf(inFront, "1")
    assert.isFalse(second.isInFront("1"))
    assert.isUndefined(second.earlier("1"))
  })

  it("holds no page any more that is behind it: memory does not grow with the source", () => {
    setFlagsFromString("--expose-gc")
    const collect: () => void = runInNewContext("gc")
    const inFront = new InFront()
    // Each page begins while the one in front of it is still open.
    let last = pageOf(inFront, "0")
    const first = new WeakRef(last)
    for (let number = 1; number < 10; number++) {
      const next = pageOf(inFront, String(number))
      inFront.end(last)
      last = next
    }
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      collect()
      assert.isUndefined(first.deref())
      assert.isTrue(last.has("9"))
    })
  })
})
