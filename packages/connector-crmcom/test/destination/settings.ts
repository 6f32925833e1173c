import { Schema } from "effect"

import { CrmComSettings } from "../../src/index.ts"

/** Settings as they stand in a pipeline file, with everything that writing needs. */
export const settingsWith = (extra: Partial<typeof CrmComSettings.Encoded> = {}): CrmComSettings =>
  Schema.decodeSync(CrmComSettings, { onExcessProperty: "error" })({
    baseUrl: "http://127.0.0.1:1/crmapi/rest/v2",
    webApiKey: "key",
    currency: "EUR",
    timeZone: "Asia/Nicosia",
    invoiceType: { name: "Invoice" },
    product: { code: "SERVICE" },
    paymentType: { name: "Payment" },
    paymentMethod: { name: "Cash" },
    visibleAfter: 0,
    ...extra,
  })
