/** Ways to break a connection. */
import { Effect, Redacted, Schema } from "effect"

import { Settings } from "./shelfClient.ts"
import type { Variants } from "./variant.ts"

const { fields } = Settings

export const connectionFlaws: Variants = {
  "another contract": {
    flaws: { connector: (one) => ({ ...one, specVersion: "connector/v0" as never }) },
    fails: ["contract"],
  },
  "a code of another form": {
    flaws: { connector: (one) => ({ ...one, errors: [...one.errors, { code: "SHELF-1", meaning: "?", fix: "?" }] }) },
    fails: ["error codes"],
  },
  "a code that is not listed": {
    flaws: { connector: (one) => ({ ...one, errors: one.errors.filter(({ code }) => code !== "WB-SHELF-STREAM") }) },
    fails: ["streams: unlisted"],
  },
  "a check that asks nobody": {
    flaws: {
      connector: (one) => ({
        ...one,
        open: (...args) =>
          Effect.map(one.open(...args), (connection) => ({ ...connection, check: Effect.succeed([]) })),
      }),
    },
    fails: ["check: reaches", "check: tells"],
  },
  "a check that is content with anything": {
    flaws: {
      connector: (one) => ({
        ...one,
        open: (...args) =>
          Effect.map(one.open(...args), (connection) => ({
            ...connection,
            check: Effect.orElseSucceed(connection.check, () => []),
          })),
      }),
    },
    fails: ["check: tells"],
  },
  "another entity": {
    flaws: { destination: (one) => ({ ...one, entity: "payment" }) },
    fails: ["streams: open"],
  },
  "any stream": {
    flaws: {
      connector: (one) => ({
        ...one,
        open: (...args) =>
          Effect.map(one.open(...args), (connection) => ({
            ...connection,
            source: () => connection.source!("invoices"),
          })),
      }),
    },
    fails: ["streams: unlisted"],
  },
  "a setting without a description": {
    flaws: { connector: (one) => ({ ...one, settings: Schema.Struct({ ...fields, baseUrl: Schema.String }) }) },
    fails: ["settings: described"],
  },
  "settings that are taken whatever they are": {
    flaws: {
      connector: (one) => ({
        ...one,
        settings: Settings.pipe(
          Schema.catchDecoding(() =>
            Effect.succeedSome({ baseUrl: "http://127.0.0.1:1", token: Redacted.make("none") }),
          ),
        ) as never,
      }),
    },
    fails: ["settings: described", "settings: required", "settings: unknown"],
  },
  "settings of any name": {
    flaws: {
      connector: (one) => ({
        ...one,
        settings: Schema.StructWithRest(Settings, [Schema.Record(Schema.String, Schema.Any)]) as never,
      }),
    },
    fails: ["settings: unknown"],
  },
  "a secret in plain": {
    flaws: {
      connector: (one) => ({
        ...one,
        settings: Schema.Struct({ ...fields, token: Schema.String.annotate({ description: "Its token" }) }) as never,
        open: (settings, options) =>
          Effect.flatMap(Effect.orDie(Schema.decodeEffect(Settings)(settings as never)), (decoded) =>
            one.open(decoded, options),
          ),
      }),
    },
    fails: ["secrets: in settings"],
  },
  "a secret in a message": {
    flaws: { manners: { talks: true } },
    fails: ["secrets: in errors and logs"],
  },
}
