/** What stands behind the figures as sheets: rejects, decisions, runs, and a place to sign. */
import { type TieOut, tieOutFingerprint, tieOutVerdict } from "@waybill/pipeline"

import { amountCell, countCell, dayCell, momentCell, type Sheet } from "./cells.ts"
import { sumRows } from "./figureSheets.ts"

export const rejects = ({ rejects }: TieOut): Sheet => ({
  name: "Rejects",
  header: ["Flow", "State", "Reason", "Field", "First row", "Message", "Hint", "Records", "Currency", "Amount"],
  rows: rejects.flatMap((group) =>
    sumRows(
      [group.flow, group.state, group.code, group.at ?? "", countCell(group.firstRow), group.message, group.hint ?? ""],
      group,
    ),
  ),
  amounts: ["Amount"],
})

export const decisions = ({ decisions }: TieOut): Sheet => ({
  name: "Decisions",
  header: ["Flow", "Record", "Row", "Decision", "Currency", "Amount", "Reason", "Run", "At (UTC)"],
  rows: decisions.map(({ flow, key, row, decision, money, reason, run, at }) => [
    flow,
    key ?? "",
    countCell(row),
    decision,
    money?.currency ?? "",
    amountCell(money?.amount),
    reason,
    countCell(run),
    momentCell(at),
  ]),
  amounts: ["Amount"],
})

export const runs = ({ runs }: TieOut): Sheet => ({
  name: "Runs",
  header: [
    "Run",
    "Command",
    "Of run",
    "Plan",
    "By",
    "Started (UTC)",
    "Ended (UTC)",
    "Outcome",
    "Waybill version",
    "Pipeline file, SHA-256",
  ],
  rows: runs.map(({ run, command, of, plan, by, startedAt, endedAt, outcome, version, fileHash }) => [
    countCell(run),
    command,
    countCell(of),
    plan ?? "",
    by ?? "",
    momentCell(startedAt),
    momentCell(endedAt),
    outcome,
    version,
    fileHash,
  ]),
})

export const signOff = (tieOut: TieOut): Sheet => ({
  name: "Sign-off",
  header: ["Sign-off", "Prepared by", "Checked by"],
  rows: [
    ["Pipeline", tieOut.pipeline, ""],
    ["As of", dayCell(tieOut.asOf), ""],
    ["Verdict", tieOutVerdict(tieOut), ""],
    ["Fingerprint: SHA-256 of what reconcile --json printed", tieOutFingerprint(tieOut), ""],
    ["Name", "", ""],
    ["Date", "", ""],
    ["Signature", "", ""],
  ],
})
