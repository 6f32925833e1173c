/**
 * What can go wrong between Waybill and a system, as one envelope with a tagged reason.
 *
 * A reason says two things, and the engine looks at nothing else: what to do next, and whether the request may have been
 * carried out.
 */
import { Schema } from "effect"

/** What the engine does next. `retry` goes to `stopRun` when the connector's own tries are used up. */
export type Next = "retry" | "refuse" | "stopFlow" | "stopRun"

/** Whether the request may have reached the system and been carried out there. */
export type Sent = "no" | "maybe"

/** Nobody answers at the address: refused, no such host, no route, TLS failed before a byte was sent. */
export class Unreachable extends Schema.TaggedError<Unreachable>("@waybill/connector/Unreachable")("Unreachable", {
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  readonly next: Next = "retry"
  readonly sent: Sent = "no"
}

/** The credentials are refused. Trying again would lock the account. */
export class Unauthorized extends Schema.TaggedError<Unauthorized>("@waybill/connector/Unauthorized")("Unauthorized", {
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  readonly next: Next = "stopRun"
  readonly sent: Sent = "no"
}

/** Too many requests: the system turned this one away without looking at it. */
export class Throttled extends Schema.TaggedError<Throttled>("@waybill/connector/Throttled")("Throttled", {
  /** How long the system asks to wait, in milliseconds, where it says so. */
  retryAfter: Schema.optionalKey(Schema.Finite),
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  readonly next: Next = "retry"
  readonly sent: Sent = "no"
}

/** The system looked at the request and said no: nothing was carried out. */
export class Refused extends Schema.TaggedError<Refused>("@waybill/connector/Refused")("Refused", {
  /** The system's own code or status, such as `400`. */
  status: Schema.optionalKey(Schema.String),
  /** The system's own words, shortened; shown beside the record, never in a log. */
  answer: Schema.optionalKey(Schema.String),
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  readonly next: Next = "refuse"
  readonly sent: Sent = "no"
}

/** No answer, half an answer, an answer that can't be read, or the system's own failure: its fate is unknown. */
export class Lost extends Schema.TaggedError<Lost>("@waybill/connector/Lost")("Lost", {
  /** `timeout`, `connection cut`, `status 503`, `unreadable answer`, … */
  how: Schema.String,
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  readonly next: Next = "stopFlow"
  readonly sent: Sent = "maybe"
}

/** The input can't be read at all: no such file, not a workbook, no such sheet, wrong encoding. */
export class Unreadable extends Schema.TaggedError<Unreadable>("@waybill/connector/Unreadable")("Unreadable", {
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  readonly next: Next = "stopFlow"
  readonly sent: Sent = "no"
}

/** Whoever runs the connector has lost the right to send: another run has taken over. */
export class Superseded extends Schema.TaggedError<Superseded>("@waybill/connector/Superseded")("Superseded", {
  cause: Schema.optionalKey(Schema.Defect()),
}) {
  readonly next: Next = "stopRun"
  readonly sent: Sent = "no"
}

export type Reason = Unreachable | Unauthorized | Throttled | Refused | Lost | Unreadable | Superseded

/** The one error of every connector. `message` and `hint` are for the operator: no secret, no record's content. */
export class ConnectorError extends Schema.TaggedError<ConnectorError>("@waybill/connector/ConnectorError")(
  "ConnectorError",
  {
    /** The connector's short name. */
    connector: Schema.String,
    /** What was being done: `uploadInvoices`, `read customers.csv`. */
    operation: Schema.String,
    /** Stable: `WB-…`. */
    code: Schema.String,
    message: Schema.String,
    hint: Schema.optionalKey(Schema.String),
    reason: Schema.Union([Unreachable, Unauthorized, Throttled, Refused, Lost, Unreadable, Superseded]),
  },
) {
  get next(): Next {
    return this.reason.next
  }
  get sent(): Sent {
    return this.reason.sent
  }
}
