/**
 * What Acme's documentation says of each field: the stand-in refuses whatever breaks it, a misspelt field as well.
 *
 * To change: everything, and not by copying src/Api.ts: a mistake that stands in both is found by nobody.
 */
/** What is wrong with a value, as a sentence; `undefined`: nothing. */
type Rule = (value: unknown) => string | undefined

const matching =
  (pattern: RegExp, what: string): Rule =>
  (value) =>
    typeof value === "string" && pattern.test(value) ? undefined : `must be ${what}`

const text = matching(/^[^]+$/, "a text that is not empty")
const number = matching(/^[^]{1,40}$/, "a text of 1 to 40 characters")
const email = matching(/^[^@\s]+@[^@\s]+$/, "an e-mail address")
const currency = matching(/^[A-Z]{3}$/, "three capitals")
const amount = matching(/^-?\d+(\.\d{1,4})?$/, "a decimal as text, such as 120.50")
const day = matching(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "a day written yyyy-MM-dd")

interface Fields {
  readonly needed: Readonly<Record<string, Rule>>
  readonly optional: Readonly<Record<string, Rule>>
}

export const lists = ["customers", "invoices", "payments"] as const
export type ListName = (typeof lists)[number]

const fields: Readonly<Record<ListName, Fields>> = {
  customers: { needed: { number, name: text }, optional: { email, phone: text } },
  invoices: {
    needed: { number, customer_number: number, currency, total: amount },
    optional: { issue_date: day, due_date: day, reference: text, memo: text },
  },
  payments: {
    needed: { number, customer_number: number, currency, amount },
    optional: { received_date: day, method: text, reference: text, memo: text, invoice_number: number },
  },
}

/** The first thing that is wrong with a body, as a sentence; `undefined`: nothing. */
export const faultIn = (list: ListName, body: Readonly<Record<string, unknown>>): string | undefined => {
  const { needed, optional } = fields[list]
  for (const [name, value] of Object.entries(body)) {
    const rule = needed[name] ?? optional[name]
    if (rule === undefined) return `there is no field ${name}`
    const fault = value === null && name in optional ? undefined : rule(value)
    if (fault !== undefined) return `${name} ${fault}`
  }
  const missing = Object.keys(needed).find((name) => !(name in body))
  return missing === undefined ? undefined : `${missing} is missing`
}
