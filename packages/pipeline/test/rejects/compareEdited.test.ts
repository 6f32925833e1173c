import { assert, describe, it } from "@effect/vitest"
import { compareEdited, type EditedSheet, lineageId, ownColumns, parseLineageId, rejectErrors } from "@waybill/pipeline"

import { compare, idOf, reject, sheetOf } from "./support.ts"

const codes = (remarks: ReadonlyArray<{ readonly code: string }>) => remarks.map(({ code }) => code)

const first = reject(1, { Number: "1", Due: "31/02/2026", Note: "secret" })
const second = reject(2, { Number: "2", Due: "28/02/2026", Note: "" })

describe("ids", () => {
  it("are twelve digits in groups of four, and read however they are written", () => {
    assert.strictEqual(lineageId("7f3a09c211be0123456789abcdef0123"), "7F3A-09C2-11BE")
    for (const text of ["7F3A-09C2-11BE", " 7f3a 09c2 11be", "7f3a09c211be"])
      assert.strictEqual(parseLineageId(text), "7F3A-09C2-11BE")
    for (const text of ["", "7F3A-09C2-11B", "7F3A-09C2-11BEE", "7F3A-09C2-11BG"])
      assert.isUndefined(parseLineageId(text))
  })
})

describe("an edited file", () => {
  it("has edits for the rows that differ, and only for them", () => {
    const { edits, unchanged, refused, notes, faults } = compare([[first, { cells: { Due: "28/02/2026" } }], [second]])
    assert.deepStrictEqual(edits, [
      { reject: first, source: { Number: "1", Due: "28/02/2026", Note: "secret" }, changed: ["Due"] },
    ])
    assert.strictEqual(unchanged, 1)
    assert.deepStrictEqual([...refused, ...notes, ...faults], [])
  })

  it("may leave rows out, in any order, with other columns of ours gone or edited", () => {
    const sheet = sheetOf([[second], [first, { cells: { "waybill hint": "done" } }]])
    const header = sheet.header.filter((column) => column !== "waybill message").toReversed()
    const third = reject(3, { Number: "3", Due: "", Note: "" })
    const result = compareEdited([{ ...sheet, header }], [first, second, third], { columns: new Map() })
    assert.strictEqual(result.unchanged, 2)
    assert.deepStrictEqual(codes(result.faults), [])
    assert.deepInclude(result.notes[0], { code: "WB-REJECTS-OWN", column: "waybill hint", row: 3, id: idOf(first) })
  })

  it("one bad cell keeps its row out, and no other", () => {
    const { edits, refused } = compare([
      [first, { cells: { Due: "28/02/2026", Note: "=1+1" } }],
      [second, { cells: { Note: "x" } }],
    ])
    assert.deepStrictEqual(
      edits.map(({ reject: { id } }) => id),
      [2],
    )
    assert.deepInclude(refused[0], { code: "WB-REJECTS-FORMULA", column: "Note", row: 2, id: idOf(first) })
  })

  it("a cell that can't be read keeps its row out with its own code", () => {
    const problems = [{ code: "WB-EXCEL-ERROR-CELL", message: "the cell shows #N/A", hint: "mend it", column: "Due" }]
    const { edits, refused } = compare([[first, { problems }]])
    assert.deepStrictEqual(edits, [])
    assert.deepInclude(refused[0], { code: "WB-EXCEL-ERROR-CELL", column: "Due", row: 2 })
  })

  it("says nothing of what stands in the cells", () => {
    const result = compare([
      [first, { cells: { Note: "=secret", Number: "9" } }],
      [reject(3, { Number: "secret", Due: "", Note: "" }), { cells: { Due: " secret", "waybill code": "secret" } }],
    ])
    assert.notInclude(JSON.stringify([result.refused, result.notes, result.faults]), "secret")
  })
})

