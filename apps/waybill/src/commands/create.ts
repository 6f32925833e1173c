/** `waybill create`: a package of one's own to begin with. */
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { nameRules, packageName, refusalOf } from "../create/names.ts"
import { writePackage } from "../create/writePackage.ts"
import { Exit } from "../exit.ts"
import { print } from "../output/print.ts"

/** Where an author begins. */
const first = ["README.md", "src/Api.ts", "src/Settings.ts", "src/Client.ts"]

const render = (directory: string, written: ReadonlyArray<string>, next: ReadonlyArray<string>): string =>
  [
    `Written: ${written.length} files in ${directory}`,
    ...first.map((file) => `  ${file}`),
    "  … each says at its beginning what to change in it",
    "",
    "Next:",
    ...next.map((command) => `  ${command}`),
  ].join("\n")

const connector = Command.make(
  "connector",
  {
    name: Argument.String("name").pipe(Argument.withDescription("As pipeline files and people know it: acme-books")),
    directory: Flag.String("directory").pipe(
      Flag.withMetavar("PATH"),
      Flag.withDescription("Where it is written; waybill-connector-NAME unless given"),
      Flag.optional,
    ),
  },
  Effect.fn(function* (flags) {
    const { name } = flags
    const refusal = refusalOf(name)
    if (refusal !== undefined) {
      return yield* new Exit({ exit: 2, code: "WB-CLI-NAME", message: refusal, hint: nameRules })
    }
    const directory = Option.getOrElse(flags.directory, () => packageName(name))
    const written = yield* writePackage(name, directory)
    const next = [`cd ${directory}`, "npm install", "npm run check && npm test"]
    yield* print({ package: packageName(name), directory, written, next }, () => render(directory, written, next))
  }),
).pipe(Command.withDescription("Write the package of a connector to begin with; its checks pass from the first minute"))

export const create = Command.make("create").pipe(Command.withSubcommands([connector]))
