/** Fills and encodes one object after another, and prints what came of it: the same wherever code may be made of text or not. */
import { compileFill, compileParts } from "../../src/mapping/unrolled.ts"

const mayMakeCode = (): boolean => {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
    return new Function("return true")()
  } catch {
    return false
  }
}

const keys = ["a", 'b"\\\n', "7", "constructor", "c\u2028", "];throw 1;//"]
const fill = compileFill(keys)
const filled = [keys.map((key) => `${key}!`), keys.map((_, index) => (index % 2 === 0 ? index : undefined)), []].map(
  (values) => {
    const into: Record<string, unknown> = { before: true }
    fill(into, values)
    return into
  },
)

const into: Record<string, unknown> = {}
const encode = compileParts([
  { key: "always", encode: (value) => (typeof value === "string" ? `${value}?` : undefined), optional: false },
  { key: 'some"times', encode: (value) => (value === 1 ? 0 : undefined), optional: true },
])
const records = [
  { always: "x", 'some"times': 1 },
  { always: "y" },
  { always: "z", 'some"times': undefined },
  { 'some"times': 1 },
  { always: 7 },
]
const encoded = records.map((record) => [encode(into, record), Object.entries(into)])

process.stdout.write(JSON.stringify({ mayMakeCode: mayMakeCode(), filled, encoded }))
