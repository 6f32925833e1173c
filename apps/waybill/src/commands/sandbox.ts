/** `waybill sandbox`: a local stand-in of PayorCRM, until Ctrl-C. */
import { type Faults, faultKinds, PayorCrmSandbox, PayorCrmSandboxSettings } from "@waybill/sandbox"
import { Console, Effect, Result, Schema } from "effect"
import { Command, Flag } from "effect/cli"

import { Exit } from "../exit.ts"
import { root } from "../root.ts"

type FaultInput = (typeof Faults.Encoded)["faults"]

const kindOf = Schema.decodeUnknownResult(Schema.Literals(faultKinds))

/** `error-after=0.1`: a tenth of the uploads; without a share: all of them. */
const parseFault = (text: string): Effect.Effect<NonNullable<FaultInput>[number], Exit> => {
  const [name, share] = text.split("=")
  const fault = kindOf(name)
  const rate = share === undefined ? undefined : Number(share)
  if (Result.isFailure(fault) || (rate !== undefined && !(rate >= 0 && rate <= 1))) {
    const hint = `a fault is one of ${faultKinds.join(", ")}, with a share from 0 to 1: error-after=0.1`
    return Effect.fail(new Exit({ exit: 2, code: "WB-CLI-FAULT", message: `'${text}' is not a fault`, hint }))
  }
  return Effect.succeed({ fault: fault.success, ...(rate === undefined ? {} : { rate }) })
}

const welcome = (
  url: string,
  apiKey: string,
  apiSecret: string,
): string => `PayorCRM's stand-in listens on ${url}; Ctrl-C ends it.

  PAYORCRM_URL=${url}
  PAYORCRM_API_KEY=${apiKey}
  PAYORCRM_API_SECRET=${apiSecret}

  GET  ${url}/sandbox/state       what it holds: counts, and sums by currency
  GET  ${url}/sandbox/invoices    the invoices as stored; /sandbox/customers likewise
  POST ${url}/sandbox/faults      {"faults": [{"fault": "error-after", "rate": 0.1}]}
  POST ${url}/sandbox/reset       forget everything`

export const sandbox = Command.make(
  "sandbox",
  {
    port: Flag.Int("port").pipe(
      Flag.withDescription("The port on 127.0.0.1; 0: any that is free"),
      Flag.withDefault(4010),
    ),
    onDuplicate: Flag.Literals("on-duplicate", ["upsert", "refuse", "duplicate"]).pipe(
      Flag.withDescription("What happens to a record that is there already"),
      Flag.withDefault("upsert"),
    ),
    amounts: Flag.Literals("amounts", ["decimal", "integer"]).pipe(
      Flag.withDescription("Whether an amount may have a fraction"),
      Flag.withDefault("decimal"),
    ),
    unknownCustomer: Flag.Literals("unknown-customer", ["refuse", "store"]).pipe(
      Flag.withDescription("What happens to an invoice whose customer is not there"),
      Flag.withDefault("refuse"),
    ),
    fault: Flag.String("fault").pipe(
      Flag.withMetavar("FAULT=SHARE"),
      Flag.withDescription(`What goes wrong, and how often; may be given several times: ${faultKinds.join(", ")}`),
      Flag.atLeast(0),
    ),
  },
  Effect.fn(function* ({ fault, ...switches }) {
    const { json } = yield* root
    const faults = yield* Effect.forEach(fault, parseFault)
    const settings = yield* Effect.orDie(Schema.decodeEffect(PayorCrmSandboxSettings)({ ...switches, faults }))
    const taken = new Exit({
      exit: 2,
      code: "WB-CLI-PORT",
      message: `nothing can listen on port ${switches.port}`,
      hint: "give another one with --port; 0 takes any that is free",
    })
    return yield* Effect.scoped(
      Effect.gen(function* () {
        const { url } = yield* Effect.mapError(PayorCrmSandbox.start({ ...switches, faults }), () => taken)
        const { apiKey, apiSecret } = settings
        yield* Console.log(json ? JSON.stringify({ url, apiKey, apiSecret }) : welcome(url, apiKey, apiSecret))
        return yield* Effect.never
      }),
    )
  }),
).pipe(Command.withDescription("Run a local stand-in of PayorCRM, with faults on demand"))
