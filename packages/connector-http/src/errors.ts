/**
 * The codes that every HTTP connector's errors carry.
 */
import { toErrorCodes } from "@waybill/model"

export const httpErrors = toErrorCodes(
  {
    "WB-HTTP-UNREACHABLE": [
      "Nobody answers at the address: nothing was sent.",
      "Check `baseUrl` and the network; the message names what went wrong. Then run again.",
      { example: { of: "command", after: "waybill check --online" } },
    ],
    "WB-HTTP-UNAUTHORIZED": [
      "The system refuses the credentials (status 401 or 403): nothing was carried out.",
      "Check the credentials of the connection, and whether they may do what the flow does.",
      { example: { of: "command", after: "waybill check --online" }, related: ["WB-CRMCOM-SIGN-IN"] },
    ],
    "WB-HTTP-THROTTLED": [
      "The system keeps turning requests away as too many (status 429): nothing of them was carried out.",
      "Lower `rateLimit.perSecond`, or run again later.",
      {
        example: { of: "pipeline file", after: "connections:\n  collections:\n    rateLimit:\n      perSecond: 2" },
        related: ["WB-HTTP-BUDGET"],
      },
    ],
    "WB-HTTP-BUDGET": [
      "The requests that `rateLimit.perDay` allows are used up for today (UTC): this one was not sent.",
      "Run again when the next day begins, at 00:00 UTC, or raise `rateLimit.perDay` where the system allows more.",
      {
        example: { of: "pipeline file", after: "connections:\n  collections:\n    rateLimit:\n      perDay: 5000" },
        related: ["WB-LEDGER-CALLS"],
      },
    ],
    "WB-HTTP-REFUSED": [
      "The system looked at the request and said no: nothing was carried out.",
      "Check `baseUrl` first, then what the message and the system's answer speak of; it is seldom one record. Then run again.",
      { related: ["WB-PAYORCRM-REFUSED", "WB-CRMCOM-REFUSED", "WB-ERPLYBOOKS-REFUSED"] },
    ],
    "WB-HTTP-LOST": [
      "The request went out and no answer settles it: it may have been carried out.",
      "Run again: what is unknown is settled first, and nothing is sent twice blindly.",
      {
        leaves: ["unknown", "flow stopped"],
        example: { of: "command", after: "waybill run" },
        related: ["WB-RUN-UNKNOWN", "WB-RUN-SILENT"],
      },
    ],
  },
  { where: "connection", leaves: ["run stopped"] },
)
