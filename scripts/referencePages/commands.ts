/** The reference of the command line, from the declarations of its commands. */
import { Effect, Option } from "effect"
import type { HelpDoc } from "effect/cli"

import { blocks, code, link, table } from "../connectorPages/markdown.ts"
import { commandTree } from "./commandTree.ts"

const said = (description: Option.Option<string>): string => Option.getOrElse(description, () => "")

const nameOf = ({ commandPath = [] }: HelpDoc.HelpDoc): string => commandPath.join(" ")

const written = ({ name, aliases, type }: HelpDoc.FlagDoc): string =>
  code(`${[`--${name}`, ...aliases].join(", ")}${type === "boolean" ? "" : ` ${type.replace(/^choice$/, "…")}`}`)

const flagTable = (flags: ReadonlyArray<HelpDoc.FlagDoc>): string =>
  table(
    ["flag", "needed", "what it does"],
    flags.map((flag) => [written(flag), flag.required ? "**yes**" : "", said(flag.description)]),
  )

const argumentTable = ({ args = [] }: HelpDoc.HelpDoc): string =>
  table(
    ["argument", "needed", "what it is"],
    args.map(({ name, required, description }) => [code(name), required ? "**yes**" : "", said(description)]),
  )

const commandText = (help: HelpDoc.HelpDoc): string =>
  blocks(
    `${"#".repeat(help.commandPath!.length)} ${code(nameOf(help))}`,
    `${help.description.replace(/\.$/, "")}.`,
    `\`\`\`text\n${help.usage}\n\`\`\``,
    argumentTable(help),
    flagTable(help.flags),
  )

const contents = (all: ReadonlyArray<HelpDoc.HelpDoc>): string =>
  table(
    ["command", "what it does"],
    all.map((help) => [link(code(nameOf(help)), nameOf(help)), help.description.replace(/\.$/, "")]),
  )

const exits = `| code | meaning                                                           |
| ---- | ----------------------------------------------------------------- |
| 0    | every record arrived, or was there already                        |
| 1    | the run was stopped, or another one is under way                  |
| 2    | the pipeline file or the command line is wrong; nothing was read  |
| 3    | a system can't be reached, or refuses the credentials             |
| 4    | finished, and some records need attention: \`waybill rejects list\` |`

const intro = `What \`waybill --help\` and \`waybill COMMAND --help\` show, on one page. Results go to stdout and nothing else does; progress and messages go to stderr. With \`--json\` a
command prints one object for machines, and an error as an object with its [code](../errors/README.md).`

export const commandsPage: Effect.Effect<string> = Effect.map(commandTree, (all) => {
  const { inheritedFlags = [], globalFlags = [] } = all[0]!
  return blocks(
    "# Commands",
    intro,
    contents(all),
    "## Exit codes",
    exits,
    "## Flags of every command",
    flagTable([...inheritedFlags, ...globalFlags]),
    ...all.map(commandText),
  )
})
