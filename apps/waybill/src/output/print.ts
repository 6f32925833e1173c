/** Results on stdout, in the form that was asked for: nothing else is printed there. */
import { Console, Effect } from "effect"

import { root } from "../root.ts"

/** Prints `value` as JSON for machines, or `text` for people. */
export const print = Effect.fnUntraced(function* (value: unknown, text: () => string) {
  const { json } = yield* root
  yield* Console.log(json ? JSON.stringify(value, null, 2) : text())
})
