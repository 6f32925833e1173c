/**
 * What headers call the things of receivables, in one language. A data file for each: words between commas, in any case, with
 * accents; a word with a question mark may mean something else too.
 */

/** Things that a field of the model may come from. */
type Wanted =
  | "customerNumber"
  | "invoiceNumber"
  | "paymentNumber"
  | "number"
  | "party"
  | "name"
  | "firstName"
  | "lastName"
  | "email"
  | "phone"
  | "companyCode"
  | "currency"
  | "line1"
  | "line2"
  | "city"
  | "region"
  | "postalCode"
  | "country"
  | "status"
  | "total"
  | "amount"
  | "issueDate"
  | "dueDate"
  | "postingDate"
  | "receivedDate"
  | "date"
  | "balance"
  | "paid"
  | "tax"
  | "type"
  | "terms"
  | "method"
  | "reference"
  | "note"

/** Things that stand in exports and are no field: a name that says one of these is not taken for another. */
type Other =
  | "net"
  | "discount"
  | "taxRate"
  | "taxNumber"
  | "rowId"
  | "printDate"
  | "changedDate"
  | "exchangeRate"
  | "orderNumber"
  | "bankAccount"
  | "contact"
  | "agent"
  | "website"
  | "creditLimit"
  | "category"
  | "quantity"
  | "overdue"

export type Thing = Wanted | Other

export interface Words {
  readonly things: Readonly<Record<Thing, string>>
  /** Words before or behind the part of an address that say which one it is. */
  readonly billing: string
  readonly shipping: string
  /** What a `type` column says. */
  readonly types: Readonly<Record<"invoice" | "credit note" | "prepayment invoice", string>>
  /** Short forms of words, each with the long one; with nothing: a word that says nothing. */
  readonly short: Readonly<Record<string, string>>
}
