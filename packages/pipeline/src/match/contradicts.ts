/**
 * When one record that a rule found is not taken without a question: a wrong counterpart is worse than a decision.
 */
import type { Comparison } from "./Comparison.ts"
import type { MatchRule } from "./MatchRule.ts"

/** A person's own key, which other systems may use otherwise: name and contact must not all be others. */
const contradictsKey = ({ name, email, phone, postcode }: Comparison): boolean => {
  if (email === "same" || phone === "same") return false
  if (name.level === "unknown") return email === "other" && postcode !== "same"
  return name.level === "part" || name.level === "other"
}

/** Where another system counts from one too, the number of a namesake comes up: something besides the name must agree. */
const contradictsNumber = (comparison: Comparison): boolean => {
  const facts = [comparison.email, comparison.phone, comparison.postcode]
  const isSupported = comparison.city === "same" || facts.some((fact) => fact === "same" || fact === "near")
  return contradictsKey(comparison) || (!isSupported && facts.filter((fact) => fact === "other").length > 1)
}

/** A mailbox is shared by families, branches and sister companies: who it is, the name tells, and of companies the place. */
const contradictsEmail = ({ name, postcode, city, isCompany, isOtherForm }: Comparison): boolean => {
  if (name.level === "unknown") return false
  if (!isCompany) return name.level !== "same"
  const isElsewhere = postcode === "other" || (postcode === "unknown" && city === "other")
  const isMistyped = name.level === "near" && name.letters === 1
  return isElsewhere || isOtherForm || !(name.level === "same" || isMistyped)
}

/** One address can house a father and a son of one name, and two companies that differ in their legal form. */
const contradictsName = ({ email, phone, isCompany, isOtherForm }: Comparison): boolean =>
  isOtherForm || (email === "other" && (isCompany ? phone === "other" : phone !== "same"))

/**
 * Whether other facts speak against what `rule` found. A number of the same form that is another one always does: two numbers
 * of one system are two customers.
 */
export const contradicts = (rule: MatchRule, comparison: Comparison): boolean => {
  if (rule === "number") return contradictsNumber(comparison)
  if (comparison.number === "other") return true
  if (rule === "email") return contradictsEmail(comparison)
  return rule === "name and postcode" ? contradictsName(comparison) : contradictsKey(comparison)
}
