/** The stand-in of PayorCRM as a system that the conformance suite can check a connector on. */
import type { System } from "@waybill/testkit"
import { Effect } from "effect"

import { PayorCrmSandbox } from "../../src/index.ts"
import { each } from "./keys.ts"

type OnDuplicate = "upsert" | "refuse" | "duplicate"

export const payorCrmSystem = (onDuplicate: OnDuplicate) =>
  Effect.map(PayorCrmSandbox.start({ onDuplicate }), (sandbox): System => {
    const { customerCopies, invoiceCopies } = sandbox
    return {
      settings: {
        baseUrl: sandbox.url,
        apiKey: "sandbox-key",
        apiSecret: "sandbox-secret",
        rateLimit: { perSecond: 1000, inFlight: 3 },
        amountUnit: "decimal",
        batch: 20,
        onDuplicate,
      },
      holds: (stream) => Effect.sync(() => each(stream === "customers" ? customerCopies() : invoiceCopies())),
      // Only customers are named by others.
      put: (_, models) => Effect.sync(() => sandbox.seed({ customerNumbers: models.map(({ number }) => number) })),
    }
  })
