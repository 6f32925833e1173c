/**
 * Failures as the stand-in of ERPLY Books words them. Texts that are known from public clients are used where they fit;
 * fields are named, never their values.
 */
import { Result } from "effect"

/** What a text is about: a record's kind, a field, a dictionary's type. */
type Text = (about: string) => string

/** English, and Estonian where the system is known to answer so. */
const texts = {
  ABSENT: [() => "Item not Found", (kind) => `Ei leidnud '${kind}'`],
  NEEDED: [(field) => `Please add ${field}`, (field) => `Palun lisage '${field}'`],
  BADDATE: [(field) => `Could not parse date from: ${field}`],
  ENUMNEEDED: [(type) => `Enum key is required for type dao.${type}`],
  ENUMUNKNOWN: [(type) => `Unknown enum key for type dao.${type}`],
  IDNOTZERO: [() => "id must be 0"],
  UNKNOWNFIELD: [(field) => `Unrecognized field '${field}'`],
  WRONGVALUE: [(field) => `'${field}' has a value that it can't have`],
  TOOFINE: [(field) => `'${field}' has more than six decimals`],
  UNREADABLE: [() => "The body can't be read"],
  OTHERCUSTOMER: [() => "The payment's customer is not the invoice's"],
  OTHERCURRENCY: [() => "The payment's currency is not the invoice's"],
  NUMBERTAKEN: [() => "A document with this number exists"],
  OVERPAYMENT: [() => "The payment is more than is left to pay"],
  HASPAYMENTS: [() => "The document has payments"],
  HASDOCUMENTS: [() => "The customer has documents or payments"],
  PARTNERAPIOFF: [() => "The Partner API is not switched on"],
  REFUSEDONREQUEST: [() => "Every second write is refused"],
  MODULEMISSING: [(module) => `${module} is not in the price plan`],
  UNAUTHORIZED: [() => "Unauthorized"],
  WRONGTYPE: [() => "Unsupported Media Type"],
  WRONGACCEPT: [() => "Not Acceptable"],
  WRONGMETHOD: [() => "Method Not Allowed"],
  TOOMANYREQUESTS: [() => "Too many requests"],
  FAILED: [() => "Internal Server Error"],
} as const satisfies Record<string, readonly [Text, Text?]>

export type Reason = keyof typeof texts

export interface Refusal {
  readonly reason: Reason
  readonly about: string
}

export const refuse = (reason: Reason, about = ""): Result.Result<never, Refusal> => Result.fail({ reason, about })

export const passed: Result.Result<void, Refusal> = Result.succeed(undefined)

export const textOf = ({ reason, about }: Refusal, language: "english" | "estonian"): string => {
  const [english, estonian]: readonly [Text, Text?] = texts[reason]
  return language === "estonian" && estonian !== undefined ? estonian(about) : english(about)
}
