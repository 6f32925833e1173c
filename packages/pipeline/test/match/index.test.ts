import { assert, describe, it } from "@effect/vitest"
import type { Listed } from "@waybill/connector"
import { Arbitrary, Schema } from "effect"

import { type Described, type MatchRule, parseRule } from "../../src/match/MatchRule.ts"
import { TargetIndex, type Verdict } from "../../src/match/TargetIndex.ts"
import { people } from "./people.ts"

const usual: ReadonlyArray<MatchRule> = ["number", "email", "name and postcode"]

const mari: Described = {
  number: "K-1",
  name: "Mari Tamm",
  email: "mari@mail.ee",
  phone: "51234567",
  billingAddress: { postalCode: "10115", city: "Tallinn" },
}

const listed = (targetId: string, model: Described): Listed => {
  const { number, ...rest } = model
  return { targetId, model: rest, ...(typeof number === "string" ? { number } : {}) }
}

const verdictOn = (theirs: ReadonlyArray<Described>, ours: Described = mari, rules = usual): Verdict => {
  const index = new TargetIndex(rules)
  index.add(theirs.map((model, at) => listed(`T${at}`, model)))
  return index.match("K-1", ours)
}

const assertVerdict = (verdict: Verdict, tag: Verdict["_tag"], rule?: string, why?: string): void => {
  assert.strictEqual(verdict._tag, tag)
  if (verdict._tag === "None") return
  assert.strictEqual(verdict.rule, rule)
  if (why !== undefined) assert.strictEqual(verdict.candidates[0]?.why, why)
}

const without = (model: Described, ...fields: ReadonlyArray<string>): Described =>
  Object.fromEntries(Object.entries(model).filter(([field]) => !fields.includes(field)))

const company: Described = {
  name: "Põhjala Ehitus OÜ",
  email: "info@pohjala.ee",
  billingAddress: { postalCode: "10115", city: "Tallinn" },
}
const place = (postalCode: string, city = "Tallinn") => ({ billingAddress: { postalCode, city } })

describe("rules", () => {
  it("are named, or expressions", () => {
    assert.strictEqual(parseRule("number"), "number")
    assert.strictEqual(parseRule(" email "), "email")
    assert.strictEqual(parseRule("name and postcode"), "name and postcode")
    assert.strictEqual(parseRule("name  and postalCode"), "name and postcode")
    assert.isUndefined(parseRule("lower(model.companyCode)"))
    assert.isUndefined(parseRule("toString"))
  })

  it("are tried in order, and the first that finds anything decides", () => {
    const byEmail = { ...mari, number: "X9" }
    assertVerdict(verdictOn([mari]), "One", "number")
    assertVerdict(verdictOn([byEmail]), "One", "email")
    assertVerdict(verdictOn([without(byEmail, "email")]), "One", "name and postcode")
    assertVerdict(
      verdictOn([without(byEmail, "email")], mari, ["name and postcode", "number"]),
      "One",
      "name and postcode",
    )
  })

  it("find by an expression; what it leaves empty finds nothing", () => {
    const code: MatchRule = {
      name: "model.companyCode",
      key: ({ companyCode }) => (typeof companyCode === "string" ? companyCode : undefined),
    }
    const ours = { number: "F-1", companyCode: "C7" }
    assertVerdict(verdictOn([{ companyCode: "C7" }, { companyCode: "C8" }], ours, [code]), "One", "model.companyCode")
    assertVerdict(verdictOn([{}, { companyCode: "" }], { number: "F-1" }, [code]), "None")
  })

  it("find an invoice by its number alone", () => {
    const invoice = { number: "F-1", customerNumber: "K-1" }
    assertVerdict(verdictOn([invoice, { number: "F-2", customerNumber: "K-1" }], invoice, ["number"]), "One", "number")
    assertVerdict(verdictOn([invoice], { ...invoice, number: "F-3" }, ["number"]), "None")
  })

  it("look at a shipping address where there is no billing address, and at a person's two names", () => {
    const theirs = { firstName: "Mari", lastName: "Tamm", shippingAddress: { postalCode: "EE-10115" } }
    assertVerdict(verdictOn([theirs]), "One", "name and postcode")
  })
})

