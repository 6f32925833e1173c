import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, Option, Stream } from "effect"

import { brief, connect, folderOf, pagesOf, platform, rowsOf, sourceOf } from "./folder.ts"

/** The code and message that opening or reading ends with. */
const failureOf = (content: string | Uint8Array, settings = {}) =>
  Effect.map(Effect.flip(rowsOf(content, settings)), (error) => {
    assert(error._tag === "ConnectorError")
    assert.strictEqual(error.reason._tag, "Unreadable")
    assert.isNotEmpty(error.hint)
    return `${error.code}: ${error.message}`
  })

layer(platform)("files of a csv source", (it) => {
  describe("files that can't be read", () => {
    const cases: ReadonlyArray<readonly [string, string | Uint8Array, string, Record<string, unknown>?]> = [
      ["an empty file", "", "WB-CSV-EMPTY: 'file.csv': the file is empty"],
      ["blank lines only", "\n\r\n\n", "WB-CSV-EMPTY: 'file.csv': the file is empty"],
      ["a column twice", "id,a,id\n1,2,3\n", "WB-CSV-HEADER: 'file.csv': columns 1 and 3 are both named 'id'"],
      ["a column without a name", "id,,a\n1,2,3\n", "WB-CSV-HEADER: 'file.csv': column 2 has no name in line 1"],
      ["a header with a lost quote", 'id,"a\n1,2\n', "WB-CSV-HEADER: 'file.csv': the quotes in line 1 don't match"],
      [
        "two delimiters that fit",
        "a,b|c\n1|2,3\n4|5,6",
        "WB-CSV-DELIMITER: 'file.csv': the values could be separated by comma or |",
      ],
      [
        "a workbook",
        Buffer.from("PK\u0003\u0004rest"),
        "WB-CSV-NOT-TEXT: 'file.csv': the file is an Excel workbook or a ZIP archive",
      ],
      ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0), "WB-CSV-NOT-TEXT: 'file.csv': the file is packed with gzip"],
      [
        "UTF-16 without a mark",
        Buffer.from("id,a\n", "utf16le"),
        "WB-CSV-ENCODING: 'file.csv': the file looks like UTF-16 without a byte order mark",
      ],
      [
        "a byte that is not UTF-8",
        Buffer.from("id,a\n1,x\n2,\u00e9\n", "latin1"),
        "WB-CSV-ENCODING: 'file.csv': byte 12, in line 3, is not utf-8",
      ],
      [
        "a header that is not UTF-8",
        Buffer.from("id,\u00e9t\u00e9\n1,2\n", "latin1"),
        "WB-CSV-ENCODING: 'file.csv': byte 4, in line 1, is not utf-8",
      ],
      [
        "a character cut at the end",
        Buffer.from("id,a\n1,\u00e9").subarray(0, -1),
        "WB-CSV-ENCODING: 'file.csv': byte 8, in line 2, is not utf-8",
      ],
      [
        "a record without end",
        `id,a\n1,${"x".repeat(1_100_000)}\n`,
        "WB-CSV-TOO-LONG: 'file.csv': the record in line 2 is longer than 1048576 characters",
      ],
      [
        "a quote without end",
        `id,a\n1,"x\n${"2,y\n".repeat(300_000)}`,
        "WB-CSV-OPEN-QUOTE: 'file.csv': the quote opened in line 2 is not closed within 1048576 characters",
      ],
    ]
    for (const [name, content, expected, settings] of cases) {
      it.effect(name, () =>
        Effect.map(failureOf(content, settings), (failure) => assert.strictEqual(failure, expected)),
      )
    }

    it.effect("but the rows before the fault are", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "file.csv": Buffer.from("id,a\n1,x\n2,\u00e9\n3,z\n", "latin1") })
        const source = yield* sourceOf(folder, "file.csv")
        const seen: Array<number> = []
        yield* Effect.flip(
          Stream.runForEach(source.read(Option.none()), ({ rows }) =>
            Effect.sync(() => void seen.push(...rows.map(({ row }) => row))),
          ),
        )
        assert.deepStrictEqual(seen, [2])
      }),
    )

    it.effect("a header alone is no error", () =>
      Effect.map(rowsOf("id,a"), (rows) => assert.deepStrictEqual(rows, [])),
    )

    it.effect("a file that is not there, with the names that are", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "invoices.csv": "id\n", "customers.csv": "id\n" })
        const error = yield* Effect.flip(sourceOf(folder, "Invoice.csv"))
        assert(error._tag === "ConnectorError")
        assert.strictEqual(error.code, "WB-CSV-FILE")
        assert.strictEqual(error.hint, "did you mean 'invoices.csv'? the folder holds 'customers.csv', 'invoices.csv'")
      }),
    )

    for (const stream of ["../secret.csv", "a/../../secret.csv", "/etc/passwd", "..", "", "../*.csv", "..\\x.csv"]) {
      it.effect(`refuses '${stream}'`, () =>
        Effect.gen(function* () {
          const error = yield* Effect.flip(sourceOf(yield* folderOf({}), stream))
          assert(error._tag === "ConnectorError")
          assert.strictEqual(error.code, "WB-CSV-STREAM")
        }),
      )
    }

    it.effect("a folder in place of a file, and a file in place of the folder", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "sub/a.csv": "id\n" })
        const error = yield* Effect.flip(sourceOf(folder, "sub"))
        assert(error._tag === "ConnectorError")
        assert.strictEqual(error.message, "'sub' is a folder")
        assert.deepStrictEqual(yield* (yield* connect(folder)).check, [])
        const wrong = yield* connect(folder, { directory: "sub/a.csv" })
        assert.strictEqual((yield* Effect.flip(wrong.check)).code, "WB-CSV-DIRECTORY")
        const none = yield* connect(folder, { directory: "nothing" })
        assert.strictEqual((yield* Effect.flip(none.check)).code, "WB-CSV-DIRECTORY")
      }),
    )
  })

  describe("patterns", () => {
    const contents = {
      "in-2.csv": "id;a\n3;z\n",
      "in-1.csv": "id,a\n1,x\n2,y\n",
      "old/in-0.csv": "id,a\n0,w\n",
      ".in-9.csv": "id,a\n9,q\n",
      "out.csv": "other\n",
    }

    it.effect("read the files in the order of their names, and say which file a row stands in", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf(contents)
        const rows = (yield* pagesOf(folder, "in-?.csv")).flatMap((page) => page.rows)
        assert.deepStrictEqual(
          rows.map(({ file, row }) => `${file}:${row}`),
          ["in-1.csv:2", "in-1.csv:3", "in-2.csv:2"],
        )
        const deep = (yield* pagesOf(folder, "**/in-*.csv")).flatMap((page) => page.rows)
        assert.deepStrictEqual([...new Set(deep.map(({ file }) => file))], ["in-1.csv", "in-2.csv", "old/in-0.csv"])
      }),
    )

    it.effect("take brackets as part of a name", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "in[1].csv": "id\n1\n", "in1.csv": "id\n2\n" })
        const rows = (yield* pagesOf(folder, "in[1]*")).flatMap((page) => page.rows)
        assert.deepStrictEqual(brief(rows), [[2, ["1"]]])
      }),
    )

    it.effect("fail where a header differs, and where nothing matches", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ ...contents, "in-3.csv": "a,id\nx,1\n" })
        const differs = yield* Effect.flip(sourceOf(folder, "in-*.csv"))
        assert(differs._tag === "ConnectorError")
        assert.strictEqual(differs.code, "WB-CSV-HEADER-DIFFERS")
        assert.include(differs.message, "in-3.csv")
        const nothing = yield* Effect.flip(sourceOf(folder, "no-*.csv"))
        assert(nothing._tag === "ConnectorError")
        assert.strictEqual(nothing.code, "WB-CSV-FILE")
      }),
    )
  })

  describe("cursor (invariant 6)", () => {
    const contents = {
      "in-1.csv": `id,t\n${Array.from({ length: 2300 }, (_, index) => `${index},"\u00fc\n"\r\n`).join("")}`,
      "in-2.csv": "id,t\n",
      "in-3.csv": `id;t\n${Array.from({ length: 1200 }, (_, index) => `b${index};\n`).join("")}`,
    }

    it.effect("goes on behind every page, losing and repeating nothing", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf(contents)
        const pages = yield* pagesOf(folder, "in-*.csv")
        const all = pages.flatMap(({ rows }) => rows)
        assert.strictEqual(all.length, 3500)
        let read = 0
        for (const { rows, cursor } of pages) {
          read += rows.length
          const rest = yield* pagesOf(folder, "in-*.csv", {}, Option.some(cursor))
          assert.deepStrictEqual(
            rest.flatMap((page) => page.rows),
            all.slice(read),
          )
        }
      }),
    )

    it.effect("starts anew where a file that was read has changed since", () =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const folder = yield* folderOf(contents)
        const [first] = yield* pagesOf(folder, "in-*.csv")
        yield* files.writeFileString(`${folder}/in-3.csv`, "id,t\nlast,x\n")
        const later = yield* pagesOf(folder, "in-*.csv", {}, Option.some(first!.cursor))
        assert.strictEqual(later.flatMap(({ rows }) => rows).length, 1301)
        yield* files.writeFileString(`${folder}/in-1.csv`, "id,t\nnew,x\n")
        const anew = yield* pagesOf(folder, "in-*.csv", {}, Option.some(first!.cursor))
        assert.deepStrictEqual(brief(anew.flatMap(({ rows }) => rows)), [
          [2, ["new", "x"]],
          [2, ["last", "x"]],
        ])
      }),
    )

    it.effect("starts anew where the files are read in another way", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "a.csv": "id;t\n1;x\n" })
        const [page] = yield* pagesOf(folder, "a.csv")
        const cursor = Option.some(page!.cursor)
        assert.deepStrictEqual(yield* pagesOf(folder, "a.csv", {}, cursor), [])
        for (const settings of [{ delimiter: ";" }, { header: false }, { encoding: "windows-1252" }]) {
          const anew = yield* pagesOf(folder, "a.csv", settings, cursor)
          assert.deepStrictEqual(anew, yield* pagesOf(folder, "a.csv", settings), JSON.stringify(settings))
        }
      }),
    )

    it.effect("starts anew where another file of the same size and time took a file's place", () =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const folder = yield* folderOf({ "a.csv": "id,t\n1,x\n", "new.csv": "id,t\n1,y\n" })
        const time = 1_700_000_000
        for (const name of ["a", "new"]) yield* files.utimes(`${folder}/${name}.csv`, time, time)
        const [page] = yield* pagesOf(folder, "a.csv")
        yield* files.rename(`${folder}/new.csv`, `${folder}/a.csv`)
        const anew = yield* pagesOf(folder, "a.csv", {}, Option.some(page!.cursor))
        assert.deepStrictEqual(brief(anew.flatMap(({ rows }) => rows)), [[2, ["1", "y"]]])
      }),
    )

    it.effect("of another connector is refused", () =>
      Effect.gen(function* () {
        for (const cursor of ["", "page=2", "[0]", '["in-1.csv",1]', '["in-1.csv",0,-1,0]']) {
          const error = yield* Effect.flip(pagesOf(yield* folderOf(contents), "in-1.csv", {}, Option.some(cursor)))
          assert(error._tag === "ConnectorError")
          assert.strictEqual(error.code, "WB-CSV-CURSOR")
        }
      }),
    )
  })
})
