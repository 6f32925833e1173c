/** What every HTTP connector needs once: settings, a polite transport, "was it sent?", exact JSON money. */
export { answered, CallAssumed, changed, needed, type Notes, optional } from "./ApiNotes.ts"
export { dateFormats, type DateFormat, dateReader, dateText, formatDate, midnightFormats } from "./DateText.ts"
export { DecimalNumber, digitsOf, fitsNumber, maxDigits } from "./DecimalNumber.ts"
export { httpErrors } from "./errors.ts"
export { exactAnswers } from "./ExactAnswers.ts"
export { accepted, type Call, classified, classify } from "./Failure.ts"
export {
  baseUrlField,
  baseUrlText,
  batchField,
  type HttpDefaults,
  httpFields,
  httpsOrLoopback,
  limitFields,
  optionalField,
  type HttpSettings,
  type RateLimit,
} from "./HttpSettings.ts"
export { codeHash, ownCode } from "./OwnCode.ts"
export { parseNumbers } from "./parseNumbers.ts"
export { type BudgetSpent } from "./internal/dayBudget.ts"
export { defaultRetry, type HttpTransport, makeHttpTransport, type Retry } from "./HttpTransport.ts"
export { makePatiently, type Patiently, visibleAfterField } from "./VisibleAfter.ts"
export { heldUpCode } from "./internal/wasSent.ts"