describe("a decision is needed", () => {
  it("where a rule finds several", () => {
    const verdict = verdictOn([mari, mari, { ...mari, name: "Marie Tamm" }])
    assertVerdict(verdict, "Several", "number")
    assert.deepStrictEqual(verdict._tag === "Several" && verdict.candidates.map(({ targetId }) => targetId), [
      "T0",
      "T1",
      "T2",
    ])
  })

  it("where the number is somebody else's over there", () => {
    const stranger = {
      ...mari,
      name: "Jüri Kask",
      email: "jyri@mail.ee",
      phone: "58765432",
      ...place("80010", "Pärnu"),
    }
    assertVerdict(verdictOn([stranger]), "Contradicted", "number")
    const namesake = { ...stranger, name: "Mari Tamm" }
    assertVerdict(verdictOn([namesake]), "Contradicted", "number")
    assertVerdict(verdictOn([{ ...stranger, email: mari["email"] }]), "One", "number")
  })

  it("and shows the right one first, where another rule would have found it", () => {
    const stranger = { number: "K-1", name: "Jüri Kask", email: "jyri@mail.ee" }
    const verdict = verdictOn([stranger, without(mari, "number")])
    assertVerdict(verdict, "Contradicted", "number", "same e-mail, same name, same postcode, same phone")
    assert.deepStrictEqual(verdict._tag === "Contradicted" && verdict.candidates.map(({ targetId }) => targetId), [
      "T1",
      "T0",
    ])
  })

  it("where a mailbox is shared: by a family, by branches, by sister companies", () => {
    const jaan = { ...without(mari, "number"), name: "Jaan Tamm" }
    assertVerdict(
      verdictOn([jaan]),
      "Contradicted",
      "email",
      "same e-mail, a word of the name is the same, same postcode, same phone",
    )
    assertVerdict(verdictOn([{ ...without(mari, "number"), name: "Maria Tamm" }]), "Contradicted", "email")
    assertVerdict(verdictOn([{ ...company, ...place("80010", "Pärnu") }], company), "Contradicted", "email")
    assertVerdict(verdictOn([{ ...company, name: "Põhjala Ehitus AS" }], company), "Contradicted", "email")
    assertVerdict(verdictOn([company], company), "One", "email")
    assertVerdict(verdictOn([{ ...company, name: "Põhjala Ehutus OÜ" }], company), "One", "email")
  })

  it("where a father and a son have one name and one address", () => {
    const son = { ...mari, number: "K-2", email: "tamm@mail.ee", phone: "58765432" }
    assertVerdict(verdictOn([son]), "Contradicted", "name and postcode")
    assertVerdict(verdictOn([without(son, "number")]), "Contradicted", "name and postcode")
    // Without a number and an e-mail nothing tells them apart.
    assertVerdict(verdictOn([without(son, "number", "email")]), "One", "name and postcode")
  })

  it("where the number is another of the same kind, if the flow compares numbers", () => {
    assertVerdict(verdictOn([{ ...mari, number: "K-2" }]), "Contradicted", "email")
    assertVerdict(verdictOn([{ ...mari, number: "000002" }]), "One", "email")
    assertVerdict(verdictOn([{ ...mari, number: "K-2" }], mari, ["email"]), "One", "email")
  })

  it("where no rule finds one that is near", () => {
    const near = (theirs: Described): Verdict => verdictOn([without(theirs, "number")])
    const stranger = { email: "post@mail.ee", phone: "58765432" }
    assertVerdict(near({ ...mari, ...stranger, name: "Mari Tammm" }), "Near", "near")
    assertVerdict(near({ name: "Mari Tamm" }), "Near", "near", "same name")
    assertVerdict(near({ name: "Mari Tamm", email: "post@mail.ee", ...place("80010", "Pärnu") }), "Near", "near")
    assertVerdict(
      near({ name: "Mari Tamm", email: "mari@mail.com", ...place("80010") }),
      "Near",
      "near",
      "e-mail differs by little, same name, same city; another postcode",
    )
    assertVerdict(near({ ...mari, ...stranger, name: "Jüri Tamm" }), "None")
    assertVerdict(near({ ...mari, ...stranger, ...place("80010", "Pärnu") }), "None")
  })

  it("and it is found by any one thing that two records may share", () => {
    const alike: ReadonlyArray<readonly [string, Described, Described]> = [
      [
        "place",
        { name: "Nordlicht", ...place("10115") },
        { name: "Nordlichd", billingAddress: { postalCode: "10115" } },
      ],
      ["words", { name: "Mari Lepik" }, { name: "Mari Lepok" }],
      ["run-on", { name: "Nord Wood" }, { name: "Nordwood" }],
      ["mailbox", { email: "mari@gmail.com" }, { email: "mari@gmial.com" }],
      ["domain", { email: "mari.tamm@mail.ee" }, { email: "mari.tam@mail.ee" }],
      ["phone", { name: "Jaan Tamm", phone: "51234567" }, { name: "Tamm", phone: "+372 51234567" }],
    ]
    for (const [by, ours, theirs] of alike) assert.strictEqual(verdictOn([theirs], ours)._tag, "Near", by)
  })

  it("but not for a name that many have, with nothing else in common", () => {
    const namesakes = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: "Mari Tamm", ...place(`8001${at}`, "Pärnu") }))
    assertVerdict(verdictOn(namesakes(5)), "Near", "near")
    assertVerdict(verdictOn(namesakes(6)), "None")
    assertVerdict(verdictOn([...namesakes(6), { name: "Mari Tamm", phone: "51234567" }]), "Near", "near")
  })

  it("nearness is not looked for where no rule looks at people", () => {
    assertVerdict(verdictOn([{ ...without(mari, "number"), name: "Mari Tammm" }], mari, ["number"]), "None")
  })

  it("where the record is another one's counterpart already", () => {
    const index = new TargetIndex(usual)
    index.add([listed("T0", mari)])
    index.claim("T0", "K-1")
    assertVerdict(index.match("K-1", mari), "One", "number")
    assertVerdict(index.match("K-9", without(mari, "number")), "Taken", "email")
  })
})

