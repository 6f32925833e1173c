/**
 * The declared calls, and what each of them does.
 */
import { Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"

import { createAccount, listAccounts, listGroupMembers, showAccount, showSuspenseAccount } from "../account/accounts.ts"
import { createContact, showContact, updateContact } from "../account/contacts.ts"
import { latestBills, listBills, showBill } from "../bills.ts"
import { paymentMethods, paymentPreferences, rejectionReasons } from "../configuration.ts"
import { createCreditNote, showCreditNote } from "../creditNotes.ts"
import type { Desk } from "../Desk.ts"
import {
  cancelInvoice,
  createInvoice,
  listInvoices,
  postInvoice,
  rejectInvoice,
  showInvoice,
  updateInvoice,
  writeOffInvoice,
} from "../invoice/invoices.ts"
import { shortInvoiceFields } from "../invoice/views.ts"
import { createPayment, payBill, payInvoice } from "../payment/payments.ts"
import {
  cancelPayment,
  latestPayments,
  listPayments,
  postPayment,
  rejectPayment,
  showPayment,
  updatePayment,
} from "../payment/steps.ts"
import { shortPaymentFields } from "../payment/views.ts"
import { ServedApi } from "../Served.ts"
import { answering } from "./answers.ts"
import { authentication } from "./authentication.ts"
import { answerBadBody } from "./badBody.ts"
import { gate } from "./gate.ts"

const invoices = (desk: Desk) => {
  const { get, post } = answering(desk)
  return HttpApiBuilder.group(ServedApi, "invoices", (group) =>
    group.handleAll({
      show: get(showInvoice),
      list: get(listInvoices),
      create: post(createInvoice, desk.settings.createAnswer === "short" ? shortInvoiceFields : undefined),
      post: post(postInvoice, shortInvoiceFields),
      reject: post(rejectInvoice, shortInvoiceFields),
      cancel: post(cancelInvoice),
      update: post(updateInvoice),
      writeOff: post(writeOffInvoice),
    }),
  )
}

const payments = (desk: Desk) => {
  const { get, post } = answering(desk)
  const shown = desk.settings.paymentAnswer === "short" ? shortPaymentFields : undefined
  return HttpApiBuilder.group(ServedApi, "payments", (group) =>
    group.handleAll({
      show: get(showPayment),
      list: get(listPayments),
      getLatest: get(latestPayments),
      create: post(createPayment, shown),
      payInvoice: post(payInvoice, shown),
      payBill: post(payBill, shown),
      post: post(postPayment, shown),
      reject: post(rejectPayment, shown),
      cancel: post(cancelPayment),
      update: post(updatePayment),
    }),
  )
}

const accounts = (desk: Desk) => {
  const { get, post } = answering(desk)
  return HttpApiBuilder.group(ServedApi, "accountsReceivable", (group) =>
    group.handleAll({
      show: get(showAccount),
      list: get(listAccounts),
      create: post(createAccount),
      listGroupMembers: get(listGroupMembers),
      showSuspenseAccount: get(showSuspenseAccount),
    }),
  )
}

const others = (desk: Desk) => {
  const { get, post } = answering(desk)
  return Layer.mergeAll(
    HttpApiBuilder.group(ServedApi, "contactInformation", (group) =>
      group.handleAll({ show: get(showContact), create: post(createContact), update: post(updateContact) }),
    ),
    HttpApiBuilder.group(ServedApi, "creditNotes", (group) =>
      group.handleAll({ show: get(showCreditNote), create: post(createCreditNote) }),
    ),
    HttpApiBuilder.group(ServedApi, "bills", (group) =>
      group.handleAll({ show: get(showBill), list: get(listBills), getLatest: get(latestBills) }),
    ),
    HttpApiBuilder.group(ServedApi, "configuration", (group) =>
      group.handleAll({
        creditNoteRejectionReasons: get(rejectionReasons),
        invoiceRejectionReasons: get(rejectionReasons),
        paymentRejectionReasons: get(rejectionReasons),
        paymentMethods: get(paymentMethods),
        paymentPreferences: get(paymentPreferences),
      }),
    ),
  )
}

export const routes = (desk: Desk) => {
  const groups = Layer.mergeAll(authentication(desk), invoices(desk), payments(desk), accounts(desk), others(desk))
  return HttpApiBuilder.layer(ServedApi).pipe(Layer.provide(Layer.provide(groups, [answerBadBody(desk), gate(desk)])))
}
