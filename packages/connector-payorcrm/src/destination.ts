/**
 * PayorCRM as a target: customers and invoices. Nothing can be read back, so there is neither `find` nor `list`.
 */
import type { ConnectorError, Delivery, Destination } from "@waybill/connector"
import type { Customer, Invoice, Issue, Model } from "@waybill/model"
import { Effect, Result } from "effect"

import type { PayorCrm, UploadStream } from "./Client.ts"
import { deliverBatch } from "./internal/deliverBatch.ts"
import { toCustomer } from "./map/customer.ts"
import { toInvoice } from "./map/invoice.ts"
import { CustomerRecord, invoiceRecord, type InvoiceRecord } from "./map/record.ts"
import { accountText, type PayorCrmSettings } from "./Settings.ts"

/** Below the limit of one megabyte that many servers set for a body. */
const bodyBytes = 900_000

const repeats = { upsert: "upsert", refuse: "refuses", duplicate: "duplicates" } as const

/** What both streams have in common. */
const shared = (settings: PayorCrmSettings, stream: string) => {
  const { perSecond, perDay, inFlight } = settings.rateLimit
  return {
    target: `${accountText(settings)} ${stream}`,
    batch: { records: settings.batch, bytes: bodyBytes, inFlight },
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(perDay === undefined ? {} : { perDay }),
    repeat: repeats[settings.onDuplicate],
  }
}

/** Sends what was encoded for the ledger already as it is: what arrives is what was hashed. */
const uploader =
  <R>(
    client: PayorCrm["Service"],
    stream: UploadStream,
    upload: (records: ReadonlyArray<R>) => Effect.Effect<void, ConnectorError>,
  ) =>
  (batch: ReadonlyArray<Delivery<R>>): Effect.Effect<void, ConnectorError> => {
    const encoded = batch.flatMap(({ json }) => (json === undefined ? [] : [json]))
    return encoded.length === batch.length
      ? client.uploadJson(stream, encoded)
      : upload(batch.map(({ record }) => record))
  }

const isInvoice = (model: Model): model is Invoice => "total" in model
const isPayment = (model: Model): boolean => "amount" in model
const isCustomer = (model: Model): model is Customer => !isInvoice(model) && !isPayment(model)

const foreign = (stream: string): readonly [Issue] => [
  {
    code: "WB-PAYORCRM-STREAM",
    message: `the stream ${stream} takes other records than this`,
    hint: "write customers to `customers` and invoices to `invoices`",
  },
]

export const customers = (settings: PayorCrmSettings, client: PayorCrm["Service"]): Destination<CustomerRecord> => ({
  ...shared(settings, "customers"),
  entity: "customer",
  record: CustomerRecord,
  requires: ["email"],
  fromModel: (model) => (isCustomer(model) ? toCustomer(model) : Result.fail(foreign("customers"))),
  key: ({ customerno }) => customerno,
  deliver: Effect.fn("payorcrm.deliverCustomers")((batch) =>
    deliverBatch(batch, uploader(client, "customers", client.uploadCustomers), settings),
  ),
})

/** The number alone may not be unique: it is the company's and the customer's. */
const invoiceKey = ({ companyCode, customerNumber, invoiceNumber }: InvoiceRecord): string =>
  [...(companyCode === undefined ? [] : [companyCode]), customerNumber, invoiceNumber].join("/")

export const invoices = (settings: PayorCrmSettings, client: PayorCrm["Service"]): Destination<InvoiceRecord> => {
  const fromInvoice = toInvoice(settings)
  return {
    ...shared(settings, "invoices"),
    entity: "invoice",
    record: invoiceRecord(settings),
    requires: [],
    fromModel: (model) => (isInvoice(model) ? fromInvoice(model) : Result.fail(foreign("invoices"))),
    key: invoiceKey,
    parents: (model) => (isInvoice(model) ? [{ entity: "customer", key: model.customerNumber }] : []),
    deliver: Effect.fn("payorcrm.deliverInvoices")((batch) =>
      deliverBatch(batch, uploader(client, "invoices", client.uploadInvoices), settings),
    ),
  }
}