describe("the index", () => {
  it("counts a record that is listed twice once, and takes anything for a record", () => {
    const index = new TargetIndex(usual)
    index.add([listed("T0", mari), listed("T0", mari)])
    index.add([{ targetId: "T1", model: { name: 7, email: null, billingAddress: "Pärnu" } }])
    const verdict = index.match("K-1", mari)
    assertVerdict(verdict, "One", "number")
    assert.deepStrictEqual(verdict._tag === "One" && verdict.candidates[0], {
      targetId: "T0",
      targetKey: "K-1",
      about: { name: "Mari Tamm", email: "mari@mail.ee", phone: "51234567", postalCode: "10115", city: "Tallinn" },
      why: "same number, same e-mail, same name, same postcode, same phone",
    })
  })

  it("shows at most ten candidates, the likest first", () => {
    const likest = { ...mari, number: "K-1" }
    const others = Array.from({ length: 300 }, () => ({ number: "K-1", name: "Mari Tamm" }))
    const verdict = verdictOn([...others, likest])
    assert.strictEqual(verdict._tag === "Several" && verdict.candidates.length, 10)
    assert.strictEqual(verdict._tag === "Several" && verdict.candidates[0]!.targetId, "T300")
  })

  const { source, target } = people(12)
  const index = new TargetIndex(usual)
  index.add(target)
  const grown = new TargetIndex(usual)
  grown.add(target)
  grown.add([{ targetId: "stranger", model: { name: "Quetzalcoatl 9Ж", email: "z@zzz.zz", ...place("ZZZ", "Zzyzx") } }])
  const at = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: source.length - 1 })))
  it.prop("a stranger with nothing in common changes nothing", [at], ([at]) => {
    const { model } = source[at]!
    assert.deepStrictEqual(grown.match(model.number, model), index.match(model.number, model))
  })
})
