/** The records that make a difference, each with what source, ledger and target say of it, and why. */
import { type Difference, differenceKinds, type FlowTieOut } from "../tieOut/TieOut.ts"
import { count, counted, grouped } from "./amounts.ts"
import { type Html, markup } from "./html.ts"
import { type Column, more, most, table } from "./table.ts"
import { kindNames, recordName } from "./words.ts"

/** How many differences there are, those too that are not listed. */
export const differencesOf = (flows: ReadonlyArray<Pick<FlowTieOut, "differing">>): number =>
  flows.flatMap(({ differing }) => Object.values(differing)).reduce((sum, records) => sum + records, 0)

const amount = (text: string | undefined, currency: string | undefined): string =>
  text === undefined ? "–" : grouped(text, currency ?? "")

const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".")

/** Why, with what tells where to look: fields by name, never their values (invariant 7). */
export const explained = ({ why, fields, copies, targetId }: Difference): string =>
  [
    sentence(why),
    ...(fields === undefined || fields.length === 0 ? [] : [`Fields: ${fields.join(", ")}.`]),
    ...(copies === undefined || copies.length === 0 ? [] : [`Copies in the target: ${copies.join(", ")}.`]),
    ...(targetId === undefined || copies !== undefined ? [] : [`Id in the target: ${targetId}.`]),
  ].join(" ")

const named: ReadonlyArray<Column> = [{ heading: "Record" }, { heading: "What" }]
const valued: ReadonlyArray<Column> = [
  { heading: "Customer" },
  { heading: "Currency" },
  { heading: "Source", number: true },
  { heading: "Ledger", number: true },
  { heading: "Target", number: true },
]

const valuesOf = ({ customer, currency, source, ledger, target }: Difference): ReadonlyArray<string> => [
  customer ?? "",
  currency ?? "",
  ...[source, ledger, target].map((side) => amount(side, currency)),
]

/** Customers have neither customer nor money. */
const list = ({ flow, entity }: FlowTieOut, shown: ReadonlyArray<Difference>): Html =>
  table({
    caption: `Differences, the weightiest first: ${flow}`,
    columns: [...named, ...(entity === "customer" ? [] : valued), { heading: "Why" }],
    rows: shown.map((difference) => ({
      cells: [
        recordName(difference) || "(no number)",
        kindNames[difference.kind],
        ...(entity === "customer" ? [] : valuesOf(difference)),
        markup`<span class="why">${explained(difference)}</span>`,
      ],
    })),
  })

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
  const listed = flow.differences.length
  const shown = flow.differences.slice(0, most)
  return markup`<h3>${counted(all, "difference")}</h3>
    <p>${kindsText(flow)}</p>
    ${shown.length === 0 ? undefined : list(flow, shown)}
    ${more(listed, shown.length)}
    ${all > listed ? markup`<p class="more">and ${count(all - listed)} that this tie-out does not list</p>` : undefined}`
}
