/** The child with fault points, in one file. */
import { type Bundle, bundle } from "../../support/bundle.ts"

let bundled: Promise<Bundle> | undefined

/** The path of the bundled child, which is made once; see {@link removeChild}. */
export const childFile = async (): Promise<string> => (await (bundled ??= bundle("crash/child.ts"))).file

/** Removes the bundle: a test file or a script says so at its end. */
export const removeChild = async (): Promise<void> => {
  if (bundled !== undefined) (await bundled).remove()
  bundled = undefined
}
