/**
 * A record's issues as people need them: what is wrong with one column is said once, however many fields it fills.
 */
import type { Issue } from "@waybill/model"

export const shownIssues = (issues: ReadonlyArray<Issue>): ReadonlyArray<Issue> => {
  const seen = new Set<string>()
  return issues.filter(({ code, column, field, message }) => {
    const said = JSON.stringify([code, column ?? field, message])
    return seen.has(said) ? false : seen.add(said)
  })
}
