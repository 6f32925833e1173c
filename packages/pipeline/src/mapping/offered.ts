/**
 * What the mapping language offers of functions. The library has more: regular expressions that can run for ever, doubles,
 * time stamps, and `int("")`, which is 0. Those are left out.
 */
import type { CelType } from "./ast.ts"

/** How a function is called, by name. */
export const functions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    money: 'money(value, "EUR") or money(value, "EUR", {"decimal": ",", "group": "."})',
    decimal: 'decimal(value) or decimal(value, {"decimal": ",", "group": "."})',
    date: 'date(value, "dd/MM/yyyy")',
    string: "string(value)",
    lower: "lower(text)",
    upper: "upper(text)",
    trim: "trim(text)",
    default: "default(value, otherwise)",
    lookup: 'lookup("table", text)',
    ref: 'ref("flow", text)',
    size: "size(text)",
    has: "has(record.field)",
    bool: "bool(text)",
  }),
)

/** How a method is called, by name. */
export const methods: ReadonlyMap<string, string> = new Map(
  Object.entries({
    contains: 'text.contains("part")',
    startsWith: 'text.startsWith("part")',
    endsWith: 'text.endsWith("part")',
    indexOf: 'text.indexOf("part")',
    lastIndexOf: 'text.lastIndexOf("part")',
    substring: "text.substring(from, to)",
    split: 'text.split(",")',
    join: 'list.join(", ")',
    size: "text.size()",
    trim: "text.trim()",
    lowerAscii: "text.lowerAscii()",
    upperAscii: "text.upperAscii()",
    all: "list.all(item, condition)",
    exists: "list.exists(item, condition)",
    exists_one: "list.exists_one(item, condition)",
    map: "list.map(item, value)",
    filter: "list.filter(item, condition)",
    bind: "cel.bind(name, value, expression)",
  }),
)

/** Methods that go through a list. */
export const loops: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "map", "filter"])

const names: Readonly<Record<string, string>> = {
  string: "text",
  bool: "true or false",
  int: "a whole number",
  Decimal: "a decimal",
  Money: "money",
  Date: "a date",
  Cell: "a cell",
  DatePattern: "text",
  NumberFormat: "a format",
  Table: "text",
  FlowIds: "text",
}

/** A type in the words of a person. */
export const nameOfType = ({ name }: Pick<CelType, "name">): string => {
  if (name.startsWith("list<")) return "a list"
  return names[name] ?? (/^(?:Record|Model)\d*$/.test(name) ? "a record" : name)
}
