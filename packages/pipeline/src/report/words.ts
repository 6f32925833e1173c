/** What the terms of a tie-out are called where people read them, and what they mean. */
import type { Entity } from "@waybill/model"

import type { DifferenceKind, LookedAt, Step } from "../tieOut/TieOut.ts"

export const stepNames: Readonly<Record<Step, string>> = {
  read: "Read from the source",
  skipped: "Skipped by a condition of the pipeline file",
  dismissed: "Dismissed by a person",
  repeated: "Repeated: the same record once more",
  invalid: "Invalid: can't be sent as they are",
  held: "Held: wait for what they belong to",
  refused: "Refused by the target",
  unknown: "Unknown: sent, and no answer",
  pending: "Pending: not sent yet",
  new: "New at the source since the last run",
  changed: "Changed at the source since they were delivered",
  gone: "Gone from the source since they were delivered",
  confirmed: "Confirmed, as the source has them",
}

/** A step in a chart. `explained`: it is right that they are not there. `open`: somebody has to look. */
export const stepStanding: Readonly<Record<Exclude<Step, "read">, "confirmed" | "explained" | "open">> = {
  skipped: "explained",
  dismissed: "explained",
  repeated: "explained",
  invalid: "open",
  held: "open",
  refused: "open",
  unknown: "open",
  pending: "open",
  new: "open",
  changed: "open",
  gone: "open",
  confirmed: "confirmed",
}

export const kindNames: Readonly<Record<DifferenceKind, string>> = {
  missing: "Missing at the target",
  amount: "Other amount",
  doubled: "More than once at the target",
  field: "Other content",
  void: "Void at the target",
  draft: "Draft at the target",
  posted: "Posted at the target",
  unrecorded: "Not in the ledger",
  refused: "Refused",
  unknown: "Unknown",
  held: "Held",
  invalid: "Invalid",
  pending: "Not sent yet",
  new: "New at the source",
  changed: "Changed at the source",
  gone: "Gone from the source",
}

/** What can be said of a target by how far it was looked at. */
export const lookedAtNames: Readonly<Record<LookedAt, string>> = {
  listed: "Everything that the target holds was read back",
  shown:
    "Each delivered record was asked for by its id in the target; whatever else the target holds was not looked at",
  acknowledged:
    "Acknowledged, not read back: the target can't be asked what it holds, so what counts is that it said yes to each record",
  unreachable: "The target could not be read",
}

export const entityNames: Readonly<Record<Entity, string>> = {
  customer: "Customers",
  invoice: "Invoices",
  payment: "Payments",
}

/** A name within a dimension; what nobody told is said to be so. */
export const groupName = (dimension: "customer" | "status" | "age", name: string): string => {
  if (dimension !== "age") return name === "" ? "(not told)" : name
  if (name === "none") return "No due day"
  return name === "not due" ? "Not due" : name === "over 90" ? "Over 90 days" : `${name} days`
}

/** A number of records of a customer: `INV-7, row 12 of invoices.csv`. */
export const recordName = (record: {
  readonly key?: string
  readonly row?: number
  readonly file?: string
}): string => {
  const row = record.row === undefined ? undefined : `row ${record.row}`
  const place = record.file === undefined ? row : row === undefined ? record.file : `${row} of ${record.file}`
  return [record.key, place].filter((part) => part !== undefined).join(", ")
}