describe("a fault keeps all of the file out", () => {
  const edited = { cells: { Due: "28/02/2026" } }
  const faultsOf = (change: (sheet: EditedSheet) => Partial<EditedSheet>, rejects = [first, second]) => {
    const sheet = sheetOf([[first, edited], [second]])
    const result = compareEdited([{ ...sheet, ...change(sheet) }], rejects, {
      columns: new Map([["invoices", ["Number", "Due", "Note"]]]),
    })
    assert.deepStrictEqual(result.edits, [])
    return result.faults
  }
  const without = (column: string) => (sheet: EditedSheet) => ({
    header: sheet.header.filter((name) => name !== column),
  })

  it("no column of ids", () => {
    assert.deepStrictEqual(codes(faultsOf(without("waybill id"))), ["WB-REJECTS-ID-COLUMN"])
    assert.deepStrictEqual(codes(faultsOf(() => ({ header: ["Number", "Due", "Note"] }))), ["WB-REJECTS-ID-COLUMN"])
  })
  it("a column that the source does not have, with what may be meant", () => {
    const [fault] = faultsOf(({ header }) => ({ header: header.map((name) => (name === "Number" ? "Numbr" : name)) }))
    assert.deepInclude(fault, { code: "WB-REJECTS-COLUMN", column: "Numbr" })
    assert.include(fault?.hint, "did you mean 'Number'?")
  })
  it("a column of the source that is gone", () => {
    assert.deepInclude(faultsOf(without("Note"))[0], { code: "WB-REJECTS-COLUMN-GONE", column: "Note" })
  })
  it("a column that stands there twice, or has values and no name", () => {
    assert.deepStrictEqual(codes(faultsOf(({ header }) => ({ header: [...header, " Due "] }))), ["WB-REJECTS-HEADER"])
    assert.deepStrictEqual(codes(faultsOf(() => ({ unnamed: "column 13" }))), ["WB-REJECTS-HEADER"])
  })
  it("an id that is missing, names nothing, or stands there twice", () => {
    const withId =
      (id: string) =>
      ({ rows }: EditedSheet) => ({
        rows: rows.map((row, index) => (index === 0 ? { ...row, cells: { ...row.cells, "waybill id": id } } : row)),
      })
    assert.deepStrictEqual(codes(faultsOf(withId(""))), ["WB-REJECTS-NO-ID"])
    assert.deepStrictEqual(codes(faultsOf(withId("7F3A-09C2-11BE"))), ["WB-REJECTS-ID"])
    assert.deepStrictEqual(codes(faultsOf(withId("what?"))), ["WB-REJECTS-ID"])
    assert.deepInclude(faultsOf(withId(idOf(second)))[0], { code: "WB-REJECTS-TWICE", row: 3 })
  })
})

describe("records of the same content", () => {
  const twins = [4, 5].map((row) => reject(1, { Number: "1", Note: "" }, { id: row, row }))
  const [one, other] = [twins[0]!, twins[1]!]
  it("are told apart by row", () => {
    const { edits, unchanged } = compare([[other, { cells: { Note: "x" } }], [one]])
    assert.deepStrictEqual(
      edits.map(({ reject: { id } }) => id),
      [5],
    )
    assert.strictEqual(unchanged, 1)
  })
  it("are not guessed at", () => {
    const moved = { cells: { "waybill row": "9" } }
    assert.deepStrictEqual(codes(compare([[one, moved], [other]]).faults), ["WB-REJECTS-WHICH"])
    const same = { cells: { "waybill row": "4" } }
    assert.deepStrictEqual(codes(compare([[one], [other, same]]).faults), ["WB-REJECTS-TWICE"])
  })
})

describe("records that are not open to edits", () => {
  const edited = { cells: { Note: "x" } }
  const of = (more: Parameters<typeof reject>[2]) => reject(1, { Note: "" }, more)
  it("one whose fate is unknown is never edited (invariant 2), one that was dismissed is reopened first", () => {
    for (const [state, code] of [
      ["unknown", "WB-REJECTS-FATE"],
      ["dismissed", "WB-REJECTS-DISMISSED"],
    ] as const) {
      const { edits, refused } = compare([[of({ state }), edited]])
      assert.deepStrictEqual([edits.length, codes(refused)], [0, [code]])
      assert.deepInclude(compare([[of({ state })]]), { unchanged: 1, refused: [] })
    }
  })
  it("refused and held ones are: the edit may be what the parent waits for", () => {
    for (const state of ["refused", "held"] as const)
      assert.strictEqual(compare([[of({ state }), edited]]).edits.length, 1)
  })
  it("one that was edited since the export is not overwritten", () => {
    const exported = sheetOf([[of({}), edited]])
    const result = compareEdited([exported], [of({ version: 1 })], { columns: new Map() })
    assert.deepStrictEqual(codes(result.refused), ["WB-REJECTS-STALE"])
    assert.strictEqual(compare([[of({ version: 1 }), edited]]).edits.length, 1)
  })
})

