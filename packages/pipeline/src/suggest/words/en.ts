import type { Words } from "./Words.ts"

/** English. */
export const en: Words = {
  things: {
    customerNumber:
      "customer number, customer id, customer code, customer key, client number, client id, client code, account number, account id, " +
      "account code, debtor number, debtor id, debtor code, debtor account, buyer number, buyer id, buyer code, customer account, " +
      "sold to number, bill to number, customer reference?",
    invoiceNumber:
      "invoice number, invoice id, invoice code, invoice, bill number, tax invoice number, invoice document number, sales invoice, " +
      "sales invoice number, invoice reference?, document number?, voucher number?",
    paymentNumber:
      "payment number, payment id, payment code, receipt number, receipt id, receipt, transaction number, transaction id, " +
      "remittance number, payment document number, payment reference?, document number?, voucher number?, payment?",
    number: "number, document number, code?, id?",
    party: "customer, client, debtor, buyer, account, bill to, sold to, payer",
    name:
      "name, customer name, client name, company, company name, full name, account name, business name, legal name, trading name, " +
      "debtor name, buyer name, organisation, organization, payer name, display name",
    firstName: "first name, given name, forename, contact first name",
    lastName: "last name, surname, family name, contact last name",
    email: "email, email address, mail, contact email, billing email, invoice email, accounts email, email 1",
    phone:
      "phone, phone number, telephone, telephone number, mobile, mobile number, mobile phone, contact number?, phone 1, contact phone",
    companyCode: "company code, entity code?, legal entity?, branch code?, subsidiary?",
    currency:
      "currency, currency code, invoice currency, document currency, iso currency, currency iso code, payment currency",
    line1:
      "address, street, street address, address line, address line 1, address 1, street and number, street 1, line 1",
    line2: "address line 2, address 2, street 2, suite, apartment, unit?, line 2",
    city: "city, town, post town, locality, city town",
    region: "region, state, county, province, state province",
    postalCode: "postal code, postcode, zip, zip code, post code, zip postal code",
    country: "country, country code, country name, country iso",
    status:
      "status, state of invoice, invoice status, customer status, account status, payment status, document status, active?",
    total:
      "total, invoice total, total amount, gross amount, gross, gross total, grand total, amount incl vat, amount including vat, total incl vat, " +
      "total including vat, total inc vat, total inc tax, amount incl tax, invoice amount, document total, total with vat, amount with vat, " +
      "total due?, total value, total gross",
    amount: "amount, value, sum, payment amount, amount received, receipt amount, transaction amount, document amount",
    issueDate:
      "invoice date, issue date, issued, issued on, date issued, bill date, tax date?, document date, invoiced on, invoice issue date, date raised",
    dueDate:
      "due date, due, due on, payment due, payment due date, date due, pay by, invoice due date, due by, maturity, maturity date",
    postingDate:
      "posting date, posted, posted on, date posted, gl date, accounting date, booking date, ledger date, voucher date?",
    receivedDate:
      "received date, date received, received, received on, payment date, paid on, date paid, paid date, receipt date, value date, " +
      "payment received, transaction date, cleared on",
    date: "date",
    balance:
      "balance, balance due, outstanding, outstanding amount, amount due, amount outstanding, open amount, open balance, remaining, " +
      "remaining amount, remaining balance, unpaid, unpaid amount, open, still open, outstanding balance, amount open",
    paid: "paid, amount paid, paid amount, paid to date, payments, total paid, settled amount",
    tax: "tax, vat, tax amount, vat amount, total tax, total vat, gst, sales tax, gst amount, output vat",
    type: "type, document type, invoice type, transaction type, doc type, kind",
    terms: "terms, payment terms, terms of payment, credit terms, net days?, term days?, due days?, days?",
    method:
      "method, payment method, paid by, payment type, payment means, means of payment, paid via, pay method, tender, tender type, channel?",
    reference:
      "reference, payment reference, customer reference, your reference, their reference, reference number, remittance information, " +
      "our reference?, buyer reference, remittance, payment details?",
    note: "note, notes, comment, comments, remark, remarks, memo, description, details, narrative, text?",
    net: "net, net amount, subtotal, sub total, amount excl vat, amount excluding vat, total excl vat, net total, taxable amount, total ex vat, net value, amount ex vat, goods value",
    discount: "discount, discount amount, discount percent",
    taxRate: "tax rate, vat rate, vat percent, tax percent, tax code, vat code",
    taxNumber:
      "vat number, vat id, tax id, tax number, vat registration number, company registration number, registration number, company number, tin, ein, vat reg number",
    rowId:
      "row, row id, row number, record id, internal id, line number, line, guid, uuid, system id, sequence, seq, entry number, index, batch, batch number",
    printDate:
      "printed, printed on, print date, date printed, export date, exported, exported on, report date, run date, statement date, as of",
    changedDate:
      "created, created at, created on, date created, creation date, modified, modified on, modified at, last modified, updated, updated at, changed on, entry date, customer since, last contact",
    exchangeRate: "exchange rate, rate, fx rate, currency rate",
    orderNumber:
      "order number, order, po number, purchase order, sales order, po, order reference, contract number, project, delivery note number",
    bankAccount: "bank account, iban, account iban, bank, bic, swift, bank account number, sort code, bank name",
    contact: "contact, contact person, contact name, attention, attn",
    agent: "salesperson, sales rep, agent, owner, account manager, sales person, user, created by, entered by, cashier",
    website: "website, web, url, homepage, fax, fax number",
    creditLimit: "credit limit, limit, credit, max credit",
    category:
      "category, segment, group, customer group, industry, class, price list, language, department, cost center, cost centre, territory",
    quantity: "quantity, items, lines, count, number of lines, pages, units",
    overdue: "overdue, days overdue, overdue days, age, aging, ageing, days late, overdue amount",
  },
  billing: "billing, bill to, bill, invoice, invoicing",
  shipping: "shipping, ship to, ship, delivery, deliver to",
  types: {
    invoice: "invoice, inv, sales invoice, tax invoice, standard invoice, si",
    "credit note": "credit note, credit memo, credit, cn, crn, credit invoice, cm, sales credit",
    "prepayment invoice": "prepayment invoice, prepayment, deposit invoice, advance invoice",
  },
  short: {
    inv: "invoice",
    cust: "customer",
    amt: "amount",
    acct: "account",
    acc: "account",
    ref: "reference",
    addr: "address",
    tel: "phone",
    curr: "currency",
    ccy: "currency",
    cur: "currency",
    bal: "balance",
    pmt: "payment",
    pymt: "payment",
    doc: "document",
    dt: "date",
    desc: "description",
    trans: "transaction",
    txn: "transaction",
    tot: "total",
    inc: "incl",
    including: "incl",
    ex: "excl",
    excluding: "excl",
    of: "",
    the: "",
    pct: "percent",
  },
}
