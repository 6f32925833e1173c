/**
 * The codes that every HTTP connector's errors carry.
 */
import { toErrorCodes } from "@waybill/model"

export const httpErrors = toErrorCodes({
  "WB-HTTP-UNREACHABLE": [
    "Nobody answers at the address: nothing was sent.",
    "Check `baseUrl` and the network; the message names what went wrong. Then run again.",
  ],
  "WB-HTTP-UNAUTHORIZED": [
    "The system refuses the credentials (status 401 or 403): nothing was carried out.",
    "Check the credentials of the connection, and whether they may do what the flow does.",
  ],
  "WB-HTTP-THROTTLED": [
    "The system keeps turning requests away as too many (status 429): nothing of them was carried out.",
    "Lower `rateLimit.perSecond`, or run again later.",
  ],
  "WB-HTTP-BUDGET": [
    "The requests that `rateLimit.perDay` allows are used up for today (UTC): this one was not sent.",
    "Run again when the next day begins, at 00:00 UTC, or raise `rateLimit.perDay` where the system allows more.",
  ],
  "WB-HTTP-REFUSED": [
    "The system looked at the request and said no: nothing was carried out.",
    "Read the system's answer beside the record, correct the record or the mapping, and send it again.",
  ],
  "WB-HTTP-LOST": [
    "The request went out and no answer settles it: it may have been carried out.",
    "Run again: what is unknown is settled first, and nothing is sent twice blindly.",
  ],
})