describe("a record that its source could not read", () => {
  const columns = new Map([["invoices", ["Number", "Name", "City"]]])
  const ragged = reject(1, { Number: "1", Name: "Acme", City: " Inc", "column 4": "Riga" }, { unread: true })
  const short = reject(2, { Number: "2" }, { unread: true })
  it("gets all columns of a sound one", () => {
    const cells = { Name: "Acme, Inc", City: "Riga", "column 4": "" }
    const { edits } = compare(
      [
        [ragged, { cells }],
        [short, { cells: { Name: "B" } }],
      ],
      {},
      columns,
    )
    assert.deepStrictEqual(
      edits.map(({ source }) => source),
      [
        { Number: "1", Name: "Acme, Inc", City: "Riga" },
        { Number: "2", Name: "B", City: "" },
      ],
    )
  })
  it("keeps no value that has no column", () => {
    const { edits, refused } = compare([[ragged, { cells: { Name: "Acme, Inc" } }]], {}, columns)
    assert.strictEqual(edits.length, 0)
    assert.deepInclude(refused[0], { code: "WB-REJECTS-SURPLUS", column: "column 4" })
  })
})

describe("several flows and sheets", () => {
  const customer = reject(7, { Name: "A", City: "Riga" }, { flow: "customers" })
  it("share the columns of one CSV file, each with its own", () => {
    const rows = [
      [first, { cells: { Note: "x" } }],
      [customer, { cells: { City: "Tartu" } }],
    ] as const
    const { edits, faults } = compare(rows, { textOnly: true })
    assert.deepStrictEqual(codes(faults), [])
    assert.deepStrictEqual(
      edits.map(({ source }) => source),
      [
        { Number: "1", Due: "31/02/2026", Note: "x" },
        { Name: "A", City: "Tartu" },
      ],
    )
    const astray = compare([[first], [customer, { cells: { Number: "1" } }]])
    assert.deepInclude(astray.refused[0], { code: "WB-REJECTS-SURPLUS", column: "Number", row: 3 })
  })
  it("a sheet of somebody's own is passed over; one of ours without ids is not", () => {
    const ours = sheetOf([[first, { cells: { Note: "x" } }]], { name: "invoices" })
    const own: EditedSheet = {
      name: "Notes",
      header: ["please check"],
      rows: [{ row: 2, cells: { "please check": "this" } }],
    }
    const result = compareEdited([ours, own], [first], { columns: new Map() })
    assert.strictEqual(result.edits.length, 1)
    assert.deepInclude(result.notes[0], { code: "WB-REJECTS-SHEET", sheet: "Notes" })
    const stripped = { ...own, header: ["waybill row", "Number"] }
    assert.deepStrictEqual(codes(compareEdited([ours, stripped], [first], { columns: new Map() }).faults), [
      "WB-REJECTS-ID-COLUMN",
    ])
  })
  it("a column may have a name that objects know by themselves", () => {
    const odd = reject(
      1,
      Object.fromEntries([
        ["__proto__", "a"],
        ["constructor", "b"],
      ]),
    )
    const plain = reject(2, { other: "c" })
    assert.strictEqual(compare([[odd], [plain]]).unchanged, 2)
  })
})

describe("codes", () => {
  it("each have a meaning and a fix", () => {
    for (const { code, meaning, fix } of rejectErrors) {
      assert.match(code, /^WB-REJECTS(-[A-Z]+)+$/)
      assert.isNotEmpty(meaning)
      assert.isNotEmpty(fix)
    }
    assert.strictEqual(ownColumns.length, 9)
  })
})
