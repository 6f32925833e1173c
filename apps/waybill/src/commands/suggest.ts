/** `waybill suggest`: the map of a file, proposed from its columns' names and values. */
import { Currencies, entities, type Entity } from "@waybill/model"
import {
  type FlowSpec,
  mapText,
  openStream,
  type OpenStream,
  type Question,
  sampleOf,
  suggestMap,
  type SuggestInput,
  type Suggestion,
  targetOf,
  writeMap,
} from "@waybill/pipeline"
import { Effect, Option } from "effect"
import { Argument, Command, Flag, Prompt } from "effect/cli"

import { composition } from "../composition.ts"
import { Exit, exitWith } from "../exit.ts"
import { print } from "../output/print.ts"
import { count, table } from "../output/table.ts"
import { root } from "../root.ts"

const refuse = (code: string, message: string, hint: string) => new Exit({ exit: 2, code, message, hint })

/** `NAME=CHOICE`, each; a pattern may have an equals sign of its own. */
const parseAnswers = Effect.fnUntraced(function* (answers: ReadonlyArray<string>) {
  const parsed = new Map<string, string>()
  for (const answer of answers) {
    const at = answer.indexOf("=")
    if (at < 1) return yield* refuse("WB-SUGGEST-ANSWER", `'${answer}' is no answer`, "write --answer NAME=CHOICE")
    parsed.set(answer.slice(0, at), answer.slice(at + 1))
  }
  return parsed
})

const addFlow = (connection: string, stream: string): string =>
  `add one: \`flows: { NAME: { from: { connection: ${connection}, stream: ${JSON.stringify(stream)} }, to: { connection: …, stream: … } } }\``

/** The flow that the proposals belong to: the named one, or the only one that reads the stream. */
const chooseFlow = Effect.fnUntraced(function* (
  { pipeline, flows }: OpenStream,
  name: string | undefined,
  at: { readonly connection: string; readonly stream: string; readonly write: boolean },
): Effect.fn.Return<FlowSpec | undefined, Exit> {
  const names = flows.map((flow) => flow.name)
  const named = flows.find((flow) => flow.name === name)
  if (named !== undefined) return named
  if (name !== undefined) {
    const known = pipeline.flows.some((flow) => flow.name === name)
    const message = known ? `the flow '${name}' reads another stream` : `there is no flow '${name}'`
    const hint = names.length === 0 ? addFlow(at.connection, at.stream) : `${names.join(", ")} read it`
    return yield* refuse("WB-SUGGEST-FLOW", message, hint)
  }
  if (flows.length === 1 || !at.write) return flows[0]
  return flows.length === 0
    ? yield* refuse("WB-SUGGEST-FLOW", "no flow reads this stream", addFlow(at.connection, at.stream))
    : yield* refuse("WB-SUGGEST-FLOW", "several flows read this stream", `give --flow: ${names.join(", ")}`)
})

const ask = ({ name, column, message, choices }: Question) => {
  const asked = `${name}${column === undefined ? "" : ` (${JSON.stringify(column)})`}: ${message}`
  return choices.length === 0
    ? Prompt.run(
        // Typed, not chosen from a list: Enter alone must not name a currency.
        Prompt.String({
          message: asked,
          validate: (code) =>
            Currencies.isCurrency(code) ? Effect.succeed(code) : Effect.fail("an ISO 4217 code: EUR"),
        }),
      )
    : Prompt.run(
        Prompt.Select({
          message: asked,
          choices: choices.map(({ answer, meaning }) => ({ title: `${answer}  ${meaning}`, value: answer })),
        }),
      )
}

/** Proposes, and asks what only a person knows where there is a person. */
const propose = Effect.fnUntraced(function* (input: SuggestInput, answers: Map<string, string>, isPerson: boolean) {
  const first = suggestMap({ ...input, answers })
  const [idle] = first.idleAnswers
  if (idle !== undefined) {
    const asked = suggestMap(input).questions.find(({ name }) => name === idle)
    const choices = asked?.choices.map(({ answer }) => answer).join(", ")
    return yield* asked === undefined
      ? refuse("WB-SUGGEST-ANSWER", `nothing asks for '${idle}'`, "run it without this answer to see the questions")
      : refuse("WB-SUGGEST-ANSWER", `'${idle}' has no such choice`, `write ${choices || "an ISO 4217 code: EUR"}`)
  }
  if (!isPerson || first.questions.length === 0) return first
  const all = new Map(answers)
  for (const question of first.questions) all.set(question.name, yield* ask(question))
  return suggestMap({ ...input, answers: all })
})

