/**
 * A made-up migration with its truth: customers of a source, and a target that holds most of them, misspelt, moved, renumbered
 * or twice, among strangers that look like them.
 */
import type { Listed } from "@waybill/connector"
import type { Customer } from "@waybill/model"

import { type Being, Cradle, providers } from "./beings.ts"
import { Dice } from "./Dice.ts"
import { strangePairs } from "./lookalikes.ts"
import { inLatin, withoutAccents, withTypo } from "./misspell.ts"
import type { Language } from "./words.ts"

export interface SourceCustomer {
  readonly model: Customer
  /** Ids of the target's records that are this customer: none, one, or two where the target holds it twice. */
  readonly counterparts: ReadonlyArray<string>
}

export interface People {
  readonly source: ReadonlyArray<SourceCustomer>
  readonly target: ReadonlyArray<Listed>
}

const addressOf = ({ street, city, postcode }: Pick<Being, "street" | "city" | "postcode">, language: Language) => ({
  line1: street,
  city,
  postalCode: postcode,
  country: language.country,
})

/** How the source writes it: right, here and there with nothing. */
export const written = (being: Being, dice: Dice): Customer => ({
  number: being.number,
  name: being.form === undefined ? being.name : `${being.name} ${being.form}`,
  ...(dice.chance(0.1) ? {} : { email: being.email }),
  ...(dice.chance(0.1) ? {} : { phone: being.phone }),
  billingAddress: addressOf(being, being.language),
})

/** What happens to one fact on the way to the other system. A fact of which nothing is left to recognise counts as lost. */
const fates = {
  number: { kept: 0.72, own: 0.13, none: 0.13, other: 0.02 },
  email: { kept: 0.74, none: 0.11, changed: 0.08, typo: 0.04, ending: 0.03 },
  name: { kept: 0.45, order: 0.25, accents: 0.14, typo: 0.12, script: 0.04 },
  place: { kept: 0.7, written: 0.18, none: 0.06, moved: 0.06 },
  phone: { kept: 0.4, written: 0.3, none: 0.15, changed: 0.15 },
} as const

type Fates = { readonly [Fact in keyof typeof fates]: keyof (typeof fates)[Fact] }

const lost: ReadonlySet<string> = new Set(["own", "none", "changed", "typo", "ending", "moved"])

/**
 * Of five facts two are left to tell somebody by, so that a person could; a number that is another of the same kind misleads,
 * and counts twice.
 */
const draw = (dice: Dice, known: Customer): Fates => {
  for (;;) {
    const drawn: Fates = {
      number: dice.among(fates.number),
      email: dice.among(fates.email),
      name: dice.among(fates.name),
      place: dice.among(fates.place),
      phone: dice.among(fates.phone),
    }
    const isLost = (fact: keyof Fates): boolean =>
      lost.has(drawn[fact]) || ((fact === "email" || fact === "phone") && known[fact] === undefined)
    const losses = (["number", "email", "name", "place", "phone"] as const).filter(isLost).length
    if (losses + (drawn.number === "other" ? 2 : 0) <= 3) return drawn
  }
}

const nameOf = (being: Being, fate: Fates["name"], dice: Dice): string => {
  const { language, form, name } = being
  const forms = language.forms.find(([first]) => first === form)
  const spelt = forms === undefined ? "" : dice.pick(forms)
  const isGreek = language.country === "GR"
  if (fate === "script" || (isGreek && dice.chance(0.3))) return `${inLatin(name, dice)} ${spelt}`.trim()
  if (fate === "accents") return `${withoutAccents(name, dice)} ${spelt}`.trim()
  if (fate === "typo") return `${withTypo(name, dice)} ${spelt}`.trim()
  if (fate === "kept") return `${name} ${form ?? ""}`.trim()
  if (form !== undefined) return dice.chance(0.5) ? `${spelt} "${name}"` : `${name.toUpperCase()}, ${spelt}`
  const [given, family] = name.split(" ")
  return dice.chance(0.5) ? `${family}, ${given}` : `${family!.toUpperCase()} ${given}`
}

