if (process.argv[2] === "jit") await import("effect/schema/SchemaJITCompiler/enable")
const { Result, Schema } = await import("effect")
const { compileMapping } = await import("../src/mapping/compile.ts")
const place = { file: "f", line: 1, column: 1 }
const ex = (text: string) => ({ text, placeAt: () => place })
const st = (o: any): any => ({ place, fields: new Map(Object.entries(o).map(([k, v]) => [k, { key: place, value: typeof v === "string" ? ex(v) : Array.isArray(v) ? v.map(st) : st(v) }])) })
const cols = ["Invoice No","Customer No","Issued","Due","Amount","Tax","Paid","Currency","Note","Status","Ref","Terms","D1","Q1","P1","Type"]
const m = compileMapping({
  entity: "invoice", source: Schema.Struct(Object.fromEntries(cols.map(c=>[c,Schema.String]))), target: Schema.Struct({}), requires: [], tables: new Map(), set: st({}),
  where: ex('record.Status != "closed"'),
  map: st({ number: 'trim(record["Invoice No"])', customerNumber: 'upper(trim(record["Customer No"]))', issueDate: 'date(record.Issued, "dd/MM/yyyy")', dueDate: 'date(record.Due, "dd/MM/yyyy")',
    total: 'money(record.Amount, record.Currency)', tax: 'money(record.Tax, record.Currency)', balance: 'money(record.Amount, record.Currency) - money(record.Paid, record.Currency)',
    type: 'record.Type == "CN" ? "credit note" : "invoice"', terms: 'default(record.Terms, "NET30")', status: 'lower(record.Status)', reference: 'record.Ref', note: 'record.Note',
    lines: [{ number: '"1"', description: 'record.D1', quantity: 'decimal(record.Q1)', unitPrice: 'money(record.P1, record.Currency)', net: 'money(record.Amount, record.Currency)', productCode: 'record.Ref', taxRate: '20' }] }),
})
if (Result.isFailure(m)) { console.log(m.failure); process.exit(1) }
const rows = Array.from({ length: 1000 }, (_, i) => ({ "Invoice No": `I${i}`, "Customer No": `c${i % 97} `, Issued: "01/11/2026", Due: i % 3 ? "30/11/2026" : "", Amount: `${i}.50`, Tax: "1.20", Paid: "0.10", Currency: "EUR", Note: "some note", Status: "Open", Ref: `R${i}`, Terms: i % 2 ? "" : "NET14", D1: "Item", Q1: "2", P1: "12.345", Type: i % 10 ? "INV" : "CN" }))
let ok = 0
for (let round = 0; round < 12; round++) {
  const t = BigInt(process.cpuUsage().user+process.cpuUsage().system)*1000n
  for (let k = 0; k < 50; k++) for (const r of rows) if (m.success.toModel(r)._tag === "Mapped") ok++
  const dt = Number(BigInt(process.cpuUsage().user+process.cpuUsage().system)*1000n - t) / 1e9
  if (round > 2) console.log(Math.round(50000 / dt), "records/s", (dt / 50000 * 1e6).toFixed(2), "µs")
}
console.log(ok)
