/** Who runs the command, for the book: what `WAYBILL_OPERATOR` says, else the name of the machine's user. */
import { userInfo } from "node:os"

import { Option, Result } from "effect"

/** A machine may have no name for its user: a container with a bare number. */
const userName = Result.getSuccess(Result.try(() => userInfo().username))

export const operator: string | undefined = process.env["WAYBILL_OPERATOR"]?.trim() || Option.getOrUndefined(userName)
