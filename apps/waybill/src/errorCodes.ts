/** Every code that Waybill can show, from the packages that own them. */
import { ledgerErrors } from "@waybill/ledger"
import type { ErrorCode } from "@waybill/model"
import { pipelineErrors } from "@waybill/pipeline"

import { connectors } from "./composition.ts"

const ownErrors: ReadonlyArray<ErrorCode> = [
  {
    code: "WB-CLI-FLOW",
    meaning: "The pipeline file has no flow of that name.",
    fix: "Take a name from its `flows:` section.",
  },
  { code: "WB-CLI-RUN", meaning: "The ledger has no run of that number.", fix: "`waybill runs` lists the runs." },
  { code: "WB-CLI-CODE", meaning: "There is no error of that code.", fix: "`waybill errors` lists all codes." },
  {
    code: "WB-CLI-EXISTS",
    meaning: "A file that `init` would write is already there.",
    fix: "Move it away, or run `init` in an empty folder.",
  },
  {
    code: "WB-CLI-ANSWERS",
    meaning: "`init` needs answers and there is no terminal to ask on.",
    fix: "Give `--template`, or `--from` and `--to`.",
  },
  {
    code: "WB-CLI-EXPORT",
    meaning: "The file of rejects can't be written.",
    fix: "Give `--to` a path that ends with .csv or .xlsx in a folder you may write to.",
  },
  {
    code: "WB-CLI-FAULT",
    meaning: "The sandbox knows no such fault.",
    fix: "`waybill sandbox --help` lists them; the share goes from 0 to 1.",
  },
  { code: "WB-CLI-PORT", meaning: "The sandbox can't listen on that port.", fix: "Give another one with `--port`." },
  {
    code: "WB-BUG",
    meaning: "Waybill failed in a way it does not know.",
    fix: "Run again: what was sent is in the ledger. Report it with the output of `--log-level debug`.",
  },
]

const byCode = new Map<string, ErrorCode>()
for (const error of [...ownErrors, ...pipelineErrors, ...ledgerErrors, ...connectors.flatMap((each) => each.errors)]) {
  byCode.set(error.code, error)
}

/** In alphabetical order, each once. */
export const errorCodes: ReadonlyArray<ErrorCode> = [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
