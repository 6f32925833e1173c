/**
 * The first records of a flow, as they come, as the model, and as they would be sent.
 */
import { type Issue, schemas } from "@waybill/model"
import { Effect, Option, Predicate, Result, Schema, Stream } from "effect"

import { copyOf } from "./copies.ts"
import type { OpenFlow } from "./flow/OpenFlow.ts"
import { pretendIds, referringTransformer } from "./flow/refer.ts"
import { stopOf } from "./flow/Stop.ts"

export interface PreviewRecord {
  readonly row: number
  /** The file of that row, where the stream is several files. */
  readonly file?: string
  /** The source's record by column, plain JSON. */
  readonly source: Readonly<Record<string, unknown>>
  readonly fate: "ready" | "skipped" | "invalid"
  /** The core model, plain JSON: money as `"12.3 EUR"`, dates as `"2026-11-20"`. */
  readonly model?: Readonly<Record<string, unknown>>
  /** The target's own record, as it would be sent: plain JSON. */
  readonly target?: Readonly<Record<string, unknown>>
  readonly issues: ReadonlyArray<Issue>
}

export interface FlowPreview {
  readonly flow: string
  readonly records: ReadonlyArray<PreviewRecord>
}

const asFields = (name: "model" | "target", encoded: Result.Result<unknown, unknown>) =>
  Result.isSuccess(encoded) && Predicate.isObject(encoded.success) ? { [name]: { ...encoded.success } } : {}

const fates = { Ready: "ready", Skipped: "skipped", Invalid: "invalid" } as const

/** Reads and transforms the first `limit` records of a flow; nothing is written down or sent. */
export const previewFlow = Effect.fn("previewFlow")(function* (flow: OpenFlow, limit: number) {
  const encodeModel = Schema.encodeUnknownResult(Schema.toCodecJson(schemas[flow.entity]))
  const encodeTarget = copyOf(flow.destination.record).Schema.encodeUnknownResult(flow.destination.record)
  const transform = referringTransformer(flow, pretendIds)
  const items = yield* flow.source.read(Option.none()).pipe(
    Stream.mapEffect(({ rows }) => transform(rows)),
    Stream.flattenIterable,
    Stream.take(limit),
    Stream.runCollect,
    Effect.mapError(stopOf),
  )
  const records = items.map((item): PreviewRecord => {
    const { row, file } = item
    const base = {
      row,
      ...(file === undefined ? {} : { file }),
      source: item.lineage.source,
      fate: fates[item._tag],
      issues: item._tag === "Invalid" ? item.issues : [],
    }
    if (item._tag !== "Ready") return base
    const [model, target] = [encodeModel(item.model), encodeTarget(item.record)]
    return {
      ...base,
      ...asFields("model", model),
      ...asFields("target", target),
    }
  })
  return { flow: flow.spec.name, records } satisfies FlowPreview
})
