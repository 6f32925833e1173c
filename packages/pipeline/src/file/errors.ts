/** Every code that reading and checking a pipeline file can show. */
import { toErrorCodes } from "@waybill/model"

const environment = "Set it in the environment, or in a .env file beside the pipeline file."

export const fileErrors = toErrorCodes(
  {
    "WB-FILE-MISSING": [
      "There is no pipeline file at the path, or it can't be read.",
      "Name it with --file, or make one with `waybill init`.",
      { where: "command line", example: { of: "command", after: "waybill init" } },
    ],
    "WB-FILE-SYNTAX": [
      "The file is not YAML (or JSON), or uses what a pipeline file doesn't have: tags, merge keys, great depth.",
      "Mend the line. An expression with a sign that YAML knows (`: `, ` #`, a leading quote or !) goes into quotes.",
      {
        example: {
          of: "pipeline file",
          before: 'flows:\n  customers:\n    where: record.Status == "open" ? true : false',
          after: "flows:\n  customers:\n    where: 'record.Status == \"open\" ? true : false'",
        },
      },
    ],
    "WB-FILE-DUPLICATE-KEY": ["One key stands twice in one map.", "Remove or rename one of the two."],
    "WB-FILE-VERSION": [
      "The file's format is not version 1: the only one that this Waybill reads.",
      "Write `version: 1`, or install the Waybill that the file was written for.",
      { example: { of: "pipeline file", before: "version: 2", after: "version: 1" } },
    ],
    "WB-FILE-KEY": [
      "A key, or a connection's setting, is not known.",
      "See the suggestion; `waybill connectors` lists the settings of each connector.",
      {
        example: {
          of: "pipeline file",
          before: "flows:\n  customers:\n    afterwards: []",
          after: "flows:\n  customers:\n    after: []",
        },
      },
    ],
    "WB-FILE-REQUIRED": [
      "A key, or a connection's setting, is missing.",
      "Add it; `waybill connectors` says which settings are needed.",
      { example: { of: "command", after: "waybill connectors" }, related: ["WB-FILE-KEY"] },
    ],
    "WB-FILE-VALUE": [
      "A value is of the wrong kind, or not one of those that are taken there.",
      "Write what the message names. Text that looks like a number goes into quotes.",
      {
        example: {
          of: "pipeline file",
          before: "connections:\n  collections:\n    amountUnit: cents",
          after: "connections:\n  collections:\n    amountUnit: decimal",
        },
      },
    ],
    "WB-FILE-NAME": [
      "The name of a flow or a connection has another form than letters, digits, - and _ after a letter.",
      "Rename it: names become keys of reports and parts of file names.",
    ],
    "WB-FILE-VARIABLE": [
      "A `${NAME}` in the file has no variable of that name.",
      `${environment} Write $\${ for the sign itself.`,
      {
        where: "machine",
        example: {
          of: "pipeline file",
          before: "connections:\n  collections:\n    apiKey: ${PAYORCRM_APIKEY}",
          after: "connections:\n  collections:\n    apiKey: ${PAYORCRM_API_KEY} # in .env: PAYORCRM_API_KEY=…",
        },
        related: ["WB-FILE-LITERAL-SECRET"],
      },
    ],
    "WB-FILE-STATE": [
      "`state` names a database. In this version the ledger is a folder.",
      "Write a path, such as ./.waybill.",
      { example: { of: "pipeline file", before: "state: postgres://localhost/waybill", after: "state: ./.waybill" } },
    ],
    "WB-FILE-CONNECTION": [
      "A flow names a connection that the file doesn't have.",
      "See the suggestion, or add it under `connections`.",
      {
        example: {
          of: "pipeline file",
          before: "flows:\n  customers:\n    from: { connection: export }",
          after: "flows:\n  customers:\n    from: { connection: exports }",
        },
      },
    ],
    "WB-FILE-UNUSED": [
      "No flow uses a connection. A warning.",
      "Remove it, or see whether a flow names another one by mistake.",
      { leaves: ["warning"] },
    ],
    "WB-FILE-AFTER": [
      "`after` names a flow that the file doesn't have.",
      "See the suggestion, or remove it from `after`.",
      { related: ["WB-FILE-CYCLE"] },
    ],
    "WB-FILE-CYCLE": [
      "Flows wait for each other in a circle, or one for itself: none of them could begin.",
      "Remove one of them from `after`.",
      {
        example: {
          of: "pipeline file",
          before: "flows:\n  invoices:\n    after: [invoices]",
          after: "flows:\n  invoices:\n    after: [customers]",
        },
      },
    ],
    "WB-FILE-TWO-WRITERS": [
      "Two flows write to one stream: a file would be overwritten, and a record couldn't be told to one of them.",
      "Give each stream one flow.",
    ],
    "WB-FILE-SAME-STREAM": ["A flow reads the stream that it writes.", "Name another stream to write to."],
    "WB-FILE-TABLE": [
      "A table for `lookup` can't be read.",
      "See whether the file is there and has two columns.",
      {
        example: {
          of: "pipeline file",
          before: "tables:\n  terms: ./absent.csv",
          after: 'tables:\n  terms: { "30": NET30 }',
        },
      },
    ],
    "WB-FILE-CONNECTOR": [
      "There is no such connector: no built-in one, and no installed npm package that exports one for this Waybill.",
      "`waybill connectors` lists the built-in ones; install the npm package of any other.",
      { example: { of: "command", after: "waybill connectors" } },
    ],
    "WB-FILE-TRANSFORM": [
      "The module behind `transform:` can't be loaded, or exports no transform for this Waybill.",
      "See what the message says of it. Its default export is made with `transform` of @waybill/pipeline/transform.",
      {
        example: {
          of: "pipeline file",
          before: "flows:\n  customers:\n    transform: ./absent.ts",
          after: "flows:\n  customers:\n    map: { number: record.Number }",
        },
        related: ["WB-MAP-TRANSFORM"],
      },
    ],
    "WB-FILE-LITERAL-SECRET": [
      "A secret stands in the file itself. Files are copied, committed and sent around.",
      `Write \${NAME} and nothing else. ${environment} Then change the secret: it was written down.`,
      {
        example: {
          of: "pipeline file",
          before: "connections:\n  collections:\n    apiSecret: abc123",
          after: "connections:\n  collections:\n    apiSecret: ${PAYORCRM_API_SECRET}",
        },
      },
    ],
  },
  { where: "pipeline file", leaves: ["not begun"] },
)
