import { assert, describe, it } from "vitest"

import { cutByBytes } from "../src/flow/deliver.ts"

const item = (key: string, bytes: number) => ({
  _tag: "Ready" as const,
  row: 1,
  key,
  json: new Uint8Array(bytes),
  change: "create" as const,
  model: { number: key },
  record: {},
  hash: "",
  source: () => ({}),
})

describe("a batch is cut where its JSON grows past what one call takes", () => {
  const cut = (sizes: ReadonlyArray<number>, limit: number) =>
    cutByBytes(
      sizes.map((bytes, index) => item(String(index), bytes)),
      limit,
    ).map((part) => part.map(({ json }) => json.length))

  it("keeps order and loses nothing", () => {
    assert.deepStrictEqual(cut([40, 40, 40, 10, 90], 100), [[40, 40], [40, 10], [90]])
  })
  it("sends a record that is too large by itself: the target says what it thinks of it", () => {
    assert.deepStrictEqual(cut([10, 500, 10], 100), [[10], [500], [10]])
  })
  it("leaves a batch that fits as it is", () => assert.deepStrictEqual(cut([1, 2, 3], 100), [[1, 2, 3]]))
})