const renderQuestion = ({ name, column, message, choices }: Question): string =>
  [
    `? ${name}${column === undefined ? "" : ` (column ${JSON.stringify(column)})`}: ${message}`,
    ...choices.map(({ answer, meaning }) => `    --answer ${name}=${answer}    ${meaning}`),
    ...(choices.length === 0 ? [`    --answer ${name}=EUR    or another ISO 4217 code`] : []),
  ].join("\n")

const render = ({ entity, fields, questions, missing, unused }: Suggestion, rows: number, bad: number): string => {
  const guess = entity.guessed ? ` (a guess: ${entity.reason})` : ""
  const skipped = bad === 0 ? "" : `, ${count(bad)} that can't be read left out`
  return [
    `${entity.value}s${guess}, from ${count(rows)} rows${skipped}`,
    ...(fields.length === 0
      ? []
      : [
          table(
            ["field", "confidence", "columns", "why"],
            fields.map(({ field, confidence, level, columns, reason }) => [
              field,
              `${level} ${confidence.toFixed(2)}`,
              columns.join(", "),
              reason,
            ]),
          ),
          mapText(fields),
        ]),
    ...questions.map(renderQuestion),
    ...(missing.length === 0 ? [] : [`Needed, and not found: ${missing.join(", ")}`]),
    ...(unused.length === 0 ? [] : [`Not used: ${unused.join(", ")}`]),
  ].join("\n\n")
}

interface Written {
  readonly flow: string
  readonly added: ReadonlyArray<string>
  readonly kept: ReadonlyArray<string>
}

const renderWritten = (file: string, { flow, added, kept }: Written): string =>
  [
    added.length === 0
      ? `Nothing to add to '${flow}' in ${file}.`
      : `Added to '${flow}' in ${file}: ${added.join(", ")}`,
    ...(kept.length === 0 ? [] : [`Mapped already, and left as it is: ${kept.join(", ")}`]),
  ].join("\n")

const flags = {
  connection: Argument.String("connection").pipe(Argument.withDescription("A connection of the pipeline file")),
  stream: Argument.String("stream").pipe(Argument.withDescription("A file of it: customers.csv, book.xlsx#Sheet")),
  entity: Flag.Literals("entity", entities).pipe(
    Flag.withDescription("What the records are; absent: what the flow's target takes, or a guess"),
    Flag.optional,
  ),
  flow: Flag.String("flow").pipe(Flag.withDescription("The flow to write to, where several read it"), Flag.optional),
  write: Flag.Boolean("write").pipe(
    Flag.withDescription("Add what the flow's map lacks to the pipeline file"),
    Flag.withDefault(false),
  ),
  answer: Flag.String("answer").pipe(
    Flag.withMetavar("NAME=CHOICE"),
    Flag.withDescription(
      "Answers a question: dueDate=dd/MM/yyyy, decimal=, or currency=EUR; may be given several times",
    ),
    Flag.atLeast(0),
  ),
}

export const suggest = Command.make(
  "suggest",
  flags,
  Effect.fn(function* ({ connection, stream, entity: said, flow: named, write, answer }) {
    const { file, json } = yield* root
    const answers = yield* parseAnswers(answer)
    const open = yield* openStream(file, composition, { connection, stream })
    const { pipeline, source } = open
    if (source.toModel !== undefined) {
      const known = `'${connection}' knows how its ${stream} become the model: no map is needed, only what differs.`
      return yield* print({ connection, stream, known: true }, () => known)
    }
    const flow = yield* chooseFlow(open, Option.getOrUndefined(named), { connection, stream, write })
    const target = flow === undefined ? undefined : yield* targetOf(flow, pipeline, composition)
    const entity: Entity | undefined = Option.getOrUndefined(said) ?? target?.entity ?? flow?.entity?.value
    const { columns, rows, bad } = yield* sampleOf(source, pipeline)
    const input: SuggestInput = {
      columns,
      rows,
      ...(entity === undefined ? {} : { entity }),
      ...(target === undefined ? {} : { requires: target.requires }),
    }
    const suggestion = yield* propose(input, answers, process.stdin.isTTY && !json)
    const inserted = write && flow !== undefined ? yield* writeMap({ pipeline, flow, source, suggestion }) : undefined
    const written = inserted && flow && { flow: flow.name, added: inserted.added, kept: inserted.kept }
    yield* print(
      { connection, stream, rows: rows.length, badRows: bad, ...suggestion, ...(written && { written }) },
      () => [render(suggestion, rows.length, bad), ...(written ? [renderWritten(file, written)] : [])].join("\n\n"),
    )
    yield* exitWith(suggestion.questions.length > 0 ? 4 : 0)
  }, Effect.scoped),
)
