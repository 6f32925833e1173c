import { assert, describe, layer } from "@effect/vitest"
import { Effect, Option, Schema, Stream } from "effect"

import { brief, folderOf, pagesOf, platform, rowsOf, sourceOf } from "./folder.ts"

layer(platform)("csv source", (it) => {
  describe("rows", () => {
    it.effect("counts the lines in which records start, with blank lines and quoted line breaks", () =>
      Effect.gen(function* () {
        const rows = yield* rowsOf('id,note\n\n1,"a\nb\r\nc"\n2,x\n,\n3,"y"\n')
        assert.deepStrictEqual(brief(rows), [
          [3, ["1", "a\nb\r\nc"]],
          [6, ["2", "x"]],
          [8, ["3", "y"]],
        ])
      }),
    )

    for (const [name, content] of [
      ["LF", "id,a\n1,x\n2,y\n"],
      ["CRLF", "id,a\r\n1,x\r\n2,y\r\n"],
      ["CR", "id,a\r1,x\r2,y\r"],
      ["LF and CRLF", "id,a\r\n1,x\n2,y\r\n"],
      ["no last line end", 'id,a\n1,x\n2,"y"'],
      ["a byte order mark", "\u{FEFF}id,a\n1,x\n2,y"],
      ["Excel's sep= line", "sep=;\r\nid;a\r\n1;x\r\n2;y\r\n"],
      ["empty columns at the end", "id,a,,\n1,x,,\n2,y,,\n"],
    ] as const) {
      it.effect(`reads ${name}`, () =>
        Effect.gen(function* () {
          const rows = yield* rowsOf(content)
          assert.deepStrictEqual(
            rows.map((row) => "record" in row && row.record),
            [
              { id: "1", a: "x" },
              { id: "2", a: "y" },
            ],
          )
        }),
      )
    }

    it.effect("names columns 1, 2, … without a header", () =>
      Effect.gen(function* () {
        const rows = yield* rowsOf("a;b\nc;d\n", { header: false })
        assert.deepStrictEqual(rows, [
          { row: 1, record: { 1: "a", 2: "b" } },
          { row: 2, record: { 1: "c", 2: "d" } },
        ])
      }),
    )

    it.effect("keeps columns with names of JavaScript's own as plain properties", () =>
      Effect.gen(function* () {
        const columns = ["__proto__", "constructor", "toString", "a.b", " x ", "hasOwnProperty"]
        const folder = yield* folderOf({ "file.csv": `${columns.join(",")}\n1,2,3,4,5,6\n` })
        const source = yield* sourceOf(folder, "file.csv")
        const [page] = yield* Stream.runCollect(source.read(Option.none()))
        const row = page!.rows[0]!
        assert("record" in row)
        assert.deepStrictEqual(
          Object.entries(row.record),
          columns.map((column, index): [string, string] => [column, String(index + 1)]),
        )
        assert.strictEqual(Object.getPrototypeOf(row.record), Object.prototype)
        assert.deepStrictEqual(Object.keys(Schema.is(source.record)(row.record) ? row.record : {}), columns)
        assert.isFalse(Schema.is(source.record)({ constructor: "2" }))
      }),
    )

    it.effect("leaves values as they are: zeros, exponents, spaces, apostrophes", () =>
      Effect.gen(function* () {
        const rows = yield* rowsOf("a,b,c,d\n00123,1e5, x ,'=1\n")
        assert.deepStrictEqual(brief(rows), [[2, ["00123", "1e5", " x ", "'=1"]]])
      }),
    )

    it.effect("reads a page of a thousand rows at the most", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({ "file.csv": `id\n${"7\n".repeat(2500)}` })
        const pages = yield* pagesOf(folder, "file.csv")
        assert.deepStrictEqual(
          pages.map(({ rows }) => rows.length),
          [1000, 1000, 500],
        )
      }),
    )
  })

  describe("bad rows are named, and the rest is read", () => {
    const cases: ReadonlyArray<readonly [string, string, ReadonlyArray<ReadonlyArray<unknown>>]> = [
      [
        "a short row",
        "id,a\n1\n2,y",
        [
          [2, "WB-CSV-RAGGED-ROW", "a"],
          [3, ["2", "y"]],
        ],
      ],
      [
        "a long row",
        "id,a\n1,x,z\n2,y",
        [
          [2, "WB-CSV-RAGGED-ROW", undefined],
          [3, ["2", "y"]],
        ],
      ],
      [
        "a value in a column without a name",
        "id,a,\n1,x,\n2,y,z",
        [
          [2, ["1", "x"]],
          [3, "WB-CSV-RAGGED-ROW", undefined],
        ],
      ],
      [
        "a quote inside a value",
        'id,a\n1,12" pipe\n2,y',
        [
          [2, "WB-CSV-STRAY-QUOTE", "a"],
          [3, ["2", "y"]],
        ],
      ],
      [
        "text after a closing quote",
        'id,a\n1,"x"z\n2,y',
        [
          [2, "WB-CSV-STRAY-QUOTE", "a"],
          [3, ["2", "y"]],
        ],
      ],
      [
        "a NUL",
        "id,a\n1,x\0\n2,y",
        [
          [2, "WB-CSV-NUL", "a"],
          [3, ["2", "y"]],
        ],
      ],
      [
        "a CR outside quotes",
        "id,a\n1,x\rz\n2,y",
        [
          [2, "WB-CSV-LINE-BREAK", "a"],
          [3, ["2", "y"]],
        ],
      ],
      [
        "an LF in a file of CR",
        "id,a\r1,x\nz\r2,y",
        [
          [2, "WB-CSV-LINE-BREAK", "a"],
          [3, ["2", "y"]],
        ],
      ],
      [
        "a quote that is never closed: every line after it is kept, and none is made into a record",
        'id,a\n1,x\n2,"y\n3,z\n4,w\n',
        [
          [2, ["1", "x"]],
          [3, "WB-CSV-OPEN-QUOTE", "a"],
          [4, "WB-CSV-OPEN-QUOTE", undefined],
          [5, "WB-CSV-OPEN-QUOTE", undefined],
        ],
      ],
      [
        "a quote that ends at the next one",
        'id,a\n1,"x\n2,y\n3,"z"\n4,w\n',
        [
          [2, "WB-CSV-OPEN-QUOTE", "a"],
          [3, "WB-CSV-OPEN-QUOTE", undefined],
          [4, "WB-CSV-OPEN-QUOTE", undefined],
          [5, ["4", "w"]],
        ],
      ],
      [
        "a stray quote beside a proper text of several lines",
        'id,a,b\n1,5" x,"p\n7,8,9\nq"\n2,y,z\n',
        [
          [2, "WB-CSV-STRAY-QUOTE", "a"],
          [5, ["2", "y", "z"]],
        ],
      ],
    ]
    for (const [name, content, expected] of cases) {
      it.effect(name, () => Effect.map(rowsOf(content), (rows) => assert.deepStrictEqual(brief(rows), expected)))
    }

    it.effect("with their values by column, and none of them in a message", () =>
      Effect.gen(function* () {
        const [row] = yield* rowsOf("id,a\nsecret,x,extra\n")
        assert(row !== undefined && "raw" in row)
        assert.deepStrictEqual(row.raw, { id: "secret", a: "x", "column 3": "extra" })
        assert.notInclude(JSON.stringify(row.issues), "secret")
      }),
    )
  })

  describe("delimiter", () => {
    for (const [name, content, expected] of [
      ["semicolons with decimal commas", "id;amt\n1;10,50\n", ["1", "10,50"]],
      ["a comma in a quoted header", '"name, first";amt\nx;1\n', ["x", "1"]],
      ["a comma in a plain header", "name, first;amt\nx;1,5\ny;2\n", ["x", "1,5"]],
      ["tabs", "id\tamt\n1\t2\n", ["1", "2"]],
      ["a single column", "id\n1\n", ["1"]],
    ] as const) {
      it.effect(name, () =>
        Effect.map(rowsOf(content), (rows) => assert.deepStrictEqual(brief(rows)[0], [2, [...expected]])),
      )
    }

    it.effect("as set, where the file leaves it open", () =>
      Effect.map(rowsOf("a,b|c\n1|2,3\n", { delimiter: "|" }), (rows) =>
        assert.deepStrictEqual(rows, [{ row: 2, record: { "a,b": "1", c: "2,3" } }]),
      ),
    )
  })

  describe("encoding", () => {
    const text = "id,n\n1,\u00fc\u0161\n"
    for (const [encoding, bytes] of [
      ["utf-16le", Buffer.from(text, "utf16le")],
      ["utf-16be", Buffer.from(text, "utf16le").swap16()],
      ["windows-1257", Uint8Array.of(...Buffer.from("id,n\n1,"), 0xfc, 0xf0, 0x0a)],
      ["windows-1252", Uint8Array.of(...Buffer.from("id,n\n1,"), 0xfc, 0x9a, 0x0a)],
    ] as const) {
      it.effect(encoding, () =>
        Effect.map(rowsOf(bytes, { encoding }), (rows) =>
          assert.deepStrictEqual(brief(rows), [[2, ["1", "\u00fc\u0161"]]]),
        ),
      )
    }

    it.effect("of a byte order mark wins over the setting", () =>
      Effect.map(rowsOf(Buffer.from(`\u{FEFF}${text}`, "utf16le"), { encoding: "windows-1257" }), (rows) =>
        assert.deepStrictEqual(brief(rows), [[2, ["1", "\u00fc\u0161"]]]),
      ),
    )
  })

  it.effect("finds long numbers that Excel has rounded", () =>
    Effect.gen(function* () {
      const folder = yield* folderOf({ "file.csv": 'id,iban,note\n1,1.23E+11,E+ x\n2,ok,\n3,"4,5E+18",1E+1\n' })
      const findings = yield* (yield* sourceOf(folder, "file.csv")).inspect!
      assert.deepStrictEqual(
        findings.map(({ code, column, row, message }) => [code, column, row, message]),
        [["WB-CSV-SCIENTIFIC", "iban", 2, "2 values look like 1.23E+11"]],
      )
    }),
  )
})
