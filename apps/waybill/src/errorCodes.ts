/** Every code that Waybill can show, from the packages that own them. */
import { ledgerErrors } from "@waybill/ledger"
import { type ErrorCode, toErrorCodes } from "@waybill/model"
import { pipelineErrors } from "@waybill/pipeline"

import { connectors } from "./composition.ts"

const ownErrors = toErrorCodes({
  "WB-FILE": ["The pipeline file has mistakes; nothing was read or sent.", "Mend the lines that are named above it."],
  "WB-CLI-FLOW": ["The pipeline file has no flow of that name.", "Take a name from its `flows:` section."],
  "WB-CLI-RUN": ["The ledger has no run of that number.", "`waybill runs` lists the runs."],
  "WB-CLI-CODE": ["There is no error of that code.", "`waybill errors` lists all codes."],
  "WB-CLI-EXISTS": [
    "A file that `init` would write is already there.",
    "Move it away, or run `init` in an empty folder.",
  ],
  "WB-CLI-ANSWERS": [
    "`init` needs answers and there is no terminal to ask on.",
    "Give `--template`, or `--from` and `--to`.",
  ],
  "WB-CLI-TEMPLATE": [
    "`init` has no first pipeline between these two.",
    "Take one that the message lists, and change its connections.",
  ],
  "WB-CLI-REASON": ["A decision needs a reason.", "Say with `--reason` how it was found out."],
  "WB-CLI-ID": ["One id can't be that of several records.", "Give the numbers one by one, each with its `--id`."],
  "WB-CLI-EXPORT": [
    "The file of rejects can't be written.",
    "Give `--to` a path that ends with .csv or .xlsx in a folder you may write to.",
  ],
  "WB-CLI-NO-LEDGER": ["This pipeline has not run: there is no ledger yet.", "`waybill run` makes one."],
  "WB-CLI-FAULT": [
    "The sandbox knows no such fault.",
    "`waybill sandbox --help` lists them; the share goes from 0 to 1.",
  ],
  "WB-CLI-SWITCH": [
    "The sandbox has no such switch, or the switch takes another value.",
    "Write `--set SYSTEM.NAME=VALUE`; the sandbox's page lists the switches.",
  ],
  "WB-CLI-PORT": ["The sandbox can't listen on that port.", "Give another one with `--port`."],
  "WB-BUG": [
    "Waybill failed in a way it does not know.",
    "Run again: what was sent is in the ledger. Report it with the output of `--log-level debug`.",
  ],
})

const byCode = new Map<string, ErrorCode>()
for (const error of [...ownErrors, ...pipelineErrors, ...ledgerErrors, ...connectors.flatMap((each) => each.errors)]) {
  byCode.set(error.code, error)
}

/** In alphabetical order, each once. */
export const errorCodes: ReadonlyArray<ErrorCode> = [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
