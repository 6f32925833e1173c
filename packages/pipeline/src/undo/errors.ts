/** Every code that taking a run back can bring up. */
import { type Catalogue, issueFrom, toErrorCodes } from "@waybill/model"

const again = { of: "command", after: "waybill undo 7 --yes" } as const

const catalogue = {
  "WB-UNDO-EDITED": [
    "Somebody changed the record in the target since it was delivered, or posted it there: it was left alone.",
    "Look at it in the target. What is to go is taken back there by hand.",
    { where: "target system", leaves: ["not done"] },
  ],
  "WB-UNDO-NO-VERB": [
    "The target has no way to take such a record back, or the connection does not name it.",
    "See the connector's page: some ways need a setting. Otherwise take it back in the target by hand.",
    { where: "pipeline file", leaves: ["not done"], example: { of: "command", after: "waybill connectors" } },
  ],
  "WB-UNDO-NO-BEFORE": [
    "The run updated the record, and nobody knows what the target held before.",
    "Mend it in the target by hand, or correct the source and run again.",
    { where: "target system", leaves: ["not done"] },
  ],
  "WB-UNDO-NO-ID": [
    "The target gave no id for the record when it landed, so it can't be named to be taken back.",
    "Take it back in the target by hand.",
    { where: "target system", leaves: ["not done"] },
  ],
  "WB-UNDO-NOT-SEEN": [
    "Nobody can tell whether the record was edited in the target since, so it was left alone.",
    "Look at it in the target, and take it back there by hand.",
    { where: "target system", leaves: ["not done"], related: ["WB-UNDO-EDITED"] },
  ],
  "WB-UNDO-ELSEWHERE": [
    "The run delivered the record to a flow or a target that the pipeline file does not name any more.",
    "Undo with the pipeline file as it was in that run.",
    { where: "pipeline file", leaves: ["not done"] },
  ],
  "WB-UNDO-UNSETTLED": [
    "The record was sent, and nobody knows whether it arrived: there may be nothing to take back.",
    "Run again, or say with `waybill resolve` what became of it; then undo the run that this is written down under.",
    {
      where: "target system",
      leaves: ["unknown"],
      example: { of: "command", after: "waybill resolve list" },
      related: ["WB-RUN-UNKNOWN"],
    },
  ],
  "WB-UNDO-POSTING": [
    "The draft was being posted, and nobody knows whether it is.",
    "Post the run again, which asks the target; then undo it.",
    { where: "target system", leaves: ["draft"], example: { of: "command", after: "waybill post 7" } },
  ],
  "WB-UNDO-LATER": [
    "A later run delivered the record again: what is there now is that run's.",
    "Undo the later run first; then this one.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill runs" } },
  ],
  "WB-UNDO-ENDED": [
    "The undo was ended with `--leave` before the record was taken back, or while it was.",
    "What was on its way is `unknown` and settled by the next run. The others stay as they are.",
    { where: "command line", leaves: ["not done", "unknown"] },
  ],
  "WB-UNDO-TWICE": [
    "The run was undone already. What that undo left alone stays as it is.",
    "`waybill show` with the number of that undo says what it did.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill show 8" } },
  ],
  "WB-UNDO-NOTHING": [
    "Nothing is there that the run landed: it landed nothing, or later runs delivered all of it again.",
    "`waybill runs` says what each run did.",
    { where: "command line", leaves: ["not done"], example: { of: "command", after: "waybill runs" } },
  ],
  "WB-UNDO-NOT-BEGUN": [
    "No undo of this run was cut short, so there is none to end.",
    "Leave `--leave` out.",
    { where: "command line", leaves: ["not done"], example: again },
  ],
} as const satisfies Catalogue

/** Every code with its meaning and fix. */
export const undoErrors = toErrorCodes(catalogue)

/** What is said of a record that is not taken back; the hint is the catalogue's fix. Never with a value (invariant 7). */
export const issue = issueFrom(catalogue)
