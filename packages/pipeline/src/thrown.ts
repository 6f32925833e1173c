/** What is told of an error that somebody else's code threw: never its message, which may hold data (invariant 7). */

const frame = /([^/\\( ]+?)(?:\?[^:]*)?:(\d+):(\d+)\)?$/

/** `TypeError at invoice.ts:12:5`: in the module of that address where it shows in the stack, else where it was thrown. */
export const thrownText = (thrown: unknown, url?: string): string => {
  if (!(thrown instanceof Error)) return "something that is no error"
  const name = /^\w{1,50}$/.test(thrown.name) ? thrown.name : "an error"
  const lines = typeof thrown.stack === "string" ? thrown.stack.split("\n") : []
  const frames = lines.filter((line) => /^\s*at /.test(line))
  const at = frame.exec(frames.find((line) => url !== undefined && line.includes(url)) ?? frames[0] ?? "")
  return at === null ? name : `${name} at ${at[1]}:${at[2]}:${at[3]}`
}
