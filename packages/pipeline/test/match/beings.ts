/**
 * Made-up people and companies.
 */
import type { Dice } from "./Dice.ts"
import { inLatin, withoutAccents } from "./misspell.ts"
import { type Language, languages } from "./words.ts"

/** Somebody as they are, before anybody writes them down. */
export interface Being {
  readonly language: Language
  readonly kind: "person" | "company"
  /** A person's name, given name first, or a company's without its form. */
  readonly name: string
  readonly form?: string
  readonly number: string
  readonly email: string
  readonly phone: string
  readonly street: string
  readonly city: string
  readonly postcode: string
}

const slug = (text: string, dice: Dice): string =>
  withoutAccents(inLatin(text, dice), dice)
    .toLowerCase()
    .replace(/[^a-z]+/g, ".")

export const providers = ["gmail.com", "outlook.com", "mail.ee", "web.de", "otenet.gr", "btinternet.com"]

/** Makes beings of whom no two share a name and a postcode by chance. */
export class Cradle {
  readonly dice: Dice
  private made = 0
  private readonly seen = new Set<string>()

  constructor(dice: Dice) {
    this.dice = dice
  }

  number(): string {
    this.made += 1
    return `K-${100_000 + this.made}`
  }

  phone(): string {
    return `5${String(this.dice.below(10_000_000)).padStart(7, "0")}`
  }

  /** A street, a city and a postcode of a country. */
  place({ cities }: Language): Pick<Being, "street" | "city" | "postcode"> {
    const [city, base] = this.dice.pick(cities)
    const postcode = /\d\d$/.test(base)
      ? base.slice(0, -2) + String(this.dice.below(40)).padStart(2, "0")
      : base.replace(/\d/g, () => String(this.dice.below(10)))
    return {
      street: `${this.dice.pick(["Linden", "Harbour", "Mill", "Church"])} Street ${1 + this.dice.below(90)}`,
      city,
      postcode,
    }
  }

  /** Takes a name at a place; `false`: somebody has it there. */
  takes(name: string, postcode: string): boolean {
    const mark = `${name}|${postcode}`
    if (this.seen.has(mark)) return false
    this.seen.add(mark)
    return true
  }

  /** A place where nobody else of that name lives. */
  home({ language, name }: Pick<Being, "language" | "name">): Pick<Being, "street" | "city" | "postcode"> {
    for (let tries = 0; tries < 10_000; tries++) {
      const place = this.place(language)
      if (this.takes(name, place.postcode)) return place
    }
    throw new Error("every place has somebody of that name")
  }

  born(kind: Being["kind"] = this.dice.chance(0.5) ? "person" : "company"): Being {
    const { dice } = this
    const language = dice.pick(languages)
    const name =
      kind === "person"
        ? `${dice.pick(language.given)} ${dice.pick(language.family)}`
        : `${dice.pick(language.firm)} ${dice.pick(language.trade)}`
    const place = this.home({ language, name })
    const number = this.number()
    const unique = number.slice(-4)
    const email =
      kind === "person"
        ? `${slug(name, dice)}${unique}@${dice.pick(providers)}`
        : `info@${slug(name, dice).replaceAll(".", "-")}${unique}.${language.domain}`
    const form = kind === "person" ? {} : { form: dice.pick(language.forms)[0] }
    return { language, kind, name, ...form, number, email, phone: this.phone(), ...place }
  }
}
