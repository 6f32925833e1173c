/** How sources differ from what they were in the last run, for people. */
import { driftText, type FlowDrift } from "@waybill/pipeline"

export const renderDrift = (drift: ReadonlyArray<FlowDrift>): ReadonlyArray<string> =>
  drift.length === 0
    ? []
    : [
        "",
        "The source is not what it was in the last run:",
        ...drift.map(({ flow, ...one }) => `  ${flow}: ${driftText(one)}`),
      ]
