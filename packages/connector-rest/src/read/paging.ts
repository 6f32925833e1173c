/**
 * How page follows page: what is asked for at a place, and which place an answer leads to.
 *
 * A place is text: a page's number, how many records lie before, the API's own mark, or an address; empty at the start.
 */
import { Option, Result } from "effect"

import type { Answer } from "../Client.ts"
import { at, type Json, textOf } from "../internal/json.ts"
import type { Paging } from "../StreamSettings.ts"

export const start = ""

/** What an answer brought. */
export interface Brought {
  readonly answer: Answer
  readonly json: Json
  readonly records: ReadonlyArray<Json>
  /** How many records the whole list has, where the answer counts them. */
  readonly total: number | undefined
  /** Records of this read so far, with these. */
  readonly rows: number
}

export interface Pager {
  readonly queryAt: (place: string) => Readonly<Record<string, string>>
  /** The next place; none at the end. Fails with a sentence where the answer does not say. */
  readonly after: (place: string, brought: Brought) => Result.Result<Option.Option<string>, string>
}

const end = Result.succeed(Option.none<string>())
const onTo = (place: string) => Result.succeed(Option.some(place))

/** Whether there is more: as the answer says, by the count, or until a page is empty. Fails where it says something else. */
const hasMore = ({ more }: Paging, { json, records, total, rows }: Brought): Result.Result<boolean, string> => {
  if (more === undefined) return Result.succeed(records.length > 0 && (total === undefined || rows < total))
  const said = at(json, more)
  return typeof said === "boolean" ? Result.succeed(said) : Result.fail(`'${more}' is not true or false`)
}

/** What `next` leads to: absent, null and empty say that this is the end. */
const markIn = (json: Json | undefined, path: string): Result.Result<Option.Option<string>, string> => {
  const found = json === undefined ? undefined : at(json, path)
  if (found === undefined || found === null || found === "" || found === false) return end
  const mark = textOf(found)
  return mark === undefined ? Result.fail(`'${path}' is neither text nor a number`) : onTo(mark)
}

const counted = (paging: Paging, step: (place: string, brought: Brought) => number): Pager["after"] => {
  return (place, brought) =>
    Result.map(hasMore(paging, brought), (more) => (more ? Option.some(String(step(place, brought))) : Option.none()))
}

const byCursor =
  (paging: Paging): Pager["after"] =>
  (_, brought) => {
    const { next, last, more } = paging
    const mark = last === undefined ? markIn(brought.json, next!) : markIn(brought.records.at(-1), last)
    if (more === undefined && last === undefined) return mark
    return Result.flatMap(hasMore(paging, brought), (going) => {
      if (!going) return end
      const isMissing = Result.isSuccess(mark) && Option.isNone(mark.success)
      return isMissing ? Result.fail(`'${last ?? next}' is empty, and there is more,`) : mark
    })
  }

const linkOf = /<([^<>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)/g
const isNext = /;\s*rel\s*=\s*(?:"(?:[^"]*\s)?next(?:\s[^"]*)?"|next(?=\s|;|$))/i

/** The address of `rel=next` in a header Link (RFC 8288). */
const linkNext = (header: string | undefined): string | undefined =>
  [...(header ?? "").matchAll(linkOf)].find(([, , parameters = ""]) => isNext.test(parameters))?.[1]

const byLink =
  ({ next }: Paging): Pager["after"] =>
  (_, { json, answer }) => {
    if (next !== undefined) return markIn(json, next)
    const link = linkNext(answer.headers["link"])
    return link === undefined || link === "" ? end : onTo(link)
  }

export const makePager = (paging: Paging): Pager => {
  const { by, parameter = "", size, sizeParameter } = paging
  const sized = size === undefined ? {} : { [sizeParameter!]: String(size) }
  const first = String(paging.first ?? (by === "page" ? 1 : 0))
  switch (by) {
    case "none":
      return { queryAt: () => ({}), after: () => end }
    case "page":
      return {
        queryAt: (place) => ({ ...sized, [parameter]: place || first }),
        after: counted(paging, (place) => Number(place || first) + 1),
      }
    case "offset":
      return {
        queryAt: (place) => ({ ...sized, [parameter]: place || first }),
        // By what came and not by what was asked: an API may give shorter pages than it is asked for.
        after: counted(paging, (place, { records }) => Number(place || first) + records.length),
      }
    case "cursor":
      return {
        queryAt: (place) => (place === start ? sized : { ...sized, [parameter]: place }),
        after: byCursor(paging),
      }
    case "link":
      return { queryAt: () => sized, after: byLink(paging) }
  }
}
