import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import { SaxesParser } from "saxes"

import { decodeText, parseAttributes, XmlScanner } from "../src/internal/xml.ts"

type Event = readonly ["open", string, Record<string, string>] | readonly ["close", string] | readonly ["text", string]

const local = (name: string): string => name.slice(name.indexOf(":") + 1)

/** Joins texts that follow one another: how often a text is cut is up to the parser. */
const joined = (events: ReadonlyArray<Event>): ReadonlyArray<Event> => {
  const all: Array<Event> = []
  for (const event of events) {
    const last = all.at(-1)
    if (event[0] === "text" && last?.[0] === "text") all[all.length - 1] = ["text", last[1] + event[1]]
    else all.push(event)
  }
  return all
}

/** What the scanner makes of a document that comes in pieces of `size` characters. */
const scan = (xml: string, size = xml.length): ReadonlyArray<Event> => {
  const events: Array<Event> = []
  const scanner = new XmlScanner({
    open: (name, source, from, to) =>
      events.push(["open", name, Object.fromEntries(parseAttributes(source, from, to))]),
    close: (name) => events.push(["close", name]),
    text: (source, from, to, plain) => events.push(["text", decodeText(source, from, to, plain)]),
  })
  for (let at = 0; at < xml.length; at += size) scanner.write(xml.slice(at, at + size))
  scanner.end()
  return joined(events)
}

/** The same from an independent parser. */
const oracle = (xml: string): ReadonlyArray<Event> => {
  const events: Array<Event> = []
  const parser = new SaxesParser({ xmlns: false })
  let depth = 0
  parser.on("opentag", ({ name, attributes }) => {
    depth += 1
    events.push(["open", local(name), { ...attributes }])
  })
  parser.on("closetag", ({ name }) => {
    depth -= 1
    events.push(["close", local(name)])
  })
  const text = (value: string) => void (depth > 0 && value !== "" && events.push(["text", value]))
  parser.on("text", text)
  parser.on("cdata", text)
  parser.write(xml).close()
  return joined(events)
}

const names = ["c", "row", "x:row", "v", "si", "w14:a.b"]
const texts = [
  "",
  " ",
  "a",
  "5 > 4",
  "Kraków",
  "東京 😀",
  "&amp;lt;",
  "&#x1F600;&#65;",
  "a\r\nb\rc",
  "<![CDATA[<&]]>",
  "<!-- - > -->",
  "<?pi a?>",
]
const attributes = ["", ' r="A1"', " t='s' s=\"1\"", '\n\tr = "a>b"', ' x:y="&quot;&#10;"', " d='\"'"]

/** Builds a well-formed document from any list of numbers. */
const build = (choices: ReadonlyArray<number>): string => {
  const open: Array<string> = []
  let xml = '<?xml version="1.0" encoding="UTF-8"?>\n<sheet>'
  for (const choice of choices) {
    const name = names[choice % names.length]!
    const [attribute, text] = [attributes[choice % attributes.length]!, texts[choice % texts.length]!]
    if (choice % 3 === 0) {
      xml += `<${name}${attribute}>${text}`
      open.push(name)
    } else if (choice % 3 === 1) xml += `${text}<${name}${attribute}${choice % 2 === 0 ? " " : ""}/>`
    else {
      const last = open.pop()
      xml += last === undefined ? text : `${text}</${last}${choice % 2 === 0 ? " " : ""}>`
    }
  }
  return `${xml}${open
    .toReversed()
    .map((name) => `</${name}>`)
    .join("")}</sheet>\n`
}

const Choices = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000 }))).check(
  Schema.isMaxLength(60),
)
const Size = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 }))

describe("XML", () => {
  it.prop("is read as saxes reads it, in pieces of any size", [Choices, Size], ([choices, size]) => {
    const xml = build(choices)
    assert.deepStrictEqual(scan(xml, size), oracle(xml))
  })

  it.prop(
    "cut short anywhere it is refused",
    [Choices, Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))],
    ([choices, at]) => {
      const xml = build(choices).trimEnd()
      assert.throws(() => scan(xml.slice(0, at % xml.length)))
    },
  )

  it.each([
    ["a DOCTYPE", '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ["an unknown entity", "<a>&nbsp;</a>"],
    ["a bare ampersand", "<a>R&D</a>"],
    ["an ampersand at the end", "<a>R&</a>"],
    ["a reference to NUL", "<a>&#0;</a>"],
    ["a reference to half a character", "<a>&#xD800;</a>"],
    ["a wrong closing tag", "<a><b></a></b>"],
    ["a closing tag whose name goes on", "<a></ab>"],
    ["a closing tag too many", "<a/></a>"],
    ["two roots", "<a/><b/>"],
    ["text behind the root", "<a/>x"],
    ["text before the root", "x<a/>"],
    ["a tag in a tag", "<a <b/>"],
    ["a tag without a name", "<a>< b/></a>"],
    ["an attribute twice", '<a r="1" r="2"/>'],
    ["an attribute without a value", "<a r/>"],
    ["an attribute without quotes", "<a r=1/>"],
    ["nothing", ""],
    ["another encoding", '<?xml version="1.0" encoding="ISO-8859-1"?><a/>'],
    ["elements nested without end", "<a>".repeat(100)],
    ["a tag without end", `<a ${"b".repeat(600_000)}`],
  ])("refuses %s", (_, xml) => {
    assert.throws(() => scan(xml))
  })
})
