/** Writes the package of a new connector. */
import { Effect, FileSystem, Path } from "effect"

import { Exit } from "../exit.ts"
import { withName } from "./names.ts"
import { templateFiles } from "./templateFiles.ts"

/** Writes every file, or none: what is there already is never overwritten. Gives their paths within `directory`. */
export const writePackage = Effect.fnUntraced(function* (name: string, directory: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const written = templateFiles.map(([file, text]) => [withName(file, name), withName(text, name)] as const)
  for (const [file] of written) {
    if (yield* files.exists(path.join(directory, file))) {
      return yield* new Exit({
        exit: 2,
        code: "WB-CLI-EXISTS",
        message: `'${path.join(directory, file)}' is already there`,
        hint: "move it away, or name another folder with --directory",
      })
    }
  }
  for (const [file, text] of written) {
    const target = path.join(directory, file)
    yield* files.makeDirectory(path.dirname(target), { recursive: true })
    yield* files.writeFileString(target, text)
  }
  return written.map(([file]) => file)
})
