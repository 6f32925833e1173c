/**
 * How one record names another: by exactly one of the fields that its kind has. In a body an identifier is an object of one
 * field, in a query it is `field=value`; here it is a tagged value, so that two fields at once can't be written.
 */
import type { Notes } from "@waybill/connector-http"
import { Effect, Result, Schema, SchemaIssue, SchemaTransformation } from "effect"

import type { ReleaseName } from "../Release.ts"

/** `{ by: "number", value: "I00000519" }`. */
export interface Identifier<By extends string> {
  readonly by: By
  readonly value: string
}

/** The fields of an identifier, with the release that brought one where it is not as old as the others. */
type Fields = Readonly<Record<string, ReleaseName | "">>

type By<F extends Fields> = keyof F & string

/** A kind of identifier: its name, its fields, and what is known of it. */
interface Kind<F extends Fields> {
  readonly name: string
  readonly fields: F
  readonly names: ReadonlyArray<By<F>>
  readonly notes: Notes
}

type Body<F extends Fields> = { readonly [B in By<F>]?: string }

const one = (names: ReadonlyArray<string>): string => `exactly one of ${names.join(", ")}`

const fail = (message: string) => Effect.fail(new SchemaIssue.InvalidValue({ message }))

const tagged = <F extends Fields>(kind: Kind<F>) =>
  Schema.Struct({ by: Schema.Literals(kind.names), value: Schema.NonEmptyString }).annotate({
    ...kind.notes,
    identifier: kind.name,
    identifierFields: kind.fields,
  })

/** The one field of `body`, or a sentence. */
const only = <B extends string>(
  body: { readonly [K in B]?: string },
  names: ReadonlyArray<B>,
): Result.Result<Identifier<B>, string> => {
  const given = names.flatMap((by) => (body[by] === undefined ? [] : [{ by, value: body[by] }]))
  return given.length === 1 ? Result.succeed(given[0]!) : Result.fail(one(names))
}

const inBody = <F extends Fields>(kind: Kind<F>) => {
  const { names } = kind
  // The types can't follow a struct that is made from a list of names.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const body = Schema.Struct(
    Object.fromEntries(names.map((name) => [name, Schema.optionalKey(Schema.String)])),
  ) as unknown as Schema.Codec<Body<F>, Body<F>>
  return body.pipe(
    Schema.decodeTo(
      tagged(kind),
      SchemaTransformation.transformEffect<Identifier<By<F>>, Body<F>>({
        decode: (value) => Result.match(only(value, names), { onSuccess: Effect.succeed, onFailure: fail }),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        encode: ({ by, value }) => Effect.succeed({ [by]: value } as Body<F>),
      }),
    ),
  )
}

const inQuery = <F extends Fields>(kind: Kind<F>) =>
  Schema.String.pipe(
    Schema.decodeTo(
      tagged(kind),
      SchemaTransformation.transformEffect<Identifier<By<F>>, string>({
        decode: (text) => {
          const by = kind.names.find((name) => text.startsWith(`${name}=`))
          return by === undefined ? fail(one(kind.names)) : Effect.succeed({ by, value: text.slice(by.length + 1) })
        },
        encode: ({ by, value }) => Effect.succeed(`${by}=${value}`),
      }),
    ),
  )

/** An identifier's two forms. `fields` names its fields; a release beside one says when it came. */
const identifier = <const F extends Fields>(name: string, fields: F, notes: Notes = {}) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const kind = { name, fields, names: Object.keys(fields) as Array<By<F>>, notes }
  return { fields, body: inBody(kind), query: inQuery(kind) }
}

const financial = { id: "", number: "", reference_number: "", back_office_code: "R9.1.0" } as const
const classified = { id: "", name: "", alternative_code: "" } as const

const fieldsOfObject = { assumed: "its fields are those that the object shows" } as const
const unpublished = { assumed: "its fields are not published" } as const
const oldCode = { description: "alternative_code is deprecated from R18.0.0 on" } as const

export const InvoiceIdentifier = identifier("InvoiceIdentifier", financial)
export const PaymentIdentifier = identifier("PaymentIdentifier", financial)
export const CreditNoteIdentifier = identifier("CreditNoteIdentifier", financial, {
  assumed: "it has the fields of an invoice's",
})
export const AccountIdentifier = identifier("AccountIdentifier", { id: "", number: "", name: "" })
export const TypeIdentifier = identifier("TypeIdentifier", classified)
/** A category has a `code`; everything around it has an `alternative_code`. */
export const CategoryIdentifier = identifier("CategoryIdentifier", { id: "", name: "", code: "" })
export const ContactCategoryIdentifier = identifier(
  "ContactCategoryIdentifier",
  { id: "", name: "", code: "" },
  { assumed: "only name is published" },
)
export const RejectionReasonIdentifier = identifier("RejectionReasonIdentifier", classified)
export const PaymentMethodIdentifier = identifier("PaymentMethodIdentifier", classified, fieldsOfObject)
export const WalletIdentifier = identifier("WalletIdentifier", { id: "", number: "" })
export const UnitIdentifier = identifier("UnitIdentifier", classified, oldCode)
export const GroupIdentifier = identifier("GroupIdentifier", classified, oldCode)
export const UserIdentifier = identifier("UserIdentifier", { id: "", username: "" }, fieldsOfObject)
export const ProductIdentifier = identifier("ProductIdentifier", { id: "", code: "", alternative_code: "" })
export const InvoiceItemIdentifier = identifier("InvoiceItemIdentifier", { id: "" })
export const InstalledItemIdentifier = identifier("InstalledItemIdentifier", {
  id: "",
  serial_number: "",
  alternative_code: "",
})
export const VatRateIdentifier = identifier("VatRateIdentifier", classified, fieldsOfObject)
export const CurrencyIdentifier = identifier("CurrencyIdentifier", { id: "", code: "" }, fieldsOfObject)
export const BillIdentifier = identifier(
  "BillIdentifier",
  { id: "", number: "" },
  { assumed: "only number is published" },
)
export const ContactIdentifier = identifier("ContactIdentifier", {
  id: "",
  number: "",
  id_number: "",
  passport_number: "",
  social_security_number: "",
  vat_registration_number: "",
  registration_number: "R14.0.0",
})
export const PaymentPreferenceIdentifier = identifier("PaymentPreferenceIdentifier", classified)
export const CardIdentifier = identifier("CardIdentifier", { id: "" }, unpublished)
export const AccountPaymentPreferenceIdentifier = identifier(
  "AccountPaymentPreferenceIdentifier",
  { id: "" },
  unpublished,
)
export const ClassificationIdentifier = identifier("ClassificationIdentifier", classified)
export const PrivacyLevelIdentifier = identifier(
  "PrivacyLevelIdentifier",
  { id: "", name: "", number: "" },
  { assumed: "only number is published" },
)
export const SubscriptionIdentifier = identifier("SubscriptionIdentifier", { id: "", number: "" }, unpublished)
export const PresentmentPreferenceIdentifier = identifier("PresentmentPreferenceIdentifier", classified, unpublished)
