import { assert, describe, it } from "@effect/vitest"

import { type Encoding, viewerOf } from "../src/internal/encoding.ts"
import type { Layout } from "../src/internal/layout.ts"
import { type FilePage, pageReader } from "../src/internal/pages.ts"
import { cut, random, randomNoise, randomText } from "./randomText.ts"

const layoutOf = (columns: number, delimiter: string, lineEnd: "\n" | "\r", encoding: Encoding): Layout => ({
  encoding,
  dialect: { delimiter, lineEnd },
  newline: lineEnd,
  columns: Array.from({ length: columns }, (_, index) => String(index + 1)),
  width: columns,
  body: { offset: 0, line: 1 },
})

/** Reads `bytes` in blocks as a file would come, from `from` on. */
const readBlocks = (blocks: ReadonlyArray<Uint8Array>, layout: Layout, from = layout.body): Array<FilePage> => {
  const view = viewerOf(layout.encoding)
  const reader = pageReader(layout, from, undefined)
  const pages: Array<FilePage> = []
  for (const [index, block] of [...blocks, new Uint8Array()].entries()) {
    const final = index === blocks.length
    const text = view(block, final)
    assert.isDefined(text)
    const pushed = reader.push(text, final)
    assert.isUndefined(pushed.fault)
    pages.push(...pushed.pages)
  }
  return [...pages, ...reader.flush()]
}

const plain = (pages: ReadonlyArray<FilePage>) =>
  pages
    .flatMap(({ rows }) => rows)
    .map((row) => {
      assert("record" in row, JSON.stringify(row))
      return { line: row.row, values: Object.values(row.record) }
    })

const bytesOf = (text: string, encoding: Encoding): Uint8Array =>
  encoding === "utf-8"
    ? Buffer.from(text)
    : encoding === "utf-16le"
      ? Buffer.from(text, "utf16le")
      : Buffer.from(text, "utf16le").swap16()

describe("random RFC 4180 texts in random chunks", () => {
  for (const end of ["\n", "\r\n", "\r", "mixed"] as const) {
    for (const [encoding, texts] of [
      ["utf-8", 1000],
      ["utf-16le", 100],
      ["utf-16be", 100],
    ] as const) {
      it(`reads ${texts} texts with ${JSON.stringify(end)} in ${encoding} as they were written`, () => {
        for (let seed = 0; seed < texts; seed++) {
          const { text, columns, delimiter, rows } = randomText(seed, end)
          const layout = layoutOf(columns, delimiter, end === "\r" ? "\r" : "\n", encoding)
          const bytes = bytesOf(text, encoding)
          for (const longest of [1, 12, 1_000_000]) {
            const pages = readBlocks(cut(bytes, random(seed), longest), layout)
            assert.deepStrictEqual(
              plain(pages),
              [...rows],
              `seed ${seed}, chunks to ${longest}: ${JSON.stringify(text)}`,
            )
          }
        }
      })
    }
  }

  it("goes on behind every page as if it had never stopped", () => {
    for (let seed = 0; seed < 500; seed++) {
      const { text, columns, delimiter, rows } = randomText(seed, "mixed")
      const layout = layoutOf(columns, delimiter, "\n", "utf-8")
      const bytes = Buffer.from(text)
      const pages = readBlocks(cut(bytes, random(seed), 12), layout)
      let read = 0
      for (const { rows: some, behind } of pages) {
        read += some.length
        const rest = readBlocks([bytes.subarray(behind.offset)], layout, behind)
        assert.deepStrictEqual(plain(rest), rows.slice(read), `seed ${seed}`)
      }
    }
  })

  it("reads damaged text the same in any chunks, and makes no record of a damaged line", () => {
    for (let seed = 0; seed < 3000; seed++) {
      const text = randomNoise(seed)
      for (const lineEnd of ["\n", "\r"] as const) {
        const layout = layoutOf(2, ",", lineEnd, "utf-8")
        const whole = readBlocks([Buffer.from(text)], layout).flatMap(({ rows }) => rows)
        const parts = readBlocks(cut(Buffer.from(text), random(seed), 5), layout).flatMap(({ rows }) => rows)
        assert.deepStrictEqual(parts, whole, JSON.stringify(text))
        const good = whole.filter((row) => "record" in row)
        // Written properly, a good record stands in the text, starting in its line.
        const lines = text.split(lineEnd)
        for (const { row, record } of good) {
          const rest = lines.slice(row - 1).join(lineEnd)
          assert.isTrue(
            writings(Object.values(record)).some((writing) => rest.startsWith(writing)),
            `${JSON.stringify(text)} line ${row}`,
          )
        }
      }
    }
  })
})

/** Every way to write a record: each value with or without quotes, where it may stand without. */
const writings = ([first, ...others]: ReadonlyArray<string>): Array<string> => {
  const ways = [`"${first!.replaceAll('"', '""')}"`, ...(/[",\r\n]/.test(first!) ? [] : [first!])]
  return others.length === 0 ? ways : ways.flatMap((way) => writings(others).map((rest) => `${way},${rest}`))
}
