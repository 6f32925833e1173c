/** The CSV connector, broken on purpose: the checks that are about it turn red. */
import { assert, it } from "@effect/vitest"
import { csv } from "@waybill/connector-csv"
import { breaking, failuresOf } from "@waybill/testkit"
import { Effect, Stream } from "effect"

import { folderSystem } from "./folderSystem.ts"

const suite = { connector: csv, system: folderSystem, streams: { "invoices.csv": "invoice" } } as const

it.live("a deliver that forgets the first record of a batch", () =>
  Effect.gen(function* () {
    const forgetful = breaking(suite, {
      destination: ({ deliver, ...rest }) => ({
        ...rest,
        deliver: (batch) =>
          batch.length < 2
            ? deliver(batch)
            : Effect.map(deliver(batch.slice(1)), ({ outcomes }) => ({
                outcomes: [{ _tag: "Confirmed" }, ...outcomes],
              })),
      }),
    })
    const failed = yield* failuresOf(forgetful, "invoices.csv", ["deliver: arrives", "repeat"])
    assert.deepStrictEqual(failed, ["deliver: arrives"])
  }),
)

it.live("a read that drops the first row of each page", () =>
  Effect.gen(function* () {
    const lossy = breaking(suite, {
      source: ({ read, ...rest }) => ({
        ...rest,
        read: (from) => Stream.map(read(from), (page) => ({ ...page, rows: page.rows.slice(1) })),
      }),
    })
    const failed = yield* failuresOf(lossy, "invoices.csv", ["read: everything once", "read: nothing"])
    assert.deepStrictEqual(failed, ["read: everything once"])
  }),
)
