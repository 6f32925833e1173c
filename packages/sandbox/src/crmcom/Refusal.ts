/**
 * Failures as the stand-in of CRM.COM words them. The vendor publishes two names in full; these follow their pattern.
 */
import { Result } from "effect"

export type Reason =
  | "AMOUNTNOTPOSITIVE"
  | "AUTHENTICATIONFAILED"
  | "BACKOFFICECODENOTUNIQUE"
  | "CURRENCYMISMATCH"
  | "ENTITYNOTFOUND"
  | "INTERNALERROR"
  | "INVALIDLIFECYCLESTATE"
  | "INVALIDTOKEN"
  | "INVOICEOFANOTHERACCOUNT"
  | "ISSUEDATEINFUTURE"
  | "MALFORMEDREQUEST"
  | "MANDATORYFIELDMISSING"
  | "NOTHINGTOPAY"
  | "ONLYONEIDENTIFIERALLOWED"
  | "OVERPAYMENT"
  | "REFUSEDONREQUEST"
  | "TOOMANYREQUESTS"
  | "UNKNOWNCALL"
  | "UNKNOWNFIELD"
  | "WRONGCLASSIFICATION"
  | "WRONGVALUE"

export interface Refusal {
  readonly reason: Reason
  /** Fit for display; names fields, never their values. */
  readonly message: string
}

export const refuse = (reason: Reason, message: string): Result.Result<never, Refusal> =>
  Result.fail({ reason, message })

/** `COM.CRM.EXCEPTION.FINANCIALS.ENTITYNOTFOUNDEXCEPTION`. */
export const codeOf = ({ reason }: Refusal): string => `COM.CRM.EXCEPTION.FINANCIALS.${reason}EXCEPTION`
