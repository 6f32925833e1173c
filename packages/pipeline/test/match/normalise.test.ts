import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"

import {
  compareEmails,
  comparePhones,
  normaliseEmail,
  normalisePhone,
  normalisePostcode,
} from "../../src/match/contact.ts"
import { compareNames, parseName } from "../../src/match/Name.ts"
import { languages } from "./words.ts"

const key = (name: string): string => parseName(name)!.key
const level = (a: string, b: string): string => compareNames(parseName(a), parseName(b)).level

const assertSame = (...names: ReadonlyArray<string>): void =>
  assert.deepStrictEqual([...new Set(names.map(key))], [key(names[0]!)], names.join(" = "))

describe("names", () => {
  it("are one in every spelling of their letters", () => {
    assertSame("Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller")
    assertSame("Weiß", "Weiss", "WEISS", "WEIẞ")
    assertSame("Jõgi Ülle", "Jogi Ulle", "ülle jõgi")
    assertSame("Łódź", "Lodz")
    assertSame("O'Dell", "O’Dell", "ODell")
  })

  it("are one in Greek and in Latin letters", () => {
    assertSame("Παπαδόπουλος", "Papadopoulos", "ΠΑΠΑΔΟΠΟΥΛΟΣ")
    assertSame("Μπακογιάννης Ευάγγελος", "Evangelos Bakogiannis")
    assertSame("Αύγουστος Ψαράκης", "Avgoustos Psarakis")
    assert.strictEqual(level("Χρήστος Φωτεινός", "Hristos Photeinos"), "near")
  })

  it("are one in any order, with any punctuation and any word for and", () => {
    assertSame("Tamm, Mari", "Mari Tamm", "TAMM Mari")
    assertSame("Smith & Sons", "Smith and Sons", "Smith und Sons", "Smith ja Sons", "Smith και Sons")
  })

  it("are one with and without their legal form, wherever it stands", () => {
    assertSame("OÜ Põhjala", "Põhjala OÜ", "Põhjala O.Ü.", "Põhjala Osaühing", "AS Põhjala", 'SIA "Põhjala"', "Põhjala")
    assertSame("Dorn GmbH & Co. KG", "Dorn", "Dorn e. K.", "Dorn Gesellschaft mit beschränkter Haftung")
    assertSame("Αιγαίο Α.Ε.", "ΑΙΓΑΙΟ ΑΕ", "Aigaio S.A.", "Aigaio Ε.Π.Ε.", "Aigaio Ο.Ε.")
    assertSame(
      "Quill Ltd",
      "Quill Limited",
      "Quill LLC",
      "Quill, Inc.",
      "Quill S.à r.l.",
      "Quill Sp. z o.o.",
      "Quill A/S",
    )
    assert.strictEqual(key("OÜ"), "ou", "a name of nothing else keeps it")
    assert.strictEqual(key("Kalev Spa"), "kalev spa", "a spa is no S.p.A.")
  })

  it("tell the legal form apart from the name", () => {
    assert.strictEqual(parseName("Põhjala O.Ü.")?.form, parseName("osaühing Põhjala")?.form)
    assert.notStrictEqual(parseName("Põhjala OÜ")?.form, parseName("Põhjala AS")?.form)
    assert.isUndefined(parseName("Mari Tamm")?.form)
  })

  it("are as near as they are", () => {
    assert.strictEqual(level("Nordwood Ehitus", "Nordwoood Ehitus"), "near")
    assert.strictEqual(level("Nord Wood", "Nordwood"), "near")
    assert.strictEqual(level("J. Tamm", "Jaan Tamm"), "contained")
    assert.strictEqual(level("Nordwood", "Nordwood Ehitus"), "contained")
    assert.strictEqual(level("Jüri Tamm", "Mart Tamm"), "part")
    assert.strictEqual(level("Depot 1", "Depot 2"), "part")
    assert.strictEqual(level("Jüri Tamm", "Mari Kask"), "other")
    assert.deepStrictEqual(compareNames(parseName("Mari Tamm"), undefined), { level: "unknown", letters: 0 })
  })

  it("hold a letter or a digit, or are none", () => assert.isUndefined(parseName(" –?! ")))

  const words = languages.flatMap(({ given, firm, trade, forms }) => [...given, ...firm, ...trade, ...forms.flat()])
  const pieces = Schema.Literals([...words, "&", "und", "oue", "-", ".", "/", "ß", "ﬁ", "😀", "İ", "7"])
  const names = Arbitrary.schema(Schema.Array(pieces).check(Schema.isMaxLength(5)))
  it.prop("normalising twice is normalising once", [names], ([parts]) => {
    // Beside legal forms it has a word of its own.
    const once = parseName(["Tamm", ...parts].join(" "))
    assert.deepStrictEqual(once && parseName(once.words.join(" "))?.words, once?.words)
  })

  it.prop("and so it is with any text", [Arbitrary.schema(Schema.String.check(Schema.isMaxLength(20)))], ([text]) => {
    const once = parseName(text)
    assert.deepStrictEqual(once && parseName(once.words.join(" "))?.words, once?.words)
  })

  it.prop("two names are as near as the other way round", [names, names], ([a, b]) => {
    assert.strictEqual(level(a.join(" "), b.join(" ")), level(b.join(" "), a.join(" ")))
  })
})

