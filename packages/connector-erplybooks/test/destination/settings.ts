import { Schema } from "effect"

import { ErplyBooksSettings } from "../../src/index.ts"

export type Extra = Partial<typeof ErplyBooksSettings.Encoded>

/** Settings as they stand in a pipeline file, with everything that writing needs. */
export const settingsWith = (extra: Extra = {}): ErplyBooksSettings =>
  Schema.decodeSync(ErplyBooksSettings, { onExcessProperty: "error" })({
    baseUrl: "http://127.0.0.1:1/api",
    token: "token",
    paymentAccount: "1020",
    article: "Services",
    usePartnerApi: true,
    visibleAfter: 0,
    ...extra,
  })
