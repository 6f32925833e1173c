/** Every code that Waybill can show, from the packages that own them. */
import { errors as crmcomErrors } from "@waybill/connector-crmcom"
import { errors as csvErrors } from "@waybill/connector-csv"
import { errors as erplybooksErrors } from "@waybill/connector-erplybooks"
import { errors as excelErrors } from "@waybill/connector-excel"
import { errors as payorcrmErrors } from "@waybill/connector-payorcrm"
import { errors as restErrors } from "@waybill/connector-rest"
import { ledgerErrors } from "@waybill/ledger"
import { type ErrorCode, toErrorCodes } from "@waybill/model"
import { pipelineErrors } from "@waybill/pipeline"

import { createErrors } from "./create/errors.ts"
import { rehearseErrors } from "./rehearse/errors.ts"

const ownErrors = toErrorCodes(
  {
    "WB-FILE": [
      "The pipeline file has mistakes; nothing was read or sent.",
      "Mend the lines that are named above it.",
      { where: "pipeline file", leaves: ["not begun"], example: { of: "command", after: "waybill check" } },
    ],
    "WB-CLI-FLOW": ["The pipeline file has no flow of that name.", "Take a name from its `flows:` section."],
    "WB-CLI-RUN": [
      "The ledger has no run of that number.",
      "`waybill runs` lists the runs.",
      { example: { of: "command", after: "waybill runs" } },
    ],
    "WB-CLI-PLAN": [
      "`run --plan` does exactly what the plan says, and other flags would change that.",
      "Leave --flow, --limit, --full and --accept-drift out, or make another plan with them.",
      { example: { of: "command", after: "waybill plan --flow invoices" } },
    ],
    "WB-CLI-CODE": [
      "There is no error of that code.",
      "`waybill errors` lists all codes.",
      { example: { of: "command", after: "waybill errors" } },
    ],
    "WB-CLI-EXISTS": [
      "A file that `init` or `create` would write is already there.",
      "Move it away, or run the command in an empty folder.",
    ],
    "WB-CLI-ANSWERS": [
      "`init` needs answers and there is no terminal to ask on.",
      "Give `--template`, or `--from` and `--to`.",
      { example: { of: "command", after: "waybill init --from csv --to payorcrm" } },
    ],
    "WB-CLI-TEMPLATE": [
      "`init` has no first pipeline between these two.",
      "Take one that the message lists, and change its connections.",
    ],
    "WB-CLI-IMPORT": [
      "Nothing of an edited file of rejects was imported: its rows or columns are not those of the export.",
      "Mend what is listed, or export again.",
    ],
    "WB-CLI-LINEAGE": ["A text is no id of a record.", "`waybill rejects list` shows ids: `7F3A-09C2-11BE`."],
    "WB-CLI-CHOICE": [
      "The command is about rejects, and nothing says which.",
      "Give ids, `--flow`, `--code`, `--column` or `--state`; or `--all`.",
    ],
    "WB-CLI-CROSSWALK": [
      "The table of source keys and target ids can't be read.",
      "Give a CSV file in UTF-8 with a header, and name its columns with `--source-key` and `--target-id`.",
    ],
    "WB-CLI-REASON": ["A decision needs a reason.", "Say with `--reason` how it was found out."],
    "WB-CLI-ID": ["One id can't be that of several records.", "Give the numbers one by one, each with its `--id`."],
    "WB-CLI-EXPORT": [
      "The file of rejects can't be written.",
      "Give `--to` a path that ends with .csv or .xlsx in a folder you may write to.",
      { where: "machine" },
    ],
    "WB-CLI-NO-LEDGER": [
      "This pipeline has not run: there is no ledger yet.",
      "`waybill run` makes one.",
      { example: { of: "command", after: "waybill run" } },
    ],
    "WB-CLI-FAULT": [
      "The sandbox knows no such fault.",
      "`waybill sandbox --help` lists them; the share goes from 0 to 1.",
    ],
    "WB-CLI-SWITCH": [
      "The sandbox has no such switch, or the switch takes another value.",
      "Write `--set SYSTEM.NAME=VALUE`; the sandbox's page lists the switches.",
      { example: { of: "command", after: "waybill sandbox --help" }, related: ["WB-CLI-FAULT"] },
    ],
    "WB-CLI-PORT": ["The sandbox can't listen on that port.", "Give another one with `--port`."],
    "WB-BUG": [
      "Waybill failed in a way it does not know.",
      "Run again: what was sent is in the ledger. Report it with the output of `--log-level debug`.",
      { where: "Waybill", leaves: ["cut short"], example: { of: "command", after: "waybill run" } },
    ],
  },
  { where: "command line", leaves: ["not done"] },
)

const byCode = new Map<string, ErrorCode>()
const connectorErrors = [csvErrors, excelErrors, payorcrmErrors, crmcomErrors, erplybooksErrors, restErrors].flat()
for (const error of [
  ...ownErrors,
  ...createErrors,
  ...rehearseErrors,
  ...pipelineErrors,
  ...ledgerErrors,
  ...connectorErrors,
]) {
  byCode.set(error.code, error)
}

/** Where one code names another as related, the other names it back. */
const relatedTo = ({ code, related = [] }: ErrorCode): ReadonlyArray<string> => {
  const naming = [...byCode.values()].filter((other) => other.related?.includes(code))
  return [...new Set([...related, ...naming.map((other) => other.code)])].sort()
}

const whole = (error: ErrorCode): ErrorCode => {
  const related = relatedTo(error)
  return related.length === 0 ? error : { ...error, related }
}

/** In alphabetical order, each once. */
export const errorCodes: ReadonlyArray<ErrorCode> = [...byCode.values()]
  .map(whole)
  .sort((a, b) => (a.code < b.code ? -1 : 1))

/** What to do about a code: the hint of an issue that came without one. `undefined`: nobody's code. */
export const fixOf = (code: string): string | undefined => byCode.get(code)?.fix
