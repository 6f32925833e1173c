/**
 * What the target holds, to find the counterparts of records of the source in it. Kept in memory: per record of the target its
 * facts, and flat tables of keys.
 */
import type { Listed } from "@waybill/connector"

import { areNamesakes, type Comparison, compareFaces, likeness, nearFrom, sayWhy } from "./Comparison.ts"
import { contradicts } from "./contradicts.ts"
import { type About, type Face, faceOf } from "./Face.ts"
import { type Described, type MatchRule, ruleName } from "./MatchRule.ts"
import { NearIndex } from "./NearIndex.ts"
import { RuleIndex } from "./RuleIndex.ts"

/** A record of the target that may be the counterpart. */
export interface MatchCandidate {
  readonly targetId: string
  /** Its number over there. */
  readonly targetKey?: string
  readonly about: About
  /** `same e-mail, name differs by 1 letter; another postcode`: what agrees, then what doesn't. */
  readonly why: string
}

export type Verdict =
  /** The target holds nothing like it. */
  | { readonly _tag: "None" }
  /** `rule` found exactly one, and nothing speaks against it. */
  | { readonly _tag: "One"; readonly rule: string; readonly candidates: readonly [MatchCandidate] }
  | {
      /**
       * A person decides. `Several`: `rule` found more than one. `Contradicted`: it found one, and other facts speak against it.
       * `Taken`: the one is another record's counterpart already. `Near`: no rule found any, these are alike; `rule` is `near`.
       */
      readonly _tag: "Several" | "Contradicted" | "Taken" | "Near"
      readonly rule: string
      /** The likest first, at most ten. */
      readonly candidates: ReadonlyArray<MatchCandidate>
    }

interface Target {
  readonly targetId: string
  readonly face: Face
}

interface Scored {
  readonly target: Target
  readonly comparison: Comparison
  readonly score: number
}

const mostCandidates = 10

/** So many of those that a rule finds are compared: what thousands share tells none of them. */
const mostCompared = 1000

/** A name that more people have over there tells nobody apart: alone it makes none of them a candidate. */
const mostNamesakes = 5

export class TargetIndex {
  private readonly rules: ReadonlyArray<MatchRule>
  private readonly tables: ReadonlyArray<RuleIndex>
  /** Only where the rules look at people: a number is the same or it isn't. */
  private readonly near: NearIndex | undefined
  private readonly targets: Array<Target> = []
  private readonly known = new Set<string>()
  private readonly claims = new Map<string, string>()

  /** @param rules in the order in which they are tried */
  constructor(rules: ReadonlyArray<MatchRule>) {
    this.rules = rules
    this.tables = rules.map((rule) => new RuleIndex(rule))
    const looksAtPeople = rules.some((rule) => rule === "email" || rule === "name and postcode")
    this.near = looksAtPeople ? new NearIndex() : undefined
  }

  /** Takes a page of the target's records in. One that is listed twice counts once. */
  add(page: ReadonlyArray<Listed>): void {
    for (const { targetId, number, model } of page) {
      if (this.known.has(targetId)) continue
      this.known.add(targetId)
      const face = faceOf(model, number)
      const index = this.targets.push({ targetId, face }) - 1
      for (const table of this.tables) table.add(index, model, face)
      this.near?.add(index, targetId, face)
    }
  }

  /** Says that the record of the source named `key` is this record of the target: no other one becomes it. */
  claim(targetId: string, key: string): void {
    this.claims.set(targetId, key)
  }

  /** Finds what the record of the source named `key` is in the target. Claims nothing. */
  match(key: string, model: Described): Verdict {
    const face = faceOf(model, model["number"])
    for (const [at, rule] of this.rules.entries()) {
      const found = this.tables[at]!.find(model, face)
      if (found.length > 0) return this.judge(rule, key, found, model, face)
    }
    const near = this.findNear(face)
    return near.length === 0 ? { _tag: "None" } : { _tag: "Near", rule: "near", candidates: this.show(key, near) }
  }

  private judge(rule: MatchRule, key: string, found: ReadonlyArray<number>, model: Described, face: Face): Verdict {
    const scored = this.score(face, found.slice(0, mostCompared))
    const one = scored[0]!
    const held = (_tag: "Several" | "Contradicted" | "Taken", shown: ReadonlyArray<Scored>): Verdict => ({
      _tag,
      rule: ruleName(rule),
      candidates: this.show(key, shown),
    })
    if (scored.length > 1) return held("Several", scored)
    if (contradicts(rule, one.comparison)) return held("Contradicted", this.besides(one, model, face))
    if (this.isTaken(one, key)) return held("Taken", scored)
    return { _tag: "One", rule: ruleName(rule), candidates: [this.candidate(key, one)] }
  }

  /** The one that a rule found, and what the others would have found: one of those may be the right one. */
  private besides(one: Scored, model: Described, face: Face): ReadonlyArray<Scored> {
    const found = this.tables.flatMap((table) => table.find(model, face).slice(0, mostCompared))
    const others = [...this.score(face, [...new Set(found)]), ...this.findNear(face)]
    return [...new Map([one, ...others].map((scored) => [scored.target, scored])).values()]
  }

  private findNear(face: Face): ReadonlyArray<Scored> {
    if (this.near === undefined) return []
    const near = this.score(face, this.near.find(face)).filter(({ score }) => score >= nearFrom)
    const others = near.filter(({ comparison }) => !areNamesakes(comparison))
    return near.length - others.length > mostNamesakes ? others : near
  }

  private score(face: Face, indices: ReadonlyArray<number>): ReadonlyArray<Scored> {
    const numbered = this.rules.includes("number")
    return indices.map((index) => {
      const target = this.targets[index]!
      const compared = compareFaces(face, target.face)
      // Who does not list `number` says that the two sides count otherwise.
      const comparison = numbered ? compared : { ...compared, number: "unknown" as const }
      return { target, comparison, score: likeness(comparison) }
    })
  }

  private isTaken({ target }: Scored, key: string): boolean {
    const claimed = this.claims.get(target.targetId)
    return claimed !== undefined && claimed !== key
  }

  private show(key: string, scored: ReadonlyArray<Scored>): ReadonlyArray<MatchCandidate> {
    return [...scored]
      .sort((a, b) => b.score - a.score || (a.target.targetId < b.target.targetId ? -1 : 1))
      .slice(0, mostCandidates)
      .map((one) => this.candidate(key, one))
  }

  private candidate(key: string, scored: Scored): MatchCandidate {
    const { targetId, face } = scored.target
    const why = [sayWhy(scored.comparison), this.isTaken(scored, key) ? "already another record's counterpart" : ""]
    return {
      targetId,
      ...(face.number === undefined ? {} : { targetKey: face.number }),
      about: face.about,
      why: why.filter((part) => part !== "").join("; "),
    }
  }
}
