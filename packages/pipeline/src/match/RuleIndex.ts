/**
 * The target's records by what one rule makes of them.
 */
import type { Face } from "./Face.ts"
import type { Described, MatchRule } from "./MatchRule.ts"
import { hashOf, Postings } from "./Postings.ts"

/** What `rule` compares of a record; `undefined` or empty: it says nothing about it. */
const keyOf = (rule: MatchRule, record: Described, face: Face): string | undefined => {
  if (rule === "number") return face.number
  if (rule === "email") return face.email
  if (rule !== "name and postcode") return rule.key(record)
  return face.name === undefined || face.postcode === undefined ? undefined : `${face.name.key}|${face.postcode}`
}

export class RuleIndex {
  private readonly rule: MatchRule
  /** By record: what the rule compares of it. */
  private readonly keys: Array<string | undefined> = []
  private readonly postings = new Postings()

  constructor(rule: MatchRule) {
    this.rule = rule
  }

  /** @param index of the record, one higher each time */
  add(index: number, record: Described, face: Face): void {
    const key = keyOf(this.rule, record, face) || undefined
    this.keys.push(key)
    if (key !== undefined) this.postings.add(hashOf(key), index)
  }

  /** The records that the rule finds for one of the source. */
  find(record: Described, face: Face): ReadonlyArray<number> {
    const key = keyOf(this.rule, record, face) || undefined
    const found: Array<number> = []
    if (key === undefined) return found
    this.postings.each(hashOf(key), (index) => {
      if (this.keys[index] === key) found.push(index)
    })
    return found
  }
}
