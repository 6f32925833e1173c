import { type Connector, makeConnector } from "@waybill/connector"
import { Effect, Path } from "effect"

import { openDestination } from "./destination.ts"
import { errors } from "./errors.ts"
import { checkDirectory } from "./internal/files.ts"
import { Settings } from "./Settings.ts"
import { openSource } from "./source.ts"

/** Delimited text files of one folder. */
export const csv: Connector<Settings, typeof Settings.Encoded> = makeConnector({
  name: "csv",
  title: "CSV",
  description: "Delimited text files: comma, semicolon, tab or |; UTF-8, UTF-16, Windows-1252 or Windows-1257.",
  settings: Settings,
  streams: [
    {
      name: "customers.csv, invoices-*.csv",
      description:
        "A file of the folder, or a pattern (`*`, `?`, `**`) for files with the same header; a target is one file",
      source: true,
      target: true,
    },
  ],
  errors,
  open: (settings, { baseDirectory }) =>
    Effect.map(Path.Path, (path) => {
      const directory = path.resolve(baseDirectory, settings.directory)
      return {
        check: Effect.as(checkDirectory(directory), []),
        source: (stream) => openSource(directory, stream, settings),
        destination: (stream, options) => openDestination(directory, stream, settings, options),
      }
    }),
})