const emailOf = ({ email }: Being, fate: Fates["email"], dice: Dice): string | undefined => {
  const [mailbox, domain] = email.split("@") as [string, string]
  if (fate === "none") return undefined
  if (fate === "changed") return `post${dice.below(100_000)}@${dice.pick(providers)}`
  if (fate === "typo") return `${mailbox.slice(0, 1)}${mailbox.slice(2)}@${domain}`
  if (fate === "ending") return `${mailbox}@${domain.replace(/\.[a-z]+$/, ".com").replace(/^gmail.com$/, "gmail.co")}`
  return dice.chance(0.2) ? ` ${email.toUpperCase()}` : email
}

/** The target's record of a being, as another clerk wrote it. */
export const copied = (being: Being, targetId: string, cradle: Cradle, fate: Fates): Listed => {
  const { dice } = cradle
  const { language } = being
  const number = { kept: being.number, own: `${dice.below(1_000_000)}`, none: undefined, other: cradle.number() }[
    fate.number
  ]
  const email = emailOf(being, fate.email, dice)
  const phone = {
    kept: being.phone,
    written: `+372 ${being.phone.slice(0, 4)} ${being.phone.slice(4)}`,
    none: undefined,
    changed: cradle.phone(),
  }[fate.phone]
  const place = fate.place === "moved" ? cradle.home(being) : being
  const address = addressOf(place, language)
  const written = {
    ...address,
    postalCode: /^\d/.test(place.postcode) ? `${language.country}-${place.postcode}` : place.postcode.replace(" ", ""),
  }
  return {
    targetId,
    ...(number === undefined ? {} : { number }),
    model: {
      name: nameOf(being, fate.name, dice),
      ...(email === undefined ? {} : { email }),
      ...(phone === undefined ? {} : { phone }),
      ...(fate.place === "none" ? {} : { billingAddress: fate.place === "written" ? written : address }),
    },
  }
}

/** Per 2,000 customers: so many are in the target, so many of those twice, and so many are there that the source hasn't. */
const shares = { customers: 2000, held: 1400, twice: 60, others: 300, ofEachKind: 12 }

const untouched = { email: "kept", name: "kept", place: "kept", phone: "kept" } as const

/** @param scale 1: a source of 2,000 customers */
export const people = (seed: number, scale = 1): People => {
  const dice = new Dice(seed)
  const cradle = new Cradle(dice)
  const source: Array<SourceCustomer> = []
  const target: Array<Listed> = []
  const put = (being: Being, fate: Fates): string => {
    const id = `T${dice.below(1_000_000)}-${target.length}`
    target.push(copied(being, id, cradle, fate))
    return id
  }
  for (const { ours, theirs, known, number } of strangePairs(cradle, shares.ofEachKind * scale)) {
    source.push({ model: written(ours, dice), counterparts: [] })
    const [first] = theirs.map((being) => put(being, { ...untouched, number }))
    if (known) source.push({ model: written(theirs[0]!, dice), counterparts: [first!] })
  }
  const held = shares.held * scale - source.filter(({ counterparts }) => counterparts.length > 0).length
  for (let count = 0; count < held; count++) {
    const being = cradle.born()
    const model = written(being, dice)
    const copies = count < shares.twice * scale ? 2 : 1
    source.push({ model, counterparts: Array.from({ length: copies }, () => put(being, draw(dice, model))) })
  }
  while (source.length < shares.customers * scale)
    source.push({ model: written(cradle.born(), dice), counterparts: [] })
  for (let count = 0; count < shares.others * scale; count++) {
    const being = cradle.born()
    put(being, draw(dice, written(being, dice)))
  }
  return { source: dice.shuffled(source), target: dice.shuffled(target) }
}
