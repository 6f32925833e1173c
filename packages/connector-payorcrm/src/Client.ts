/**
 * A typed client of PayorCRM's upload API: useful alone, without the rest of Waybill.
 */
import { ConnectorError, Lost, Refused } from "@waybill/connector"
import { accepted, baseUrlText, type Call, classified, formatDate, makeHttpTransport } from "@waybill/connector-http"
import { CalendarDate, Decimals } from "@waybill/model"
import type { BigDecimal } from "effect"
import { Context, Effect, Layer, Redacted, Result, Schema } from "effect"
import { HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { HttpApiClient, HttpApiMiddleware } from "effect/http-api"

import { type Customer, type Invoice, Keys, PayorCrmApi } from "./Api.ts"
import { PayorCrmSettings } from "./Settings.ts"

export type CustomerUpload = Customer

/** An exact amount in the unit the account takes: a decimal, or its text (`"12.34"`). Never a JavaScript number. */
export type Amount = BigDecimal.BigDecimal | string

type InvoiceDates = "postDate" | "dueDate" | "invoiceDate" | "issueDate"

/** An invoice as the API takes it; a `CalendarDate` is written in the connection's `dateFormat`. */
export type InvoiceUpload = Omit<Invoice, "invoiceAmount" | "localAmount" | InvoiceDates> & {
  readonly invoiceAmount: Amount
  readonly localAmount?: Amount
} & { readonly [Date in InvoiceDates]?: CalendarDate | string }

const named = { connector: "payorcrm" } as const

const unsendable = (operation: string, message: string) =>
  new ConnectorError({
    ...named,
    operation,
    code: "WB-PAYORCRM-RECORD",
    message: `the upload can't be written as PayorCRM takes it: ${message}`,
    hint: "correct the field; nothing was sent",
    reason: new Refused({}),
  })

const exact = (amount: Amount): BigDecimal.BigDecimal | undefined =>
  typeof amount === "string" ? Decimals.parse(amount) : amount

/** The invoice with exact amounts and dates as text; `undefined` where an amount's text is not a decimal. */
const toWire = (invoice: InvoiceUpload, format: PayorCrmSettings["dateFormat"]): Invoice | undefined => {
  const { invoiceAmount, localAmount, postDate, dueDate, invoiceDate, issueDate, ...rest } = invoice
  const amount = exact(invoiceAmount)
  const local = localAmount === undefined ? undefined : exact(localAmount)
  if (amount === undefined || (localAmount !== undefined && local === undefined)) return undefined
  const dates = Object.entries({ postDate, dueDate, invoiceDate, issueDate }).flatMap(([field, date]) =>
    date === undefined ? [] : [[field, date instanceof CalendarDate ? formatDate(date, format) : date] as const],
  )
  return {
    ...rest,
    invoiceAmount: amount,
    ...(local === undefined ? {} : { localAmount: local }),
    ...Object.fromEntries(dates),
  }
}

/** The invoices as they are sent, or a sentence that says which of them can't be. */
const toPayload = (
  invoices: ReadonlyArray<InvoiceUpload>,
  format: PayorCrmSettings["dateFormat"],
): Result.Result<ReadonlyArray<Invoice>, string> => {
  const payload: Array<Invoice> = []
  for (const [index, invoice] of invoices.entries()) {
    const wire = toWire(invoice, format)
    if (wire === undefined) return Result.fail(`the amount of invoice ${index} is no decimal`)
    payload.push(wire)
  }
  return Result.succeed(payload)
}

const [open, comma, close] = ["[", ",", "]"].map((mark) => mark.charCodeAt(0))

/** Values that are JSON already as one array of them. */
const jsonArray = (values: ReadonlyArray<Uint8Array>): Uint8Array => {
  const array = new Uint8Array(values.reduce((sum, { length }) => sum + length + 1, 1))
  let end = 0
  for (const value of values) {
    array[end] = end === 0 ? open! : comma!
    array.set(value, end + 1)
    end += value.length + 1
  }
  array[end] = close!
  return array
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const notJson = (operation: string) =>
  new ConnectorError({
    ...named,
    operation,
    code: "WB-HTTP-LOST",
    message: "the request went out and no answer settles it: the answer is not JSON",
    hint: "run again: what is unknown is settled first, and nothing is sent twice blindly",
    reason: new Lost({ how: "unreadable answer" }),
  })

const headersOf = ({ apiKey, apiSecret }: PayorCrmSettings) => ({
  api_key: Redacted.value(apiKey),
  api_secret: Redacted.value(apiSecret),
})

const keys = (settings: PayorCrmSettings) =>
  HttpApiMiddleware.layerClient(Keys, ({ next, request }) =>
    next(HttpClientRequest.setHeaders(request, headersOf(settings))),
  )

/** The streams that take uploads. */
export type UploadStream = "customers" | "invoices"

const operations = { customers: "uploadCustomers", invoices: "uploadInvoices" } as const

const make = Effect.fnUntraced(function* (settings: PayorCrmSettings) {
  const baseUrl = baseUrlText(settings)
  const transport = yield* makeHttpTransport(settings)
  const { upload } = yield* HttpApiClient.makeWith(PayorCrmApi, { httpClient: transport, baseUrl }).pipe(
    Effect.provide(keys(settings)),
  )
  const callOf = (operation: string): Call => ({ ...named, operation, address: baseUrl })

  const settle = Effect.fnUntraced(function* <E>(
    operation: string,
    request: Effect.Effect<HttpClientResponse.HttpClientResponse, E>,
  ) {
    const call = callOf(operation)
    const encoded = Effect.mapError(request, (error) =>
      // The answer is never decoded, so a schema that fails is the request's: nothing was sent.
      Schema.isSchemaError(error) ? unsendable(operation, error.message) : error,
    )
    const response = yield* accepted(call)(encoded)
    const text = yield* classified(call)(response.text)
    yield* settings.answers === "json" && !isJson(text) ? notJson(operation) : Effect.void
  })

  /** What is JSON already is not encoded a second time: the same call, past the typed client. */
  const post = (stream: UploadStream, records: ReadonlyArray<Uint8Array>) =>
    HttpClientRequest.post(`${baseUrl}${PayorCrmApi.groups.upload.endpoints[stream].path}`).pipe(
      HttpClientRequest.setHeaders(headersOf(settings)),
      HttpClientRequest.bodyUint8Array(jsonArray(records), "application/json"),
      transport.execute,
    )

  return PayorCrm.of({
    uploadCustomers: Effect.fn("PayorCrm.uploadCustomers")(function* (customers) {
      if (customers.length === 0) return
      yield* settle(operations.customers, upload.customers({ payload: customers, responseMode: "response-only" }))
    }),
    uploadInvoices: Effect.fn("PayorCrm.uploadInvoices")(function* (invoices) {
      if (invoices.length === 0) return
      const payload = yield* Effect.mapError(Effect.fromResult(toPayload(invoices, settings.dateFormat)), (message) =>
        unsendable("uploadInvoices", message),
      )
      yield* settle(operations.invoices, upload.invoices({ payload, responseMode: "response-only" }))
    }),
    uploadJson: Effect.fn("PayorCrm.uploadJson")(function* (stream, records) {
      if (records.length === 0) return
      yield* settle(operations[stream], post(stream, records))
    }),
    reach: transport.get(baseUrl).pipe(
      Effect.map(({ status }) => status),
      classified(callOf("reach")),
      Effect.withSpan("PayorCrm.reach"),
    ),
  })
})

/**
 * PayorCRM's two calls. Both take a list and succeed or fail as one call: `ConnectorError` says in its reason whether
 * the upload may have been carried out all the same.
 */
export class PayorCrm extends Context.Service<
  PayorCrm,
  {
    /** Uploads customers in one call. An empty list makes no call. */
    readonly uploadCustomers: (customers: ReadonlyArray<CustomerUpload>) => Effect.Effect<void, ConnectorError>
    /** Uploads invoices in one call. Their customers must be there. */
    readonly uploadInvoices: (invoices: ReadonlyArray<InvoiceUpload>) => Effect.Effect<void, ConnectorError>
    /**
     * Uploads records that are JSON in UTF-8 already, as {@link PayorCrmApi} encodes them: what they hold is not looked at. An empty
     * list makes no call.
     */
    readonly uploadJson: (
      stream: UploadStream,
      records: ReadonlyArray<Uint8Array>,
    ) => Effect.Effect<void, ConnectorError>
    /** The status with which the host answers a request without credentials: there is no call that only looks. */
    readonly reach: Effect.Effect<number, ConnectorError>
  }
>()("@waybill/connector-payorcrm/PayorCrm") {
  /** A client for decoded settings. */
  static readonly make = make
  /** A client for settings as they stand in a file; fails where they are wrong. */
  static readonly layer = (
    settings: typeof PayorCrmSettings.Encoded,
  ): Layer.Layer<PayorCrm, Schema.SchemaError, HttpClient.HttpClient> =>
    Layer.effect(
      PayorCrm,
      Effect.flatMap(
        Schema.decodeEffect(PayorCrmSettings, { onExcessProperty: "error", errors: "all" })(settings),
        make,
      ),
    )
}
