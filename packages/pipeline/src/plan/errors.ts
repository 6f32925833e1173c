/** Every code that a plan can bring up. */
import { toErrorCodes } from "@waybill/model"

export const planErrors = toErrorCodes(
  {
    "WB-PLAN-NONE": [
      "There is no plan of that id: it was mistyped, carried out long ago, or pruned.",
      "`waybill plans` lists the plans that are kept; `waybill plan` makes one.",
      { example: { of: "command", after: "waybill plans" } },
    ],
    "WB-PLAN-EXPIRED": [
      "The plan is more than a week old: nobody may take it for what would happen now.",
      "Plan again, review it, and run that.",
      { example: { of: "command", after: "waybill plan" } },
    ],
    "WB-PLAN-DONE": [
      "A run has carried the plan out.",
      "Nothing. What is new since goes with `waybill run`, or with a new plan.",
      { example: { of: "command", after: "waybill runs" } },
    ],
    "WB-PLAN-CHANGED": [
      "The source, the pipeline file, a setting or the ledger is another than when the plan was made, so it is not carried out.",
      "See what changed, plan again, review it, and run that. Found in the middle of a run, what was sent before is in the ledger as in any run.",
      { where: "source data", leaves: ["not done", "run stopped"], example: { of: "command", after: "waybill plan" } },
    ],
  },
  { where: "command line", leaves: ["not done"] },
)
