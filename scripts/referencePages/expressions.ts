/** The reference of expressions: every function, method and operator with examples and what they give. */
import { functions as functionUsage, methods as methodUsage } from "../../packages/pipeline/src/mapping/offered.ts"
import { blocks, code, table } from "../connectorPages/markdown.ts"
import { functions, methods, operators, patterns, refused, type Shown } from "./expressionExamples.ts"

const isCode = (gives: string): boolean => gives.startsWith("WB-")

/** A value, or a link to the code that comes in its place. */
const given = (gives: string): string => (isCode(gives) ? `[${code(gives)}](../errors/${gives}.md)` : code(gives))

const exampleTable = (examples: ReadonlyArray<Shown>, gives = "gives"): string =>
  table(
    ["expression", gives, "note"],
    examples.map(([expression, value, note = ""]) => [code(expression), given(value), note]),
  )

const functionText = ([name, [does, ...examples]]: readonly [string, (typeof functions)[string]]): string =>
  blocks(`### ${code(name)}`, `${code(functionUsage.get(name) ?? "")} — ${does}.`, exampleTable(examples))

const methodRows = Object.entries(methods).flatMap(([name, examples]) =>
  examples.map(([expression, value, note = ""], index) => [
    index === 0 ? code(methodUsage.get(name) ?? "") : "",
    code(expression),
    given(value),
    note,
  ]),
)

const types = table(
  ["type", "where it comes from", "what it takes"],
  [
    ["text", "a column of a CSV file, a text in quotes", "`+`, comparisons, every method of text"],
    [
      "cell",
      "a column of a workbook: text, number, date or truth",
      "`==`, `+` with text, text's methods, `money` `decimal` `date` `string`",
    ],
    [
      "decimal",
      "`decimal(…)`, a number with a point, a system's own numbers",
      "`+` `-` `*`, comparisons, with whole numbers, too",
    ],
    ["whole number", "a number without a point, `size(…)`", "`+` `-` `*` `%`, comparisons"],
    [
      "money",
      "`money(…)`, a system's own amounts",
      "`+` `-` with money of the same currency, `*` with a number, comparisons; its `amount` and `currency`",
    ],
    ["date", "`date(…)`, a system's own dates", "comparisons"],
    ["true or false", "a comparison, `has(…)`", "`&&` `||` `!` `? :`"],
    [
      "list",
      '`split(…)`, `["a", "b"]`, a system\'s own lists',
      "`[0]`, `in`, `size()`, `join`, `map`, `filter`, `exists`, `all`",
    ],
  ],
)

const intro = `Every value in \`map\`, \`set\`, \`where\` and \`match\` of a [pipeline file](pipeline-file.md) is an expression in CEL, the Common Expression Language:
typed, without side effects, always ending. All of them are checked before anything is read, against the source's columns and the [model](model.md): a misspelt column is
an error with its line and a suggestion. [The introduction](../pipeline-file.md#expressions) has the few that most files need. Every example on this page is worked out by a test.`

const variables = `\`record\` is the source's own record: a column is \`record.Email\`, or \`record["Customer No"]\` where its name is no plain word. \`model\` is what the source's connector made
of it, where it can (between two systems); in \`set\` and \`match\` it is what will be delivered.

The examples read this record, as a workbook and an API together might give it:`

const readRecord = table(
  ["field", "holds"],
  [
    ['`record["Customer No"]`', "the text `C-0042`"],
    ["`record.Email`", "the text `Ada@Example.com` with a space on both sides"],
    ["`record.Phone`", "an empty text"],
    ["`record.memo`", "absent, and may be"],
    ["`record.Amount`", "a cell with the number 1234.5"],
    ["`record.Due`", "a cell with the date 2026-12-31"],
    ["`record.Paid`", "a cell with a date and a time, 2026-11-20 09:30"],
  ],
)

const quoting = `A text inside an expression stands in quotes of its own, and YAML reads some signs itself: quote the whole where an expression begins with a quote, or holds \`: \` or \` #\`.

\`\`\`yaml
set:
  paymentTerms: '"NET30"' # the text NET30, for every record
  reference: '"No. " + record.Number'
  days: 30 # a number needs no quotes
\`\`\``

const empty = `An optional field whose expression comes out empty is left out. \`money\`, \`decimal\` and \`date\` of an empty or absent value are empty, too, where the expression is nothing
else. In a field that is needed, and inside a calculation, an empty value is an error of that record ([\`WB-MAP-EMPTY\`](../errors/WB-MAP-EMPTY.md)): write \`default(…)\` where that may be.`

export const expressionsPage = (): string =>
  blocks(
    "# Expressions",
    intro,
    "## What they see",
    variables,
    readRecord,
    "## Types",
    types,
    "## Functions",
    ...Object.entries(functions).map(functionText),
    "## Methods",
    "Of a text, a cell or a list; `cel.bind` names a value. Loops go two deep in each other at the most.",
    table(["method", "expression", "gives", "note"], methodRows),
    "## Operators",
    exampleTable(operators),
    "## Date patterns",
    "Unicode date patterns (UTS 35). A pattern is matched to the letter: nothing is guessed, and no day rolls over.",
    table(
      ["in the pattern", "what it reads", "expression", "gives"],
      patterns.map(([part, reads, expression, value]) => [code(part), reads, code(expression), given(value)]),
    ),
    "## Empty and absent",
    empty,
    "## In YAML",
    quoting,
    "## What is refused",
    "Before anything is read, wherever the file alone tells; otherwise as an error of that record.",
    exampleTable(refused, "is refused with"),
  )
