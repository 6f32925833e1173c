/** `waybill rejects`: what was not accepted, and how people finish it. */
import { Command } from "effect/cli"

import { dismiss, retry } from "./rejects/again.ts"
import { exportRejects } from "./rejects/export.ts"
import { history } from "./rejects/history.ts"
import { importRejects } from "./rejects/import.ts"
import { list } from "./rejects/list.ts"

export const rejects = Command.make("rejects").pipe(
  Command.withSubcommands([list, exportRejects, importRejects, retry, dismiss, history]),
)
