/** What is told of an error code, for the terminal and for docs/errors: the words, not the form. */
import type { Aftermath, ErrorCode, Example, Owner } from "@waybill/model"

const owners: Readonly<Record<Owner, string>> = {
  "pipeline file": "In the pipeline file: a flow, an expression or a connection's setting.",
  "command line": "In the command that was typed.",
  "source data": "In the source's data: the cell, the row or the file.",
  "source system": "In the source system: the record, or a setting over there.",
  "target system": "In the target: the record, or a setting over there.",
  connection: "Between Waybill and the system: network, credentials or limits.",
  machine: "On this machine: disk, rights, environment or the ledger.",
  Waybill: "In Waybill or a connector: please report it.",
}

const goesOn = "What was delivered stays delivered; what was not sent goes out with the next run."

const aftermaths: Readonly<Record<Aftermath, string>> = {
  "not begun": "Nothing was read or sent: this is found before a run begins.",
  "not done": "The command did nothing.",
  warning: "A warning: it is shown, and keeps nothing back.",
  invalid: "The record was not sent. It is kept as `invalid` with its source record, and tried again by the next run.",
  refused:
    "The target did not take the record as it was to be. It is kept as `refused` with the reason, and goes out again with the next " +
    "run that reads it.",
  held: "The record was not sent. It waits as `held`, and goes out by itself once what it refers to is there.",
  undecided: "The record was not sent. It waits as `held` until a person decides: `waybill match list`.",
  unknown:
    "The record was sent, and nobody knows what became of it. It is `unknown`, and never sent again blindly: this run or the " +
    "next one settles it, or a person does with `waybill resolve`.",
  pending: "The record was surely not sent. It is `pending`, and goes out with the next run.",
  draft: "The record stays a draft in the target, and does not count yet.",
  "flow stopped": `The flow stops, and flows that wait for it. ${goesOn}`,
  "run stopped": `The run stops. ${goesOn}`,
  "cut short":
    "The command ends at once. What a run had on its way is looked up by the next one before anything is sent again.",
  finding: "Found by `waybill ledger check`, which changes nothing.",
}

/** A text to be shown as it stands. */
export interface Shown {
  readonly label: string
  readonly language: "yaml" | "csv" | "sh" | "text"
  readonly text: string
}

const languages = { "pipeline file": "yaml", map: "yaml", cell: "text", CSV: "csv", command: "sh" } as const

const labels: Readonly<Record<Example["of"], string>> = {
  "pipeline file": "In the pipeline file",
  map: "In a flow's `map`",
  cell: "The cell",
  CSV: "The file",
  command: "On the command line",
}

const besides = ({ of, beside }: Example): string => {
  if (beside === undefined) return ""
  if (of === "cell") return `, read by \`${beside}\``
  return beside === "" ? ", where the cell is empty" : `, where the cell holds \`${beside}\``
}

const shownExample = (example: Example): ReadonlyArray<Shown> => {
  const { of, before, after } = example
  const language = languages[of]
  const label = labels[of] + besides(example)
  const text = (written: string) => (written === "" ? "(empty)" : written.trimEnd())
  return before === undefined
    ? [{ label, language, text: text(after) }]
    : [
        { label: `${label}, before`, language, text: text(before) },
        { label: "After", language, text: text(after) },
      ]
}

/** A sentence with a capital and a full stop; what begins with code stays as it is. */
export const sentence = (text: string): string => {
  const capital = /^waybill\b/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`
}

export interface ErrorPage {
  readonly code: string
  readonly meaning: string
  /** What people ask, and the answers: several where it depends on when the error is met. */
  readonly answers: ReadonlyArray<readonly [question: string, answers: ReadonlyArray<string>]>
  readonly example: ReadonlyArray<Shown>
  readonly related: ReadonlyArray<string>
}

export const errorPage = ({ code, meaning, fix, where, leaves = [], example, related = [] }: ErrorCode): ErrorPage => ({
  code,
  meaning: sentence(meaning),
  answers: [
    ...(where === undefined ? [] : [["Where to mend it", [owners[where]]] as const]),
    ["What to do", [sentence(fix)]],
    ...(leaves.length === 0 ? [] : [["What became of it", leaves.map((each) => aftermaths[each])] as const]),
  ],
  example: example === undefined ? [] : shownExample(example),
  related,
})
