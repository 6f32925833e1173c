/** Every code that the engine can show, with its meaning and its fix. */
import type { ErrorCode } from "@waybill/model"

import { fileErrors } from "./file/errors.ts"
import { mappingErrors } from "./mapping/errors.ts"

const flowErrors: ReadonlyArray<ErrorCode> = [
  {
    code: "WB-FLOW-DIRECTION",
    meaning: "The connection can only be read from, or only be written to.",
    fix: "`waybill connectors` says which streams of a connector are sources and which are targets.",
  },
  {
    code: "WB-FLOW-ENTITY",
    meaning: "The flow's records are of another kind than the target's stream takes.",
    fix: "Choose the stream that fits, or mend `entity:` in the flow.",
  },
  {
    code: "WB-RUN-REPEATED",
    meaning: "Two rows of one flow have the same number and different content.",
    fix: "Mend one of the two rows, or say `distinct: first` in the flow to keep only the first.",
  },
  {
    code: "WB-RUN-HELD",
    meaning: "The record's parent (an invoice's customer, a payment's invoice) is not confirmed in this target.",
    fix: "Nothing, if the parent is still to come: the record goes out by itself. Otherwise mend the parent.",
  },
  {
    code: "WB-RUN-RECORD",
    meaning: "The record does not fit what the target takes.",
    fix: "See `waybill preview` for what would be sent, and the connector's page for what its fields take.",
  },
  {
    code: "WB-RUN-UNKNOWN",
    meaning: "The record was sent, and nobody knows whether it arrived. It is not sent again blindly.",
    fix: "Look in the target whether it is there.",
  },
  {
    code: "WB-RUN-UNANSWERED",
    meaning: "The connector gave no outcome for a record that was sent.",
    fix: "This is a fault of the connector: report it. The record counts as unknown.",
  },
  {
    code: "WB-RUN-SILENT",
    meaning: "The target left several batches in a row without an answer, and the run stopped.",
    fix: "See whether the target is up, then run again: what is unknown is settled first.",
  },
  {
    code: "WB-RUN-MAX-REJECTS",
    meaning: "More records are invalid or refused than `--max-rejects` allows, and the run stopped.",
    fix: "See `waybill rejects list`. What was delivered stays delivered; the next run goes on from there.",
  },
  {
    code: "WB-RUN-NOT-RUN",
    meaning: "The flow was not run, because of what stopped before it.",
    fix: "Mend what stopped the run, and run again.",
  },
]

export const pipelineErrors: ReadonlyArray<ErrorCode> = [...fileErrors, ...mappingErrors, ...flowErrors]
