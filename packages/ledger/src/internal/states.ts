/** How states stand in the file: by their place in this list, which only ever grows at its end. */
import type { State } from "../Records.ts"

export const states: ReadonlyArray<State> = ["pending", "held", "sending", "confirmed", "refused", "unknown"]

export const codeOf = (state: State): number => states.indexOf(state)
