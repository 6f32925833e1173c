/**
 * The lists of the configuration: the first entry of each is the default.
 */
import { Result } from "effect"

import type { Office } from "./Office.ts"
import type { Query } from "./Served.ts"
import { typeOf } from "./transactions.ts"

export const rejectionReasons = ({ catalogue }: Office) =>
  Result.succeed(
    catalogue.rejectionReasons.all.map((rejection_reason, index) => ({ default: index === 0, rejection_reason })),
  )

export const paymentMethods = (office: Office, params: Query<"configuration", "paymentMethods">) =>
  Result.map(typeOf(office, params.payment_type_identifier, "PAYMENT"), () =>
    office.catalogue.paymentMethods.all.map((payment_method, index) => ({
      id: payment_method.id,
      default: index === 0,
      payment_method,
    })),
  )

export const paymentPreferences = () => Result.succeed([{ id: "OTHER", name: "Other", type: "OTHER" }])
