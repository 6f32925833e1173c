/** Every code that a tie-out shows of its own; what a system says keeps the connector's code. */
import { type Catalogue, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-TIE-NOT-READ": [
    "The source of a flow was not read, because of what stopped before it.",
    "Mend what stopped the flows before it, and reconcile again.",
    { where: "source system", example: { of: "command", after: "waybill reconcile" } },
  ],
  "WB-TIE-AS-OF": [
    "The day that ages are counted at is no day of the calendar.",
    "Write it as year, month and day.",
    { where: "command line", example: { of: "command", after: "waybill reconcile --as-of 2026-12-31" } },
  ],
  "WB-TIE-MOST": [
    "The number of differences to list is none that can be counted.",
    "Give a whole number from 0 on; how many there are is said in any case.",
    { where: "command line", example: { of: "command", after: "waybill reconcile --differences 5000 --json" } },
  ],
  "WB-TIE-REPORT": [
    "The report can't be written.",
    "Give `--report` a folder that you may write to, on a disk that has room; close the workbook where it is open.",
    { where: "machine", example: { of: "command", after: "waybill reconcile --report ./reports" } },
  ],
} as const satisfies Catalogue

export type TieOutCode = keyof typeof catalogue

/** What to do about it. */
export const tieOutFix = (code: TieOutCode): string => catalogue[code][1]

/** Every code with its meaning and fix. */
export const tieOutErrors = toErrorCodes(catalogue, { leaves: ["not done"] })
