/** Every code that reading and checking a pipeline file can show. */
import type { ErrorCode } from "@waybill/model"

const environment = "Set it in the environment, or in a .env file beside the pipeline file."

export const fileErrors: ReadonlyArray<ErrorCode> = [
  {
    code: "WB-FILE-MISSING",
    meaning: "There is no pipeline file at the path, or it can't be read.",
    fix: "Name it with --file, or make one with `waybill init`.",
  },
  {
    code: "WB-FILE-SYNTAX",
    meaning:
      "The file is not YAML (or JSON), or uses what a pipeline file doesn't have: tags, merge keys, great depth.",
    fix: "Mend the line. An expression with a sign that YAML knows (`: `, ` #`, a leading quote or !) goes into quotes.",
  },
  {
    code: "WB-FILE-DUPLICATE-KEY",
    meaning: "One key stands twice in one map.",
    fix: "Remove or rename one of the two.",
  },
  {
    code: "WB-FILE-VERSION",
    meaning: "The file's format is not version 1: the only one that this Waybill reads.",
    fix: "Write `version: 1`, or install the Waybill that the file was written for.",
  },
  {
    code: "WB-FILE-KEY",
    meaning: "A key, or a connection's setting, is not known.",
    fix: "See the suggestion; `waybill connectors` lists the settings of each connector.",
  },
  {
    code: "WB-FILE-REQUIRED",
    meaning: "A key, or a connection's setting, is missing.",
    fix: "Add it; `waybill connectors` says which settings are needed.",
  },
  {
    code: "WB-FILE-VALUE",
    meaning: "A value is of the wrong kind, or not one of those that are taken there.",
    fix: "Write what the message names. Text that looks like a number goes into quotes.",
  },
  {
    code: "WB-FILE-NAME",
    meaning: "The name of a flow or a connection has another form than letters, digits, - and _ after a letter.",
    fix: "Rename it: names become keys of reports and parts of file names.",
  },
  {
    code: "WB-FILE-VARIABLE",
    meaning: "A `${NAME}` in the file has no variable of that name.",
    fix: `${environment} Write $\${ for the sign itself.`,
  },
  {
    code: "WB-FILE-STATE",
    meaning: "`state` names a database. In this version the ledger is a folder.",
    fix: "Write a path, such as ./.waybill.",
  },
  {
    code: "WB-FILE-CONNECTION",
    meaning: "A flow names a connection that the file doesn't have.",
    fix: "See the suggestion, or add it under `connections`.",
  },
  {
    code: "WB-FILE-UNUSED",
    meaning: "No flow uses a connection. A warning.",
    fix: "Remove it, or see whether a flow names another one by mistake.",
  },
  {
    code: "WB-FILE-AFTER",
    meaning: "`after` names a flow that the file doesn't have.",
    fix: "See the suggestion, or remove it from `after`.",
  },
  {
    code: "WB-FILE-CYCLE",
    meaning: "Flows wait for each other in a circle, or one for itself: none of them could begin.",
    fix: "Remove one of them from `after`.",
  },
  {
    code: "WB-FILE-TWO-WRITERS",
    meaning:
      "Two flows write to one stream: a file would be overwritten, and a record couldn't be told to one of them.",
    fix: "Give each stream one flow.",
  },
  {
    code: "WB-FILE-SAME-STREAM",
    meaning: "A flow reads the stream that it writes.",
    fix: "Name another stream to write to.",
  },
  {
    code: "WB-FILE-TABLE",
    meaning: "A table for `lookup` can't be read.",
    fix: "See whether the file is there and has two columns.",
  },
  {
    code: "WB-FILE-CONNECTOR",
    meaning:
      "There is no such connector: no built-in one, and no installed npm package that exports one for this Waybill.",
    fix: "`waybill connectors` lists the built-in ones; install the npm package of any other.",
  },
  {
    code: "WB-FILE-LITERAL-SECRET",
    meaning: "A secret stands in the file itself. Files are copied, committed and sent around.",
    fix: `Write \${NAME} and nothing else. ${environment} Then change the secret: it was written down.`,
  },
]
