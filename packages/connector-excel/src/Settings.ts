import { Effect, Schema } from "effect"

/** The settings of a connection. */
export const Settings = Schema.Struct({
  directory: Schema.NonEmptyString.annotate({
    description: "The folder of the workbooks, absolute or from the folder of the pipeline file",
    default: ".",
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed("."))),
  headerRow: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_048_575 }))
    .annotate({ description: "The row of the sheet that names the columns, counted from 1", default: 1 })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
})
export type Settings = typeof Settings.Type
