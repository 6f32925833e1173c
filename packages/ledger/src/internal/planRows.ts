/** Plans and their records as they are read. */
import { Schema } from "effect"

import type { PlanHead, PlannedRecord } from "../Plans.ts"
import { decoded } from "./reading.ts"

/** The columns of a plan, by the names of {@link HeadRow}. */
export const headColumns = `name AS id, pipeline, made_at AS "madeAt", expires_at AS "expiresAt", by_whom AS by, version,
  after_run AS after, file_hash AS "fileHash", parts, asked, plan`

export const HeadRow = Schema.Struct({
  id: Schema.String,
  pipeline: Schema.String,
  madeAt: Schema.String,
  expiresAt: Schema.String,
  by: Schema.NullOr(Schema.String),
  version: Schema.String,
  after: Schema.Int,
  fileHash: Schema.String,
  parts: Schema.fromJsonString(Schema.Record(Schema.String, Schema.String)),
  asked: Schema.fromJsonString(Schema.Unknown),
  plan: Schema.fromJsonString(Schema.Unknown),
})

export const decodeHeads = decoded(HeadRow)

export const headOf = ({ by, ...head }: typeof HeadRow.Type): PlanHead => ({ ...head, ...(by === null ? {} : { by }) })

const RecordRow = Schema.Struct({
  flow: Schema.String,
  place: Schema.Int,
  row: Schema.Int,
  file: Schema.NullOr(Schema.String),
  key: Schema.NullOr(Schema.String),
  verdict: Schema.String,
  hash: Schema.String,
})

export const decodeRecords = decoded(RecordRow)

export const plannedOf = ({ file, key, ...row }: typeof RecordRow.Type): PlannedRecord => ({
  ...row,
  ...(file === null ? {} : { file }),
  ...(key === null ? {} : { key }),
})
