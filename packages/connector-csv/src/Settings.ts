/**
 * What a connection to a folder of delimited text takes.
 */
import { Effect, Schema } from "effect"

import { encodings } from "./internal/encoding.ts"

const Delimiter = Schema.String.check(
  Schema.isPattern(/^[^"\r\n\u{FEFF}]$/u, { expected: "one character that is no quote and no line break" }),
)

export const Settings = Schema.Struct({
  directory: Schema.String.annotate({
    description: "The folder of the files, relative to the pipeline file",
    default: ".",
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed("."))),
  encoding: Schema.Literals(encodings)
    .annotate({
      description: "What the files are written in; a byte order mark in a file wins over it. Targets are UTF-8",
      default: "utf-8",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("utf-8" as const))),
  delimiter: Schema.optionalKey(
    Delimiter.annotate({
      description: "The character between values; absent: found in each file among comma, semicolon, tab and |",
    }),
  ),
  header: Schema.Boolean.annotate({
    description: 'Whether the first line names the columns; if not, they are "1", "2", … A target always has a header',
    default: true,
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(true))),
}).annotate({ identifier: "CsvSettings" })
export type Settings = typeof Settings.Type
