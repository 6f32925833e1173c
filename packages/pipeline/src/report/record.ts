/** What stands behind the figures: rejects, decisions, what was not looked at, runs. */
import type { RejectGroup } from "../rejects.ts"
import type { TieOut, TieOutDecision, TieOutRun } from "../tieOut/TieOut.ts"
import { count, grouped } from "./amounts.ts"
import { lookedAtText } from "./flowSection.ts"
import { type Html, markup } from "./html.ts"
import { more, most, table } from "./table.ts"
import { recordName } from "./words.ts"

const sums = (money: RejectGroup["money"]): ReadonlyArray<Html> =>
  Object.entries(money).map(
    ([currency, amount]) => markup`<span class="sum">${grouped(amount, currency)} ${currency}</span> `,
  )

const rejectTable = (rejects: TieOut["rejects"]): Html => {
  const shown = rejects.slice(0, most)
  return markup`${table({
    caption: "Rejected records by reason",
    columns: [
      { heading: "Reason" },
      { heading: "Flow" },
      { heading: "State" },
      { heading: "Field" },
      { heading: "Records", number: true },
      { heading: "Money", number: true },
      { heading: "Message" },
    ],
    rows: shown.map(({ code, flow, state, at, records, money, message, hint }) => ({
      cells: [
        code,
        flow,
        state,
        at ?? "",
        count(records),
        sums(money),
        markup`<span class="why"
          >${message}${hint === undefined ? undefined : markup`<span class="hint">${hint}</span>`}</span
        >`,
      ],
    })),
  })}${more(rejects.length, shown.length)}`
}

export const rejects = (tieOut: TieOut): Html =>
  markup`<section id="rejects" aria-labelledby="rejects-heading">
    <h2 id="rejects-heading">Rejects</h2>
    ${tieOut.rejects.length === 0 ? markup`<p>No record was rejected.</p>` : rejectTable(tieOut.rejects)}
  </section>`

/** `2026-11-21 22:48:19`, as it came where it is no such moment. */
export const momentText = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 19)}` : iso

const decisionTable = (caption: string, decisions: ReadonlyArray<TieOutDecision>): Html => {
  const shown = decisions.slice(0, most)
  return markup`${table({
    caption,
    columns: [
      { heading: "Record" },
      { heading: "Flow" },
      { heading: "Decision" },
      { heading: "Amount", number: true },
      { heading: "Reason" },
      { heading: "Run", number: true },
      { heading: "At (UTC)" },
    ],
    rows: shown.map((decision) => ({
      cells: [
        recordName(decision) || "(no number)",
        decision.flow,
        decision.decision,
        decision.money === undefined
          ? ""
          : `${grouped(decision.money.amount, decision.money.currency)} ${decision.money.currency}`,
        markup`<span class="why">${decision.reason}</span>`,
        String(decision.run),
        momentText(decision.at),
      ],
    })),
  })}${more(decisions.length, shown.length)}`
}

const isSettling = ({ decision }: TieOutDecision): boolean => decision === "delivered" || decision === "send"

export const decisions = (tieOut: TieOut): Html => {
  const dismissed = tieOut.decisions.filter(({ decision }) => decision === "dismissed")
  const settled = tieOut.decisions.filter(isSettling)
  const others = tieOut.decisions.filter((each) => each.decision !== "dismissed" && !isSettling(each))
  const part = (heading: string, caption: string, of: ReadonlyArray<TieOutDecision>, none: string): Html =>
    markup`<h3>${heading}</h3>
      ${of.length === 0 ? markup`<p>${none}</p>` : decisionTable(caption, of)}`
  return markup`<section id="decisions" aria-labelledby="decisions-heading">
    <h2 id="decisions-heading">Decisions</h2>
    ${part("Dismissed", "Dismissed records, with the reason", dismissed, "No record was dismissed.")}
    ${part("Unknown outcomes, and how they were settled", "Outcomes that nobody knew, and how a person settled them", settled, "No outcome had to be settled by a person.")}
    ${others.length === 0 ? undefined : part("Taken back, and others", "Records taken back, and other decisions", others, "")}
  </section>`
}

export const notLookedAt = (tieOut: TieOut): Html => {
  const partly = tieOut.flows.filter(({ lookedAt, why }) => lookedAt !== "listed" || why !== undefined)
  const items = [
    ...tieOut.stopped.map(
      ({ flow, code, message, hint }) =>
        markup`<li>
          <strong>${flow}</strong>: the look ended early. ${message}
          (${code})${hint === undefined ? undefined : markup`<span class="hint">${hint}</span>`}
        </li>`,
    ),
    ...partly.map((flow) => markup`<li><strong>${flow.flow}</strong>: ${lookedAtText(flow)}</li>`),
  ]
  return markup`<section id="not-looked-at" aria-labelledby="not-looked-at-heading">
    <h2 id="not-looked-at-heading">What was not looked at</h2>
    ${
      items.length === 0
        ? markup`<p>Nothing: every source and every target was read to its end.</p>`
        : markup`<ul>
            ${items}
          </ul>`
    }
  </section>`
}

const runRow = ({ run, command, of, plan, by, startedAt, endedAt, outcome, version, fileHash }: TieOutRun) => ({
  cells: [
    String(run),
    of === undefined ? command : `${command} of ${of}`,
    by ?? "",
    momentText(startedAt),
    endedAt === undefined ? "not ended" : momentText(endedAt),
    outcome,
    plan ?? "",
    version,
    markup`<code>${fileHash.slice(0, 12)}</code>`,
  ],
})

const mostRuns = 100

export const runs = ({ runs }: TieOut): Html => {
  const shown = runs.slice(-mostRuns)
  const headings = [
    "Run",
    "Command",
    "By",
    "Started (UTC)",
    "Ended (UTC)",
    "Outcome",
    "Plan",
    "Waybill",
    "Pipeline file",
  ]
  return markup`<section id="runs" aria-labelledby="runs-heading">
    <h2 id="runs-heading">Runs</h2>
    <p>
      Who wrote to the ledger, when, and with which pipeline file: the first 12 digits of its SHA-256, in full in the
      workbook.
    </p>
    ${runs.length === 0 ? markup`<p>None.</p>` : table({ caption: "Runs, first to last", columns: headings.map((heading) => ({ heading })), rows: shown.map(runRow) })}
    ${more(runs.length, shown.length)}
  </section>`
}
