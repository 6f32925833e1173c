/** Every code that the engine can show, with its meaning and its fix. */
import { type ErrorCode, toErrorCodes } from "@waybill/model"

import { fileErrors } from "./file/errors.ts"
import { mappingErrors } from "./mapping/errors.ts"
import { planErrors } from "./plan/errors.ts"
import { rejectErrors } from "./rejects/errors.ts"
import { suggestErrors } from "./suggest/errors.ts"
import { tieOutErrors } from "./tieOut/errors.ts"
import { undoErrors } from "./undo/errors.ts"

const flowErrors = toErrorCodes({
  "WB-FLOW-DIRECTION": [
    "The connection can only be read from, or only be written to.",
    "`waybill connectors` says which streams of a connector are sources and which are targets.",
    {
      where: "pipeline file",
      leaves: ["not begun"],
      example: { of: "command", after: "waybill connectors" },
      related: ["WB-FLOW-ENTITY"],
    },
  ],
  "WB-FLOW-ENTITY": [
    "The flow's records are of another kind than the target's stream takes.",
    "Choose the stream that fits, or mend `entity:` in the flow.",
    { where: "pipeline file", leaves: ["not begun"] },
  ],
  "WB-FLOW-REF": [
    "A flow refers by ref() to records of a flow that runs after it.",
    "Name that flow in `after:`, so that its records have arrived before.",
    { where: "pipeline file", leaves: ["not begun"], related: ["WB-MAP-REF"] },
  ],
  "WB-FLOW-MATCH": [
    "The flow's `match:` can't work: the target can't be asked what it holds, or a rule is for records of another kind.",
    "Leave the rule out; a table of an earlier tool can be taken over with `waybill crosswalk import`.",
    { where: "pipeline file", leaves: ["not begun"], related: ["WB-CROSSWALK-EMPTY"] },
  ],
  "WB-RUN-DRIFT": [
    "The source is not what it was in the last run, and the flow says `contract: strict`: the run stopped before it was sent.",
    "See to it that the mapping still fits (`waybill preview`), then run with `--accept-drift`.",
    { where: "source data", leaves: ["run stopped"], example: { of: "command", after: "waybill run --accept-drift" } },
  ],
  "WB-RUN-AGAIN": [
    "The rejected record is being sent again; or it was, when a run ended early.",
    "Nothing while that run is under way. Otherwise run again, or `waybill rejects retry`.",
    { where: "command line", leaves: ["pending"], example: { of: "command", after: "waybill run" } },
  ],
  "WB-MATCH-SEVERAL": [
    "Several records of the target could be this one, so it is neither taken over nor created.",
    "See `waybill match list`, and say with `waybill match same` or `waybill match new` which it is.",
    { where: "target system", leaves: ["undecided"], example: { of: "command", after: "waybill match list" } },
  ],
  "WB-MATCH-NEAR": [
    "A record of the target looks much like this one, but no rule of `match:` finds them the same.",
    "See `waybill match list`, and say with `waybill match same` or `waybill match new` which it is.",
    {
      where: "target system",
      leaves: ["undecided"],
      example: { of: "command", after: "waybill match list" },
      related: ["WB-MATCH-SEVERAL"],
    },
  ],
  "WB-MATCH-CONTRADICTED": [
    "A record of the target matches by one rule, and differs in everything else.",
    "See `waybill match list`, and say with `waybill match same` or `waybill match new` which it is.",
    {
      where: "target system",
      leaves: ["undecided"],
      example: { of: "command", after: "waybill match list" },
      related: ["WB-MATCH-SEVERAL"],
    },
  ],
  "WB-MATCH-TAKEN": [
    "The one record of the target that matches is the counterpart of another record of the source already.",
    "See whether the source has the same record twice; then `waybill match same` or `waybill match new`.",
    { where: "target system", leaves: ["undecided"], example: { of: "command", after: "waybill match list" } },
  ],
  "WB-MATCH-AMOUNT": [
    "The record of the target that matches has another amount.",
    "See which of the two is right; then `waybill match same` or `waybill match new`.",
    { where: "target system", leaves: ["undecided"], example: { of: "command", after: "waybill match list" } },
  ],
  "WB-MATCH-KEY": [
    "No record of this number waits for a decision about its counterpart.",
    "`waybill match list` shows those that do; `waybill crosswalk import` says it of any record.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill match list" } },
  ],
  "WB-MATCH-FLOW": [
    "The number waits for a decision in several flows.",
    "Say which one with `--flow`.",
    { where: "command line", leaves: ["not done"] },
  ],
  "WB-MATCH-ID": [
    "No candidate of the record has that id.",
    "Take an id of `waybill match list`; `waybill crosswalk import` takes any.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill match list" } },
  ],
  "WB-CROSSWALK-EMPTY": [
    "A row of the table has no source key or no target id.",
    "Fill both in, or take the row out.",
    { where: "source data", leaves: ["not done"] },
  ],
  "WB-CROSSWALK-TWICE": [
    "The same source key stands in the table with two target ids.",
    "Keep one row of each source key.",
    { where: "source data", leaves: ["not done"] },
  ],
  "WB-CROSSWALK-CONFLICT": [
    "The ledger has confirmed the record under another id than the table names.",
    "Take the row out: what was delivered is known already, see `waybill crosswalk show`.",
    { where: "source data", leaves: ["not done"], example: { of: "command", after: "waybill crosswalk show" } },
  ],
  "WB-CROSSWALK-UNKNOWN": [
    "The record was sent, and nobody knows whether it arrived: it can't be linked to anything before that is settled.",
    "Run again, or say with `waybill resolve delivered … --id` which record it is.",
    {
      where: "target system",
      leaves: ["not done"],
      example: { of: "command", after: "waybill resolve list" },
      related: ["WB-RUN-UNKNOWN"],
    },
  ],
  "WB-REJECTS-NONE": [
    "No reject is like that.",
    "`waybill rejects list` shows them, with their ids.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill rejects list" } },
  ],
  "WB-REJECTS-UNKNOWN": [
    "Nobody knows of the record whether it arrived: it is not sent again, and can't be dismissed.",
    "Look in the target, and say so with `waybill resolve`.",
    {
      where: "target system",
      leaves: ["not done"],
      example: { of: "command", after: "waybill resolve list" },
      related: ["WB-RUN-UNKNOWN", "WB-REJECTS-FATE"],
    },
  ],
  "WB-REJECTS-RECORD": [
    "What a rejected record was edited to is no record of its source: a value is of another kind than its column.",
    "Give every cell a value of the kind that its column has in the source; a list stays a list.",
    { where: "source data", leaves: ["not done"] },
  ],
  "WB-REJECTS-OLD": [
    "The reject was kept by an older version, which did not write down enough of it.",
    "Run once: rejects of that run can be edited, sent again and dismissed.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill run" } },
  ],
  "WB-RUN-REPEATED": [
    "Two rows of one flow have the same number and different content.",
    "Mend one of the two rows, or say `distinct: first` in the flow to keep only the first.",
    {
      where: "source data",
      leaves: ["invalid"],
      example: { of: "pipeline file", after: "flows:\n  customers:\n    distinct: first" },
    },
  ],
  "WB-RUN-HELD": [
    "The record's parent (an invoice's customer, a payment's invoice) is not confirmed in this target.",
    "Nothing, if the parent is still to come: the record goes out by itself. Otherwise mend the parent.",
    {
      where: "source data",
      leaves: ["held"],
      example: { of: "command", after: "waybill rejects list --state held" },
    },
  ],
  "WB-RUN-RECORD": [
    "The record does not fit what the target takes.",
    "See `waybill preview` for what would be sent, and the connector's page for what its fields take.",
    { where: "pipeline file", leaves: ["invalid"], example: { of: "command", after: "waybill preview" } },
  ],
  "WB-RUN-UNKNOWN": [
    "The record was sent, and nobody knows whether it arrived. It is not sent again blindly.",
    "Look in the target whether it is there, and say so with `waybill resolve`.",
    {
      where: "target system",
      leaves: ["unknown"],
      example: { of: "command", after: "waybill resolve list" },
      related: ["WB-RESOLVE-KEY"],
    },
  ],
  "WB-RESOLVE-KEY": [
    "No record of this number waits for somebody to find out what became of it.",
    "`waybill resolve list` shows those that do. After a killed run, run again first.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill resolve list" } },
  ],
  "WB-RESOLVE-FLOW": [
    "The number stands in several flows.",
    "Say which one with `--flow`.",
    { where: "command line", leaves: ["not done"] },
  ],
  "WB-RUN-UNANSWERED": [
    "The connector gave no outcome for a record that was sent.",
    "This is a fault of the connector: report it. The record counts as unknown.",
    { where: "Waybill", leaves: ["unknown"] },
  ],
  "WB-RUN-SILENT": [
    "The target left several batches in a row without an answer, and the run stopped.",
    "See whether the target is up, then run again: what is unknown is settled first.",
    {
      where: "target system",
      leaves: ["run stopped", "unknown"],
      example: { of: "command", after: "waybill check --online" },
    },
  ],
  "WB-RUN-HALTED": [
    "The run was asked to stop (Ctrl-C, or SIGTERM): what was on its way was settled, and nothing more was sent.",
    "Run again: it goes on from there.",
    { where: "command line", leaves: ["run stopped"], example: { of: "command", after: "waybill run" } },
  ],
  "WB-RUN-MAX-REJECTS": [
    "More records are invalid or refused than `--max-rejects` allows, and the run stopped.",
    "See `waybill rejects list`. What was delivered stays delivered; the next run goes on from there.",
    { where: "source data", leaves: ["run stopped"], example: { of: "command", after: "waybill rejects list" } },
  ],
  "WB-POST-NO-ID": [
    "The target gave no id for a draft when it landed, so it can't be named to be posted.",
    "Post it in the target itself.",
    { where: "target system", leaves: ["draft"] },
  ],
  "WB-POST-NEWER": [
    "A newer version of the draft is not delivered yet, and a posted record can't be changed.",
    "Run again, or mend what keeps the newer version from arriving; then post.",
    { where: "source data", leaves: ["draft"], example: { of: "command", after: "waybill run" } },
  ],
  "WB-RUN-NOT-RUN": [
    "The flow was not run, because of what stopped before it.",
    "Mend what stopped the run, and run again.",
    { where: "command line", leaves: ["run stopped"], example: { of: "command", after: "waybill run" } },
  ],
})

export const pipelineErrors: ReadonlyArray<ErrorCode> = [
  ...fileErrors,
  ...mappingErrors,
  ...flowErrors,
  ...planErrors,
  ...rejectErrors,
  ...suggestErrors,
  ...tieOutErrors,
  ...undoErrors,
]
