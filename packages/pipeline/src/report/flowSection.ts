/** One flow: how far its target was looked at, the calculation, and what differs. */
import type { FlowTieOut } from "../tieOut/TieOut.ts"
import { counted } from "./amounts.ts"
import { ageCharts, stateCharts } from "./charts.ts"
import { differences, differencesOf } from "./differences.ts"
import { equation } from "./equation.ts"
import { byDimension, customers, groupTable, isReadBack } from "./groups.ts"
import { type Html, markup } from "./html.ts"
import { entityNames, lookedAtNames } from "./words.ts"

/** In words and with a sign: colour says nothing here. */
export const flowVerdict = (flow: FlowTieOut): string => {
  const found = differencesOf([flow])
  if (flow.lookedAt === "unreachable") return "? Not complete: the target could not be read"
  if (!flow.ties) return found === 0 ? "≠ Differs" : `≠ Differs: ${counted(found, "difference")}`
  return flow.lookedAt === "acknowledged"
    ? "= Source and ledger agree; the target acknowledged, and was not read back"
    : "= Source, ledger and target agree"
}

/** What was looked at, and the reason where not everything was. */
export const lookedAtText = ({ lookedAt, why }: FlowTieOut): string => {
  const text = lookedAtNames[lookedAt]
  return why === undefined || text.toLowerCase().startsWith(why.toLowerCase()) ? `${text}.` : `${text}. (${why})`
}

const draftsText = ({ drafts }: FlowTieOut): Html | undefined =>
  drafts === undefined || drafts.records === 0
    ? undefined
    : markup`<p>
        <strong>${counted(drafts.records, "record is a draft", "records are drafts")} in the target</strong>: there, but
        not counting until posted.
      </p>`

const ageing = (flow: FlowTieOut, id: string, asOf: string): Html | undefined =>
  flow.entity !== "invoice" || flow.groups.age.length === 0
    ? undefined
    : markup`<h3>By age at ${asOf}</h3>
        ${ageCharts(flow, id)}${byDimension(flow, "age")}`

const totals = (flow: FlowTieOut): Html =>
  groupTable(
    `By currency: ${flow.flow}`,
    "Currency",
    flow.groups.currency.map((group) => [group.currency === "" ? "(no money)" : group.currency, group] as const),
    isReadBack(flow),
  )

const statuses = (flow: FlowTieOut): Html | undefined =>
  flow.groups.status.length === 0
    ? undefined
    : markup`<h3>By status</h3>
        <p>In the words of the source and of the target; another word alone makes no difference.</p>
        ${byDimension(flow, "status")}`

/** `id`: of letters and digits, unique in the page. */
export const flowSection = (flow: FlowTieOut, id: string, asOf: string): Html =>
  markup`<section id="${id}" aria-labelledby="${id}-heading" class="flow">
    <h2 id="${id}-heading">${flow.flow}</h2>
    <p class="route">${entityNames[flow.entity]} from ${flow.from.connection} (${flow.from.stream}) to ${flow.to.connection} (${flow.to.stream}), which is ${flow.system}</p>
    <p class="${flow.ties ? "stands ties" : "stands"}"><strong>${flowVerdict(flow)}.</strong> ${lookedAtText(flow)}</p>
    ${draftsText(flow)}
    <h3>From source to target</h3>
    ${equation(flow)} ${stateCharts(flow, id)}
    <h3>Source, ledger and target</h3>
    ${totals(flow)} ${ageing(flow, id, asOf)} ${statuses(flow)} ${customers(flow)} ${differences(flow)}
  </section>`
