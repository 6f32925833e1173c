/** Tables that a screen reader can tell, that scroll on a small screen and break between rows on paper. */
import { count } from "./amounts.ts"
import { type Html, markup, type Piece } from "./html.ts"

export interface Column {
  readonly heading: string
  /** A number: to the right, with figures of one width. */
  readonly number?: boolean
  /** The heading above this one and its neighbours of the same. */
  readonly under?: string
}

export interface Row {
  /** The first names the row. */
  readonly cells: ReadonlyArray<Piece>
  /** `total`: a rule above. `differs`: bold, as what it says is. `part`: of the row above. */
  readonly tone?: "total" | "differs" | "part" | undefined
}

export interface Table {
  /** Once in a page. */
  readonly caption: string
  /** Whether the caption is only to be heard: the heading above says as much. */
  readonly isHeaded?: boolean
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<Row>
}

const th = ({ heading, number }: Column): Html =>
  number === true ? markup`<th scope="col" class="number">${heading}</th>` : markup`<th scope="col">${heading}</th>`

/** The headings above: each spans the columns that stand under it. */
const upperRow = (columns: ReadonlyArray<Column>): Html | undefined => {
  if (columns.every(({ under }) => under === undefined)) return undefined
  const cells = columns.flatMap(({ under }, index) => {
    if (under === undefined) return markup`<td></td>`
    if (columns[index - 1]?.under === under) return []
    const span = columns.filter((column) => column.under === under).length
    return markup`<th scope="colgroup" colspan="${String(span)}" class="upper">${under}</th>`
  })
  return markup`<tr>${cells}</tr>`
}

const tr = (columns: ReadonlyArray<Column>, { cells, tone }: Row): Html => {
  const [name, ...others] = cells
  const values = others.map((cell, index) =>
    columns[index + 1]?.number === true ? markup`<td class="number">${cell}</td>` : markup`<td>${cell}</td>`,
  )
  const inside = markup`<th scope="row">${name}</th>${values}`
  return tone === undefined ? markup`<tr>${inside}</tr>\n` : markup`<tr class="${tone}">${inside}</tr>\n`
}

export const table = ({ caption, isHeaded, columns, rows }: Table): Html =>
  markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption${isHeaded === true ? markup` class="heard"` : undefined}>${caption}</caption>
      <thead>
        ${upperRow(columns)}
        <tr>${columns.map(th)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => tr(columns, row))}
      </tbody>
    </table>
  </div>`

/** At most so many of a list in the page. */
export const most = 500

/** How many more there are than the page shows. */
export const more = (all: number, shown: number): Html | undefined =>
  all > shown ? markup`<p class="more">and ${count(all - shown)} more in the workbook</p>` : undefined