describe("contacts", () => {
  it("postcodes: without spaces, dashes and country", () => {
    for (const text of ["10115", "EE-10115", "EE10115", "ee 10115", " 101 15"])
      assert.strictEqual(normalisePostcode(text), "10115")
    assert.strictEqual(normalisePostcode("GR 104 31"), normalisePostcode("10431"))
    assert.strictEqual(normalisePostcode("D-10117"), "10117")
    assert.strictEqual(normalisePostcode("10001-1234"), "10001")
    assert.strictEqual(normalisePostcode("sw1a 1aa"), "SW1A1AA")
    assert.notStrictEqual(normalisePostcode("E1 6AN"), normalisePostcode("N1 6AN"))
    assert.isUndefined(normalisePostcode(" - "))
  })

  it("e-mail addresses: trimmed, in small letters, or none", () => {
    assert.strictEqual(normaliseEmail(" Mari.Tamm@Mail.EE "), "mari.tamm@mail.ee")
    assert.strictEqual(normaliseEmail("a@b.ee; c@d.ee"), "a@b.ee")
    for (const text of ["", "n/a", "none", "a@", "@b.ee", "a@b"]) assert.isUndefined(normaliseEmail(text), text)
  })

  it("e-mail addresses: near by a letter, by dots, by the ending", () => {
    assert.strictEqual(compareEmails("mari.tamm@mail.ee", "mari.tam@mail.ee"), "near")
    assert.strictEqual(compareEmails("mari.tamm@mail.ee", "maritamm@mail.ee"), "near")
    assert.strictEqual(compareEmails("mari@tamm.ee", "mari@tamm.com"), "near")
    assert.strictEqual(compareEmails("mari@gmail.com", "mari@gmial.com"), "near")
    assert.strictEqual(compareEmails("mari1@mail.ee", "mari2@mail.ee"), "other")
    assert.strictEqual(compareEmails("mari@mail.ee", "jaan@mail.ee"), "other")
    assert.strictEqual(compareEmails("mari@mail.ee", undefined), "unknown")
  })

  it("telephones: with and without the country", () => {
    const compared = (a: string, b: string) => comparePhones(normalisePhone(a), normalisePhone(b))
    assert.strictEqual(compared("+372 5123 4567", "51234567"), "same")
    assert.strictEqual(compared("0171 234567", "+49 (171) 23 45 67"), "same")
    assert.strictEqual(compared("51234567", "51234568"), "other")
    assert.isUndefined(normalisePhone("ext. 12"))
  })
})
