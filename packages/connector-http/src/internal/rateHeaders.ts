/**
 * What an answer's headers say of the limits that the system keeps. What can't be read is ignored.
 */

type Headers = Readonly<Record<string, string | undefined>>

/** A reset of this and more is a point in time: seconds since 1970, or milliseconds from the second number on. */
const [epochSeconds, epochMillis] = [1e9, 1e12]

/** Milliseconds from `now` until a reset; negative where it is past. */
const millisUntil = (reset: string, now: number): number => {
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(reset)) return 0
  const value = Number(reset)
  if (value < epochSeconds) return value * 1000
  return (value < epochMillis ? value * 1000 : value) - now
}

/** `X-RateLimit-Remaining: 0` with `X-RateLimit-Reset: 30`, and the same without `X-`: no standard, and the most used. */
const byPair = (headers: Headers, prefix: string, now: number): number =>
  /^0+$/.test(headers[`${prefix}-remaining`]?.trim() ?? "")
    ? millisUntil(headers[`${prefix}-reset`]?.trim() ?? "", now)
    : 0

/** No system's limits take more characters, and what one sends must not cost time. */
const longestList = 1000

const quoted = /"(?:[^"\\]|\\["\\])*"/g
const parameter = /^[a-z*][a-z0-9_.*-]*(?:=[^\s"]+)?$/
const policy = /^(?:""|[A-Za-z*][^\s"]*)$/

/** `r=0;t=30` behind a policy's name: nothing of it remains for 30 seconds. `undefined`: it can't be read. */
const secondsOf = (limit: string): number | undefined => {
  const [name = "", ...parameters] = limit.split(";").map((part) => part.trim())
  if (!policy.test(name) || !parameters.every((part) => parameter.test(part))) return undefined
  const { r, t } = Object.fromEntries(parameters.map((part) => part.split("=")))
  return /^0+$/.test(r ?? "") && /^\d{1,15}$/.test(t ?? "") ? Number(t) : 0
}

/** `RateLimit: "minute";r=0;t=30, "day";r=950`, as draft-ietf-httpapi-ratelimit-headers-10 has it. */
const byList = (field: string): number => {
  if (field.length > longestList) return 0
  // A quoted name may hold any separator.
  const limits = field.replace(quoted, '""').split(",").map(secondsOf)
  return limits.every((seconds) => seconds !== undefined) ? Math.max(...limits) * 1000 : 0
}

/**
 * How many milliseconds it is until the limits of which nothing is left are reset; 0 where something is left of all, or the
 * headers don't say.
 */
export const untilReset = (headers: Headers, now: number): number =>
  Math.max(
    0,
    byPair(headers, "x-ratelimit", now),
    byPair(headers, "ratelimit", now),
    byList(headers["ratelimit"] ?? ""),
  )
