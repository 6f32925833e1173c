/** `waybill connectors`: what can be read and written, and with which settings. */
import { settingsOf } from "@waybill/pipeline"
import { Effect } from "effect"
import { Command } from "effect/cli"

import { connectors as installed } from "../connectors.ts"
import { print } from "../output/print.ts"
import { table } from "../output/table.ts"

const describe = () =>
  installed.map(({ name, title, description, streams, settings }) => ({
    name,
    title,
    description,
    streams,
    settings: settingsOf(settings),
  }))

const direction = (source: boolean, target: boolean): string =>
  source && target ? "source, target" : source ? "source" : "target"

const render = (described: ReturnType<typeof describe>): string =>
  described
    .map(({ name, description, streams, settings }) =>
      [
        `${name}: ${description}`,
        table(
          ["  stream", "", "what it is"],
          streams.map((stream) => [`  ${stream.name}`, direction(stream.source, stream.target), stream.description]),
        ),
        table(
          ["  setting", "needed", "what it is"],
          settings.map((setting) => [`  ${setting.name}`, setting.needed, setting.description]),
        ),
      ].join("\n"),
    )
    .join("\n\n")

export const connectors = Command.make(
  "connectors",
  {},
  Effect.fn(function* () {
    const described = describe()
    yield* print(described, () => render(described))
  }),
)
