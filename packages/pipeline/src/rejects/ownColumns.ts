/**
 * The columns that an export of rejects has beside the source's own, and what stands in them.
 */
import type { KeptReject } from "@waybill/ledger"

import { shownIssues } from "./shownIssues.ts"

/** In the order of the export, before the source's columns. */
export const ownColumns = [
  "waybill id",
  "waybill row",
  "waybill file",
  "waybill state",
  "waybill code",
  "waybill column",
  "waybill message",
  "waybill hint",
  "waybill version",
] as const
export type OwnColumn = (typeof ownColumns)[number]

/** The first column of an export that has several flows in one table. */
export const flowColumn = "waybill flow"

/** An id as people see it: `7F3A-09C2-11BE`, the beginning of an `origin`. */
export const lineageId = (origin: string): string =>
  origin
    .slice(0, 12)
    .toUpperCase()
    .replace(/(?<=^(?:.{4})+)(?=.)/g, "-")

/** An id as somebody wrote it, as {@link lineageId} does; `undefined` where it is none. */
export const parseLineageId = (text: string): string | undefined => {
  const digits = text.replace(/[^0-9A-Za-z]/g, "")
  return /^[0-9A-Fa-f]{12}$/.test(digits) ? lineageId(digits) : undefined
}

/** What stands in our columns; several issues one below the other. */
export const ownValues = (reject: KeptReject): Readonly<Record<OwnColumn | typeof flowColumn, string>> => {
  const { flow, origin, row, file = "", state, version, issues } = reject
  const lines = (of: (issue: KeptReject["issues"][number]) => string | undefined): string =>
    shownIssues(issues)
      .map((issue) => of(issue) ?? "")
      .join("\n")
  return {
    [flowColumn]: flow,
    "waybill id": lineageId(origin),
    "waybill row": String(row),
    "waybill file": file,
    "waybill state": state,
    "waybill code": lines(({ code }) => code),
    "waybill column": lines(({ column, field }) => column ?? field),
    "waybill message": lines(({ message }) => message),
    "waybill hint": lines(({ hint }) => hint),
    "waybill version": String(version),
  }
}
