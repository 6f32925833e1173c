/** `waybill init`: a first pipeline file with sample data, by a few questions or without. */
import { formatCsv } from "@waybill/connector-csv"
import { writeWorkbook } from "@waybill/connector-excel"
import { Effect, FileSystem, Option, Path } from "effect"
import { Command, Flag, Prompt } from "effect/cli"

import { Exit } from "../exit.ts"
import { fileSchemaText } from "../fileSchema.ts"
import { sampleTables, typedRows } from "../init/sample.ts"
import {
  environmentFile,
  isSystem,
  pipelineFile,
  type SourceName,
  sources,
  type TargetName,
  targets,
} from "../init/template.ts"
import { print } from "../output/print.ts"
import { root } from "../root.ts"

const templates = sources
  .flatMap((from) => targets.map((to) => ({ name: `${from}-to-${to}` as const, from, to })))
  // Between two systems payments need tables of who is who: the examples show it.
  .filter(({ from, to }) => !isSystem(from) || (to !== "crmcom" && to !== "erplybooks"))

const ask = <const A extends string>(message: string, names: ReadonlyArray<A>) =>
  Prompt.run(Prompt.Select({ message, choices: names.map((value) => ({ title: value, value })) }))

/** What moves where: from the flags, else by asking, where there is somebody to ask. */
const choose = Effect.fnUntraced(function* (flags: {
  readonly template: Option.Option<string>
  readonly from: Option.Option<SourceName>
  readonly to: Option.Option<TargetName>
}) {
  const template = templates.find(({ name }) => name === Option.getOrUndefined(flags.template))
  if (template !== undefined) return template
  const { from, to } = flags
  if (Option.isNone(from) && Option.isNone(to) && !process.stdin.isTTY) {
    return yield* new Exit({
      exit: 2,
      code: "WB-CLI-ANSWERS",
      message: "there is no terminal to ask on",
      hint: `give --template (${templates.map(({ name }) => name).join(", ")}), or --from and --to`,
    })
  }
  const ends = {
    from: Option.isSome(from) ? from.value : yield* ask("Where do the records come from?", sources),
    to: Option.isSome(to) ? to.value : yield* ask("Where do they go?", targets),
  }
  if (templates.some((each) => each.from === ends.from && each.to === ends.to)) return ends
  return yield* new Exit({
    exit: 2,
    code: "WB-CLI-TEMPLATE",
    message: `there is no first pipeline from ${ends.from} to ${ends.to}`,
    hint: `there are ${templates.map(({ name }) => name).join(", ")}`,
  })
})

const writeSample = Effect.fnUntraced(function* (from: SourceName, to: TargetName, directory: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const tables = Object.entries(sampleTables(from, to))
  yield* files.makeDirectory(directory, { recursive: true })
  if (from !== "excel") {
    for (const [name, { header, rows }] of tables) {
      yield* files.writeFileString(path.join(directory, `${name.toLowerCase()}.csv`), formatCsv(header, rows))
    }
    return tables.map(([name]) => `data/${name.toLowerCase()}.csv`)
  }
  const sheets = tables.map(([name, sheet]) => ({ name, header: sheet.header, rows: typedRows(sheet) }))
  yield* writeWorkbook(path.join(directory, "receivables.xlsx"), sheets)
  return ["data/receivables.xlsx"]
})

/** Writes every file, or none: what is there already is never overwritten. */
const writeAll = Effect.fnUntraced(function* (file: string, from: SourceName, to: TargetName) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const directory = path.dirname(path.resolve(file))
  const environment = environmentFile({ from, to })
  const texts: ReadonlyArray<readonly [string, string]> = [
    [path.basename(file), pipelineFile({ from, to })],
    ["waybill.schema.json", fileSchemaText()],
    ...(environment === undefined ? [] : [[".env.example", environment] as const]),
  ]
  for (const name of [...texts.map(([name]) => name), "data"]) {
    if (yield* files.exists(path.join(directory, name))) {
      const hint = "move it away, or run `waybill init` in an empty folder"
      return yield* new Exit({ exit: 2, code: "WB-CLI-EXISTS", message: `'${name}' is already there`, hint })
    }
  }
  yield* files.makeDirectory(path.join(directory, isSystem(to) ? "." : "out"), { recursive: true })
  for (const [name, text] of texts) yield* files.writeFileString(path.join(directory, name), text)
  return [...texts.map(([name]) => name), ...(yield* writeSample(from, to, path.join(directory, "data")))]
})

/** What to type next, from the folder that the command was given in. */
const nextSteps = (file: string, folder: string, withSystem: boolean): ReadonlyArray<string> => {
  const waybill = file === "waybill.yaml" ? "waybill" : `waybill --file ${file}`
  const steps = ["check", "preview", "plan", "run"].map((command) => `${waybill} ${command}`)
  const inFolder = (name: string) => (folder === "." ? name : `${folder}/${name}`)
  return withSystem
    ? [`cp ${inFolder(".env.example")} ${inFolder(".env")}`, "waybill sandbox    (in a second terminal)", ...steps]
    : steps
}

const render = (written: ReadonlyArray<string>, steps: ReadonlyArray<string>): string =>
  ["Written:", ...written.map((name) => `  ${name}`), "", "Next:", ...steps.map((step) => `  ${step}`)].join("\n")

export const init = Command.make(
  "init",
  {
    template: Flag.Literals(
      "template",
      templates.map(({ name }) => name),
    ).pipe(Flag.withDescription("A ready answer to all questions"), Flag.optional),
    from: Flag.Literals("from", sources).pipe(Flag.withDescription("Where the records come from"), Flag.optional),
    to: Flag.Literals("to", targets).pipe(Flag.withDescription("Where they go"), Flag.optional),
  },
  Effect.fn(function* (flags) {
    const { file } = yield* root
    const { from, to } = yield* choose(flags)
    const path = yield* Path.Path
    const folder = path.dirname(file)
    const written = (yield* writeAll(file, from, to)).map((name) => path.join(folder, name))
    yield* print({ written }, () => render(written, nextSteps(file, folder, isSystem(from) || isSystem(to))))
  }),
)
