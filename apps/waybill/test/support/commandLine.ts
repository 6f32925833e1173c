/**
 * Before all tests: the command line is bundled once, for the children that they start, and compiled once: V8 keeps what the
 * first child made of it for all others.
 */
import { dirname, join } from "node:path"

import { bundle } from "./bundle.ts"

export default async (): Promise<() => void> => {
  const { file, remove } = await bundle("../src/main.ts")
  process.env["WAYBILL_COMMAND"] = file
  process.env["NODE_COMPILE_CACHE"] = join(dirname(file), "compiled")
  return remove
}
