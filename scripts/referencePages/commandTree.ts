/** Every command of the command line as it is declared: what `--help` shows, for whoever reads it by program. */
import { Effect, Layer } from "effect"
import { CliOutput, Command, type HelpDoc } from "effect/cli"
import { TestConsole } from "effect/testing"

import { cliFor } from "../../apps/waybill/src/cli.ts"
import { commands } from "../../apps/waybill/src/commands.ts"
import { platform } from "../../apps/waybill/src/program.ts"

type Help = HelpDoc.HelpDoc

/** The help of one command, as its declaration has it. */
const helpOf = Effect.fnUntraced(function* (path: ReadonlyArray<string>) {
  const shown: Array<Help> = []
  const formatHelpDoc = (doc: Help): string => {
    shown.push(doc)
    return ""
  }
  const formatter = Object.assign(CliOutput.defaultFormatter({ colors: false }), { formatHelpDoc })
  const args = [...path, "--help"]
  yield* Effect.flatMap(cliFor(args), (cli) => Command.runWith(cli, { version: "" })(args)).pipe(
    Effect.ignore,
    Effect.provide(Layer.merge(CliOutput.layer(formatter), TestConsole.layer)),
  )
  return yield* Effect.fromNullishOr(shown[0])
})

const namesBelow = ({ subcommands = [] }: Help): ReadonlyArray<string> =>
  subcommands.flatMap(({ commands }) => commands.map(({ name }) => name))

/** A command, then what is below it. */
const below = (
  path: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<Help>, unknown, Layer.Success<typeof platform>> =>
  Effect.gen(function* () {
    const help = yield* helpOf(path)
    const others = yield* Effect.forEach(namesBelow(help), (name) => below([...path, name]))
    return [help, ...others.flat()]
  })

/** Every command and sub-command, in the order in which a newcomer needs them; `usage` begins with the whole name. */
export const commandTree: Effect.Effect<ReadonlyArray<Help>> = Effect.forEach(commands, ({ name }) =>
  below([name]),
).pipe(
  Effect.map((found) => found.flat()),
  Effect.provide(platform),
  Effect.orDie,
)
