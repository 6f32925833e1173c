/**
 * The codes that every HTTP connector's errors carry.
 */
import type { ErrorCode } from "@waybill/model"

export const httpErrors: ReadonlyArray<ErrorCode> = [
  {
    code: "WB-HTTP-UNREACHABLE",
    meaning: "Nobody answers at the address: nothing was sent.",
    fix: "Check `baseUrl` and the network; the message names what went wrong. Then run again.",
  },
  {
    code: "WB-HTTP-UNAUTHORIZED",
    meaning: "The system refuses the credentials (status 401 or 403): nothing was carried out.",
    fix: "Check the credentials of the connection, and whether they may do what the flow does.",
  },
  {
    code: "WB-HTTP-THROTTLED",
    meaning: "The system keeps turning requests away as too many (status 429): nothing of them was carried out.",
    fix: "Lower `rateLimit.perSecond`, or run again later.",
  },
  {
    code: "WB-HTTP-REFUSED",
    meaning: "The system looked at the request and said no: nothing was carried out.",
    fix: "Read the system's answer beside the record, correct the record or the mapping, and send it again.",
  },
  {
    code: "WB-HTTP-LOST",
    meaning: "The request went out and no answer settles it: it may have been carried out.",
    fix: "Run again: what is unknown is settled first, and nothing is sent twice blindly.",
  },
]
