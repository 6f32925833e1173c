/** What every command shares: the pipeline file and the form of the output. */
import { Command, Flag } from "effect/cli"

export const root = Command.make("waybill").pipe(
  Command.withSharedFlags({
    file: Flag.String("file").pipe(
      Flag.withAlias("f"),
      Flag.withMetavar("PATH"),
      Flag.withDescription("The pipeline file"),
      Flag.withDefault("waybill.yaml"),
    ),
    json: Flag.Boolean("json").pipe(
      Flag.withDescription("Print one JSON object for machines instead of tables"),
      Flag.withDefault(false),
    ),
  }),
)
