import { type Connector, makeConnector } from "@waybill/connector"
import { Effect, FileSystem, Path } from "effect"

import { openDestinations } from "./destination.ts"
import { errors, failure } from "./errors.ts"
import { Settings } from "./Settings.ts"
import { openSource } from "./source.ts"

const checkDirectory = Effect.fnUntraced(function* (directory: string) {
  const files = yield* FileSystem.FileSystem
  yield* Effect.mapError(files.readDirectory(directory), () =>
    failure("check", "WB-EXCEL-FILE", "the connection's directory can't be read"),
  )
  return []
})

/** Excel workbooks (.xlsx, .xlsm) of one folder. */
export const excel: Connector<Settings, typeof Settings.Encoded> = makeConnector({
  name: "excel",
  title: "Excel",
  description: "Excel workbooks (.xlsx): a sheet with a header row, its cells typed.",
  settings: Settings,
  streams: [
    {
      name: "book.xlsx, book.xlsx#Sheet name",
      description: "A sheet of a workbook of the folder; without a name the first visible one",
      source: true,
      target: true,
    },
  ],
  errors,
  open: (settings, { baseDirectory }) =>
    Effect.map(Path.Path, (paths) => {
      const directory = paths.resolve(baseDirectory, settings.directory)
      return {
        check: checkDirectory(directory),
        source: (stream) => openSource(stream, { directory, headerRow: settings.headerRow }),
        destination: openDestinations(directory),
      }
    }),
})
