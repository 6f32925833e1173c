/** Every code that `suggest` shows. */
import { toErrorCodes } from "@waybill/model"

export const suggestErrors = toErrorCodes(
  {
    "WB-SUGGEST-CONNECTION": [
      "The pipeline file has no connection of that name.",
      "Take a name from its `connections:` section, or add the connection there.",
    ],
    "WB-SUGGEST-FLOW": [
      "No flow reads the stream, or several do, so the proposals have no place.",
      "Say which one with `--flow`, or add a flow with `from` and `to`; its `map` may be left out.",
      { example: { of: "command", after: "waybill suggest exports invoices.csv --write --flow invoices" } },
    ],
    "WB-SUGGEST-PLACE": [
      "The flow's `map` is written in a way that nothing can be added to: an alias, a null, in one line without braces.",
      "Write `map:` with nothing behind it, and run `suggest` again; or copy the proposals by hand.",
      { where: "pipeline file" },
    ],
    "WB-SUGGEST-ANSWER": [
      "An answer belongs to no question, or is none of its choices.",
      "Run `suggest` without it: the questions are printed with their choices.",
      { example: { of: "command", after: "waybill suggest exports invoices.csv --answer dueDate=dd/MM/yyyy" } },
    ],
    "WB-SUGGEST-WRITE": [
      "The pipeline file can't be read again, or not be replaced.",
      "See whether you may write in its folder; nothing was changed.",
      { where: "machine" },
    ],
  },
  { where: "command line", leaves: ["not done"] },
)
