/**
 * Strangers that look alike: pairs that a careless comparison takes for one.
 */
import type { Being, Cradle } from "./beings.ts"

export interface StrangePair {
  /** A customer of the source that the target does not hold. */
  readonly ours: Being
  /** Who the target holds instead. */
  readonly theirs: ReadonlyArray<Being>
  /** Whether the source has the first of `theirs` too. */
  readonly known: boolean
  /** Whether the target knows the numbers of `theirs`. */
  readonly number: "kept" | "none"
}

type Make = (cradle: Cradle) => Pick<StrangePair, "ours" | "theirs"> & Partial<StrangePair>

/** The same but for these facts; the number, the e-mail and the telephone are its own unless they are given. */
const besides = (being: Being, cradle: Cradle, facts: Partial<Being>): Being => ({
  ...being,
  number: cradle.number(),
  email: `x${cradle.number().slice(2)}@gmail.com`,
  phone: cradle.phone(),
  ...facts,
})

const kinds: Readonly<Record<string, Make>> = {
  fatherAndSon: (cradle) => {
    const father = cradle.born("person")
    const family = father.name.split(" ")[1]!
    const names = cradle.dice.shuffled(father.language.given).map((given) => `${given} ${family}`)
    const name = names.find((name) => cradle.takes(name, father.postcode))!
    const shared = cradle.dice.chance(0.5) ? { phone: father.phone } : {}
    return { ours: besides(father, cradle, { name, ...shared }), theirs: [father] }
  },
  seniorAndJunior: (cradle) => {
    const senior = cradle.born("person")
    return { ours: besides(senior, cradle, {}), theirs: [senior], known: true, number: "kept" }
  },
  coupleWithOneMailbox: (cradle) => {
    const one = cradle.born("person")
    const { email, phone } = one
    const name = one.name.replace(" ", "a ")
    const isAlone = cradle.takes(name, one.postcode)
    return isAlone
      ? { ours: besides(one, cradle, { name, email, phone }), theirs: [one] }
      : kinds["coupleWithOneMailbox"]!(cradle)
  },
  branches: (cradle) => {
    const branch = cradle.born("company")
    const cities = branch.language.cities.filter(([city]) => city !== branch.city)
    const elsewhere = cradle.home({ name: branch.name, language: { ...branch.language, cities } })
    const { email } = branch
    return { ours: besides(branch, cradle, { ...elsewhere, email }), theirs: [branch] }
  },
  sisterCompanies: (cradle) => {
    const sister = cradle.born("company")
    const [form] = sister.language.forms.find(([first]) => first !== sister.form)!
    const shared = cradle.dice.chance(0.5) ? { email: sister.email, phone: sister.phone } : {}
    return { ours: besides(sister, cradle, { form, ...shared }), theirs: [sister] }
  },
  oneBookkeeper: (cradle) => {
    const email = `info@ledger${cradle.number().slice(2)}.com`
    const clients = Array.from({ length: 1 + cradle.dice.below(3) }, () => ({ ...cradle.born("company"), email }))
    return { ours: { ...cradle.born("company"), email }, theirs: clients }
  },
  otherNumbering: (cradle) => {
    const ours = cradle.born()
    return { ours, theirs: [{ ...cradle.born(), number: ours.number }], known: false, number: "kept" }
  },
}

/** `count` pairs of every kind. */
export const strangePairs = (cradle: Cradle, count: number): ReadonlyArray<StrangePair> =>
  Object.values(kinds).flatMap((make) =>
    Array.from({ length: count }, () => {
      const known = cradle.dice.chance(0.5)
      return { known, number: known && cradle.dice.chance(0.7) ? "kept" : "none", ...make(cradle) }
    }),
  )
