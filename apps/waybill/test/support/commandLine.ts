/** Before all tests: the command line is bundled once, for the children that they start. */
import { bundle } from "./bundle.ts"

export default async (): Promise<() => void> => {
  const { file, remove } = await bundle("../src/main.ts")
  process.env["WAYBILL_COMMAND"] = file
  return remove
}
