/** Every code that `waybill rehearse` shows of its own. */
import { toErrorCodes } from "@waybill/model"

export const rehearseErrors = toErrorCodes(
  {
    "WB-REHEARSE-NO-STAND-IN": [
      "A target has no local stand-in, so that the pipeline can't be rehearsed.",
      "Use `waybill plan` and a test installation of that system; where customers are named by the target's own ids, name them by number.",
      { where: "pipeline file", leaves: ["not begun"], related: ["WB-REHEARSE-NONE"] },
    ],
    "WB-REHEARSE-NONE": [
      "There is no rehearsal that the real run could be compared with.",
      "Rehearse before the real run, and compare after it.",
      { example: { of: "command", after: "waybill rehearse" } },
    ],
    "WB-REHEARSE-NOT-RUN": [
      "The pipeline has not run since it was rehearsed.",
      "Run it, then compare.",
      { example: { of: "command", after: "waybill run" }, related: ["WB-REHEARSE-NONE"] },
    ],
    "WB-REHEARSE-FOLDER": [
      "The folder that keeps the last rehearsal can't be made anew.",
      "See to it that you may write to the state folder, and that its disk has room.",
      { where: "machine" },
    ],
    "WB-REHEARSE-OPTION": [
      "An option of `waybill rehearse` has a value that makes no sense.",
      "`--faults` is a share from 0 to 0.5; `--latency` and `--differences` are whole numbers from 0 on.",
      { example: { of: "command", after: "waybill rehearse --faults 0.05 --latency 200" } },
    ],
  },
  { where: "command line", leaves: ["not done"] },
)
