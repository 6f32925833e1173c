/** Ways to break a destination. */
import type { Delivered, Delivery, Destination } from "@waybill/connector"
import type { Invoice } from "@waybill/model"
import { Effect, Result, Stream } from "effect"

import type { Flaws } from "./shelf.ts"
import { lost, rounded, type Variants } from "./variant.ts"

type Deliver = (batch: ReadonlyArray<Delivery<Invoice>>) => Effect.Effect<Delivered>

const delivering =
  (change: (deliver: Deliver) => Deliver): NonNullable<Flaws["destination"]> =>
  (destination) => ({ ...destination, deliver: change(destination.deliver) })

const confirmedAll = ({ outcomes }: Delivered): Delivered => ({ outcomes: outcomes.map(() => ({ _tag: "Confirmed" })) })

const changed = (change: (destination: Destination<Invoice>) => Partial<Destination<any>>): Flaws => ({
  destination: (destination) => ({ ...destination, ...change(destination) }),
})

export const destinationFlaws: Variants = {
  "a key that JSON changes": {
    flaws: changed(({ fromModel }) => {
      const made = new WeakSet<object>()
      return {
        fromModel: (model) =>
          Result.map(fromModel(model), (record) => {
            made.add(record)
            return record
          }),
        key: (record: Invoice) => (made.has(record) ? record.number : `${record.number}?`),
      }
    }),
    fails: ["key: stable"],
  },
  "a mapping that throws": {
    flaws: changed(({ fromModel }) => ({
      fromModel: (model) => {
        if ("note" in model && (model.note ?? "").includes("\0")) throw new Error("NUL")
        return fromModel(model)
      },
    })),
    fails: ["map: hostile data", "deliver: hostile data"],
  },
  "an empty batch that is sent": {
    flaws: changed(({ deliver, find }) => ({
      deliver: (batch) =>
        batch.length > 0 ? deliver(batch) : Effect.as(Effect.ignore(find!(["1"])), { outcomes: [] }),
    })),
    fails: ["batch: empty"],
  },
  "an outcome too few": {
    flaws: {
      destination: delivering(
        (deliver) => (batch) =>
          Effect.map(deliver(batch), ({ outcomes }) => ({
            outcomes: outcomes.length < 3 ? outcomes : outcomes.slice(1),
          })),
      ),
    },
    fails: [
      "deliver: arrives",
      "batch: full",
      "batch: one bad record",
      "list",
      "throttled: for good",
      "credentials refused",
      "another run took over",
    ],
  },
  "the last of a batch is not sent": {
    flaws: {
      destination: delivering(
        (deliver) => (batch) =>
          batch.length < 3
            ? deliver(batch)
            : Effect.map(deliver(batch.slice(0, -1)), ({ outcomes }) => ({
                outcomes: [...outcomes, { _tag: "Confirmed" }],
              })),
      ),
    },
    fails: ["deliver: arrives", "batch: full", "batch: one bad record", "list"],
  },
  "requests longer than declared": {
    flaws: changed(({ batch }) => ({ batch: { ...batch, bytes: 100 } })),
    fails: ["batch: full"],
  },
  "everything at once": {
    flaws: {
      destination: delivering(
        (deliver) => (batch) =>
          Effect.map(
            Effect.forEach(batch, (one) => deliver([one]), { concurrency: "unbounded" }),
            (all) => ({ outcomes: all.flatMap(({ outcomes }) => outcomes) }),
          ),
      ),
    },
    fails: ["batch: several at once", "throttled: for good", "credentials refused", "another run took over"],
  },
  "Confirmed whatever happens": {
    flaws: { destination: delivering((deliver) => (batch) => Effect.map(deliver(batch), confirmedAll)) },
    fails: [
      "lost: cut before",
      "lost: error before",
      "throttled: for good",
      "credentials refused",
      "another run took over",
      "undo",
      "undo: unknown id",
      "undo: lost answer",
    ],
  },
  "upsert declared where it refuses": {
    flaws: { onDuplicate: "refuse" },
    fails: [
      "repeat",
      "lost: cut after",
      "lost: error after",
      "lost: page",
      "lost: half an answer",
      "lost: no answer in time",
    ],
  },
  "refusal declared where it duplicates": {
    flaws: { onDuplicate: "duplicate", declared: "refuse" },
    fails: ["repeat"],
  },
  "updates that make new records": {
    flaws: {
      onDuplicate: "duplicate",
      declared: "duplicate",
      destination: delivering((deliver) => (batch) => deliver(batch.map((one) => ({ ...one, change: "create" })))),
    },
    fails: ["update"],
  },
  "one bad record refuses its batch": {
    flaws: {
      destination: delivering(
        (deliver) => (batch) =>
          Effect.map(deliver(batch), ({ outcomes, ...more }) => {
            const no = outcomes.find(({ _tag }) => _tag === "Refused")
            return { ...more, outcomes: no === undefined ? outcomes : outcomes.map(() => no) }
          }),
      ),
    },
    fails: ["batch: one bad record"],
  },
  "a lost write that is sent again": {
    flaws: { onDuplicate: "duplicate", declared: "duplicate", manners: { resends: true } },
    fails: ["lost: cut after", "lost: error after", "lost: page", "lost: half an answer", "lost: no answer in time"],
  },
  "a failure that refuses the record": {
    flaws: { manners: { blames: true } },
    fails: ["lost: error before", "lost: error after"],
  },
  "a lost answer that counts as not sent": {
    flaws: {
      destination: delivering(
        (deliver) => (batch) =>
          Effect.map(deliver(batch), ({ outcomes, ...more }) => ({
            ...more,
            outcomes: outcomes.map((one) => (one._tag === "Unknown" ? { ...one, _tag: "NotSent" } : one)),
          })),
      ),
    },
    fails: ["lost: cut after", "lost: error after", "lost: page", "lost: half an answer", "lost: no answer in time"],
  },
  "a look-up that finds nothing": {
    flaws: changed(() => ({ find: () => Effect.succeed(new Map()) })),
    fails: ["find", "find: could not look", "post"],
  },
  "a look-up that believes anything": {
    flaws: changed(({ find }) => ({ find: (keys) => Effect.orElseSucceed(find!(keys), () => new Map()) })),
    fails: ["find: could not look"],
  },
  "a list without its last record": {
    flaws: changed(({ list }) => ({ list: Stream.map(list!, (page) => page.slice(0, -1)) })),
    fails: ["list"],
  },
  "a list of other amounts": {
    flaws: changed(({ list }) => ({
      list: Stream.map(list!, (page) => page.map((one) => ({ ...one, model: { ...one.model, total: undefined } }))),
    })),
    fails: ["list"],
  },
  "ids that are shown as others": {
    flaws: changed(({ show }) => ({
      show: (ids) =>
        Effect.map(show!(ids), (shown) => new Map(ids.map((id, index) => [id, [...shown.values()].at(index - 1)!]))),
    })),
    fails: ["show"],
  },
  "no waiting": {
    flaws: { manners: { waits: false } },
    fails: ["throttled: for a while"],
  },
  "tries without end": {
    flaws: { manners: { tries: 40 } },
    fails: ["throttled: for good"],
  },
  "no pace": {
    flaws: { manners: { paced: false } },
    fails: ["throttled: calls a second"],
  },
  "credentials tried again and again": {
    flaws: { manners: { signIns: 5 } },
    fails: ["credentials refused"],
  },
  "a run that sends without the right": {
    flaws: { manners: { asks: false } },
    fails: ["another run took over"],
  },
  "an undo that does nothing": {
    flaws: changed(({ undo }) => ({
      undo: { ...undo!, run: (batch) => Effect.succeed({ outcomes: batch.map(() => ({ _tag: "Confirmed" })) }) },
    })),
    fails: ["undo", "undo: lost answer"],
  },
  "an undo that fails the second time": {
    flaws: changed(({ undo, show }) => ({
      undo: {
        ...undo!,
        run: (batch) =>
          Effect.flatMap(Effect.orDie(show!(batch.map(({ targetId }) => targetId))), (there) =>
            there.size > 0
              ? undo!.run(batch)
              : Effect.succeed({
                  outcomes: [{ _tag: "Unknown", issue: { code: "WB-SHELF-LOST", message: "it is not there" } }],
                }),
          ),
      },
    })),
    fails: ["undo", "undo: unknown id"],
  },
  "an undo that calls a lost answer a refusal": {
    flaws: changed(({ undo }) => ({
      undo: {
        ...undo!,
        run: (batch) =>
          Effect.map(undo!.run(batch), ({ outcomes }) => ({
            outcomes: outcomes.map((one) => (one._tag === "Unknown" ? { ...one, _tag: "Refused" } : one)),
          })),
      },
    })),
    fails: ["undo: lost answer"],
  },
  "a post that does nothing": {
    flaws: changed(() => ({ post: (batch) => Effect.succeed({ outcomes: batch.map(() => ({ _tag: "Confirmed" })) }) })),
    fails: ["post"],
  },
  "a deliver that dies": {
    flaws: {
      destination: delivering(
        (deliver) => (batch) =>
          batch.some(({ record }) => record.note?.includes("<b>") === true) ? Effect.die(lost) : deliver(batch),
      ),
    },
    fails: ["deliver: hostile data"],
  },
  "amounts that pass through a JavaScript number": {
    flaws: changed(({ fromModel }) => ({
      fromModel: (model) => Result.map(fromModel(model), (record) => ({ ...record, total: rounded(record.total) })),
    })),
    fails: ["deliver: hostile data"],
  },
  "a stream that makes nothing and sends all the same": {
    flaws: changed(() => ({ creates: false })),
    fails: ["deliver: makes nothing"],
  },
}
