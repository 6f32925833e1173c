/** The records that make a difference, each with what source, ledger and target say of it, and why. */
import { type Difference, differenceKinds, type FlowTieOut } from "../tieOut/TieOut.ts"
import { count, counted, grouped } from "./amounts.ts"
import { type Html, markup } from "./html.ts"
import { more, most, type Row, table } from "./table.ts"
import { kindNames, recordName } from "./words.ts"

/** How many differences there are, those too that are not listed. */
export const differencesOf = (flows: ReadonlyArray<Pick<FlowTieOut, "differing">>): number =>
  flows.flatMap(({ differing }) => Object.values(differing)).reduce((sum, records) => sum + records, 0)

const amount = (text: string | undefined, currency: string | undefined): string =>
  text === undefined ? "–" : grouped(text, currency ?? "")

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

/** Why, with what tells where to look: fields by name, never their values (invariant 7). */
export const explained = ({ why, fields, copies, targetId }: Difference): string =>
  [
    sentence(why),
    ...(fields === undefined || fields.length === 0 ? [] : [`Fields: ${fields.join(", ")}.`]),
    ...(copies === undefined || copies.length === 0 ? [] : [`Copies in the target: ${copies.join(", ")}.`]),
    ...(targetId === undefined || copies !== undefined ? [] : [`Id in the target: ${targetId}.`]),
  ].join(" ")

const row = (difference: Difference): Row => {
  const { currency, source, ledger, target } = difference
  return {
    cells: [
      recordName(difference) || "(no number)",
      kindNames[difference.kind],
      difference.customer ?? "",
      currency ?? "",
      amount(source, currency),
      amount(ledger, currency),
      amount(target, currency),
      markup`<span class="why">${explained(difference)}</span>`,
    ],
  }
}

const kindsText = ({ differing }: FlowTieOut): string =>
  differenceKinds
    .flatMap((kind) => {
      const records = differing[kind]
      return records === undefined || records === 0 ? [] : [`${kindNames[kind]}: ${count(records)}`]
    })
    .join(" · ")

export const differences = (flow: FlowTieOut): Html => {
  const all = differencesOf([flow])
  if (all === 0)
    return markup`<h3>Differences</h3>
      <p>None.</p>`
  const shown = flow.differences.slice(0, most)
  return markup`<h3>${counted(all, "difference")}</h3>
    <p>${kindsText(flow)}</p>
    ${table({
      caption: `Differences, the weightiest first: ${flow.flow}`,
      columns: [
        { heading: "Record" },
        { heading: "What" },
        { heading: "Customer" },
        { heading: "Currency" },
        { heading: "Source", number: true },
        { heading: "Ledger", number: true },
        { heading: "Target", number: true },
        { heading: "Why" },
      ],
      rows: shown.map(row),
    })}
    ${
      flow.differences.length < all && shown.length === flow.differences.length
        ? markup`<p class="more">and ${counted(all - shown.length, "more", "more")}, not listed in this tie-out</p>`
        : more(all, shown.length)
    }`
}
