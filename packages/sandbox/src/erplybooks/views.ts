/**
 * Records as they are answered: every declared field, null where there is no value, and the undeclared ones.
 */
import { BigDecimal } from "effect"

import type { Raw } from "../internal/exactJson.ts"
import { dayOf } from "./checks.ts"
import { type Customer, type Invoice, organisationId, type Payment } from "./Entities.ts"
import type { CustomerInfo, InvoiceInfo } from "./Served.ts"
import { paidOf, zero } from "./Sums.ts"

const undeclared = (fields: Raw) => ({ attributes: null, ...fields, organisationId })

/** A payment is stored whole. */
export const paymentView = (payment: Payment) => ({
  ...payment.info,
  ...undeclared(payment.undeclared),
})

const customerTexts = [
  "code registrationCode legalAddress legalCountryCode legalPostcode referenceNumber supplierReferenceNumber vatNumber",
  "actualAddress actualPostcode actualCountryCode email phone1 phone2 fax website contactPersonName contactPersonEmail",
  "contactPersonPhone info partnerCustomerId partnerSupplierId bankName bankAccountNumber bankIban bankSwift",
  "bankIdentificator entityTypeCode discount penalty deadlineDays",
].flatMap((line) => line.split(" "))

const blankCustomer: Raw = {
  ...Object.fromEntries(customerTexts.map((field) => [field, null])),
  contactPersonId: 0,
  customer: true,
  supplier: false,
}

/** Declared of customers, so it is among their declared fields; the organisation is not. */
export const customerView = ({ info, undeclared: fields }: Customer): Raw & CustomerInfo => ({
  ...blankCustomer,
  ...info,
  ...fields,
  organisationId,
})

const blankInvoice: Omit<InvoiceInfo, "id"> = {
  currencyRate: BigDecimal.make(1n, 0),
  discountPercent: zero,
  penaltyPercent: zero,
  languageCode: "LANGUAGE_EN",
  vatPercent: zero,
  referenceNumber: null,
  creatorName: null,
  modifierName: null,
  roundedSum: zero,
  vatTotalRoundedSum: zero,
  invoiceTextsInfoId: 0,
  hash: null,
  projectId: 0,
  code: null,
  note: null,
  printedInfo: null,
  referringIdentifier: null,
  actionId: 0,
  activityId: 0,
  partnerDocumentId: null,
  vatTotalsByTaxRate: null,
  discountSum: null,
  attachments: null,
  history: null,
}

/** As in a list: without rows, payments and customer. Days are answered without a time. */
export const shortInvoiceView = (invoice: Invoice) => {
  const { info } = invoice
  const sumPaid = paidOf(invoice)
  return {
    ...blankInvoice,
    ...info,
    date: dayOf(info.date),
    transactionDate: dayOf(info.transactionDate),
    deadlineDate: info.deadlineDate == null ? null : dayOf(info.deadlineDate),
    sumPaid,
    sumLeftToPay: BigDecimal.subtract(info.sumWithVat ?? zero, sumPaid),
    ...undeclared(invoice.undeclared),
    rows: null,
    payments: null,
    customer: null,
  }
}

const blankRow = { articleId: 0, articleName: null, unitCode: null, code: null, discount: zero, extraCharge: zero }

export const rowsView = ({ id, info, rows }: Invoice) =>
  rows.map((row) => ({
    ...blankRow,
    ...row,
    invoiceId: id,
    invoiceNumber: info.number,
    customerId: info.customerId,
  }))

/** As in a single read. */
export const invoiceView = (invoice: Invoice, customer: Customer | null) => ({
  ...shortInvoiceView(invoice),
  rows: rowsView(invoice),
  payments: [...invoice.payments].map(paymentView),
  customer: customer === null ? null : customerView(customer),
})
