/** Every code that `waybill create` shows of its own. */
import { toErrorCodes } from "@waybill/model"

export const createErrors = toErrorCodes(
  {
    "WB-CLI-NAME": [
      "A connector can't have that name: it is no npm name, or Waybill uses it itself.",
      "Begin with a letter, and take small letters, digits and single hyphens: the package is called waybill-connector-NAME.",
      { example: { of: "command", after: "waybill create connector acme-books" } },
    ],
  },
  { where: "command line", leaves: ["not done"] },
)
