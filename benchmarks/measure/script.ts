/**
 * A way to do something that is measured in a process of its own, so that one way does not heat up the machine for the next.
 * The process says in its last line what it did: `{ "seconds": …, "check": … }`.
 */
import { measured } from "./process.ts"
import type { Contender } from "./sideBySide.ts"

export interface Told {
  /** Of the work alone, without the start of the process; absent: the whole process counts. */
  readonly seconds?: number
  readonly check: string
}

/** @param args of `node`: a script, and what it takes */
export const script = (
  name: string,
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>> = {},
): Contender => ({
  name,
  run: async () => {
    const { stdout, ...used } = await measured({ args, env })
    const told: Told = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")
    return { ...used, ...told }
  },
})

/** Called in the measured process: says what was done. */
export const tell = (told: Told): void => console.log(JSON.stringify(told))
