/** Every code that the engine can show, with its meaning and its fix. */
import { type ErrorCode, toErrorCodes } from "@waybill/model"

import { fileErrors } from "./file/errors.ts"
import { mappingErrors } from "./mapping/errors.ts"

const flowErrors = toErrorCodes({
  "WB-FLOW-DIRECTION": [
    "The connection can only be read from, or only be written to.",
    "`waybill connectors` says which streams of a connector are sources and which are targets.",
  ],
  "WB-FLOW-ENTITY": [
    "The flow's records are of another kind than the target's stream takes.",
    "Choose the stream that fits, or mend `entity:` in the flow.",
  ],
  "WB-RUN-REPEATED": [
    "Two rows of one flow have the same number and different content.",
    "Mend one of the two rows, or say `distinct: first` in the flow to keep only the first.",
  ],
  "WB-RUN-HELD": [
    "The record's parent (an invoice's customer, a payment's invoice) is not confirmed in this target.",
    "Nothing, if the parent is still to come: the record goes out by itself. Otherwise mend the parent.",
  ],
  "WB-RUN-RECORD": [
    "The record does not fit what the target takes.",
    "See `waybill preview` for what would be sent, and the connector's page for what its fields take.",
  ],
  "WB-RUN-UNKNOWN": [
    "The record was sent, and nobody knows whether it arrived. It is not sent again blindly.",
    "Look in the target whether it is there, and say so with `waybill resolve`.",
  ],
  "WB-RESOLVE-KEY": [
    "No record of this number waits for somebody to find out what became of it.",
    "`waybill resolve list` shows those that do. After a killed run, run again first.",
  ],
  "WB-RESOLVE-FLOW": ["The number stands in several flows.", "Say which one with `--flow`."],
  "WB-RUN-UNANSWERED": [
    "The connector gave no outcome for a record that was sent.",
    "This is a fault of the connector: report it. The record counts as unknown.",
  ],
  "WB-RUN-SILENT": [
    "The target left several batches in a row without an answer, and the run stopped.",
    "See whether the target is up, then run again: what is unknown is settled first.",
  ],
  "WB-RUN-HALTED": [
    "The run was asked to stop (Ctrl-C, or SIGTERM): what was on its way was settled, and nothing more was sent.",
    "Run again: it goes on from there.",
  ],
  "WB-RUN-MAX-REJECTS": [
    "More records are invalid or refused than `--max-rejects` allows, and the run stopped.",
    "See `waybill rejects list`. What was delivered stays delivered; the next run goes on from there.",
  ],
  "WB-POST-NO-ID": [
    "The target gave no id for a draft when it landed, so it can't be named to be posted.",
    "Post it in the target itself.",
  ],
  "WB-POST-NEWER": [
    "A newer version of the draft is not delivered yet, and a posted record can't be changed.",
    "Run again, or mend what keeps the newer version from arriving; then post.",
  ],
  "WB-RUN-NOT-RUN": [
    "The flow was not run, because of what stopped before it.",
    "Mend what stopped the run, and run again.",
  ],
})

export const pipelineErrors: ReadonlyArray<ErrorCode> = [...fileErrors, ...mappingErrors, ...flowErrors]
