/**
 * Answers as Acme's documentation prints them, copied to the letter.
 *
 * To change: everything. Copy, don't type: these are what keeps a misspelt field from hiding behind your own stand-in.
 */
export const customerAnswer = `{
  "id": "81",
  "number": "C-1001",
  "name": "Põhjala Kaubandus OÜ",
  "email": "billing@pohjala.example",
  "phone": null,
  "created_at": "2026-01-05T08:00:00Z"
}`

export const invoiceAnswer = `{
  "id": "912",
  "number": "INV-2026-0001",
  "customer_number": "C-1001",
  "currency": "EUR",
  "total": "1200.50",
  "open": "200.50",
  "issue_date": "2026-11-02",
  "due_date": "2026-12-02",
  "reference": "",
  "memo": "Cleaning, October"
}`

export const paymentAnswer = `{
  "id": "1403",
  "number": "P-77",
  "customer_number": "C-1001",
  "currency": "EUR",
  "amount": "1000.00",
  "received_date": "2026-11-20",
  "method": "bank transfer",
  "invoice_number": "INV-2026-0001"
}`

export const takenAnswer = `{ "error": { "code": "number_taken", "message": "The number is taken." } }`
