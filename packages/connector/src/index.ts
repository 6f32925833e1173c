/**
 * The contract between Waybill and a connector. Types, schemas and errors; no I/O.
 */
export { type Cell, CellDateTime, CellSchema, cellText, isCell } from "./Cell.ts"
export {
  type Connection,
  type Connector,
  make as makeConnector,
  type OpenOptions,
  type Platform,
  specVersion,
  type StreamInfo,
  type TargetOptions,
} from "./Connector.ts"
export {
  ConnectorError,
  Lost,
  type Next,
  type Reason,
  Refused,
  type Sent,
  Superseded,
  Throttled,
  Unauthorized,
  Unreachable,
  Unreadable,
} from "./ConnectorError.ts"
export type {
  Delivered,
  Delivery,
  Destination,
  Found,
  Landed,
  Listed,
  Outcome,
  Parent,
  ParentRef,
  Undo,
  UndoVerb,
} from "./Destination.ts"
export { fromPlain, plainOf, type PlainRecord, plainText, toPlain } from "./PlainRecord.ts"
export { CallsOfDay, type DayBudget, MaySend } from "./Sending.ts"
export type { BadRow, Cursor, Finding, GoodRow, Page, Row, Source } from "./Source.ts"
