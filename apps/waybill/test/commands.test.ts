import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { TestConsole } from "effect/testing"

import { cliFor } from "../src/cli.ts"
import { commands } from "../src/commands.ts"
import { platform } from "../src/program.ts"

/** What the command line prints, with no more of it loaded than the arguments name. */
const printed = (...args: ReadonlyArray<string>) =>
  Effect.flatMap(cliFor(args), (cli) => Command.runWith(cli, { version: "1.2.3" })(args)).pipe(
    Effect.ignore,
    Effect.andThen(TestConsole.logLines),
    Effect.provide(Layer.merge(platform, TestConsole.layer)),
    Effect.map((lines) => lines.join("\n")),
  )

describe("commands are loaded when they are named", () => {
  it.effect("the help lists all of them, in order", () =>
    Effect.gen(function* () {
      const help = yield* printed("--help")
      const listed = commands.map(({ name }) => help.search(new RegExp(`^  ${name}  `, "m")))
      assert.notInclude(listed, -1)
      assert.deepStrictEqual(
        listed,
        listed.toSorted((a, b) => a - b),
      )
    }),
  )

  it.effect("a named one has its flags and subcommands", () =>
    Effect.gen(function* () {
      assert.include(yield* printed("run", "--help"), "--max-rejects")
      assert.include(yield* printed("--json", "rejects", "--help"), "dismiss")
    }),
  )

  it.effect("also where a flag's value is the name of another one", () =>
    Effect.gen(function* () {
      assert.include(yield* printed("--file", "check", "run", "--help"), "--max-rejects")
    }),
  )

  it.effect("completions know the flags of all of them", () =>
    Effect.gen(function* () {
      const script = yield* printed("--completions", "bash")
      for (const flag of ["--max-rejects", "--online", "--source-key"]) assert.include(script, flag)
    }),
  )

  it.effect("a misspelt one is told from all names", () =>
    Effect.gen(function* () {
      const args = ["reconcle"]
      const error = yield* Effect.flip(
        Effect.flatMap(cliFor(args), (cli) => Command.runWith(cli, { version: "" })(args)),
      ).pipe(Effect.provide(Layer.merge(platform, TestConsole.layer)))
      assert.include(JSON.stringify(error), "reconcile")
    }),
  )
})
