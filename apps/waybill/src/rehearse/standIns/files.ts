import { Effect, FileSystem, Path, Predicate } from "effect"

import type { Begin } from "./StandIn.ts"

/** The folders of a stream within the connection's folder. A stream that leaves it is the connector's to refuse. */
const folderOf = (path: Path.Path, directory: string, stream: string): ReadonlyArray<string> => {
  const folder = path.dirname(path.join(directory, stream.split("#")[0] ?? stream))
  return folder.startsWith(directory + path.sep) ? [folder] : []
}

/** An empty folder that is gone when the rehearsal is over: files that are there already are not written to. */
export const files: Begin = Effect.fnUntraced(
  function* ({ target: { settings, streams } }) {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    const directory = yield* fs.makeTempDirectoryScoped({ prefix: "waybill-rehearsal-" })
    const folders = streams.flatMap((stream) => folderOf(path, directory, stream))
    yield* Effect.forEach(folders, (folder) => fs.makeDirectory(folder, { recursive: true }), { discard: true })
    return { settings: { ...(Predicate.isObject(settings) ? settings : {}), directory } }
  },
  Effect.mapError(() => "no temporary folder can be made for its files"),
)
