/**
 * Bars that keep their text readable at any width: positions across are percentages, so nothing is scaled. Told apart by
 * pattern, not by colour; what they show stands in a table beside them.
 */
import { type Html, markup } from "./html.ts"

/** `solid`, `striped`, `dotted`. */
export type Fill = "solid" | "striped" | "dotted"

export interface Bar {
  readonly fill: Fill
  /** In hundredths of a percent of the longest. */
  readonly length: number
  /** To the right of the bar; left out where it would not fit. */
  readonly value: string
}

export interface Band {
  readonly label: string
  readonly bars: ReadonlyArray<Bar>
}

export interface Chart {
  /** Unique in the page, of letters, digits and hyphens. */
  readonly id: string
  readonly title: string
  /** What is to be seen, for those who don't see it. */
  readonly description: string
  readonly caption: string
  readonly legend: ReadonlyArray<readonly [Fill, string]>
  readonly bands: ReadonlyArray<Band>
}

/** Once in a page that has charts. */
export const patterns: Html = markup`<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false">
  <defs>
    <pattern id="striped" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" fill="#fff" />
      <rect width="2.5" height="6" fill="#1f4e79" />
    </pattern>
    <pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">
      <rect width="6" height="6" fill="#fff" />
      <circle cx="3" cy="3" r="1.7" fill="#8a2c0d" />
    </pattern>
  </defs>
</svg>`

const barHeight = 12
const step = barHeight + 4
const gap = 8

/** A longer value stands in the table only: across are 30 % for the label, 36 % for the bar, the rest for the value. */
const longestValue = 16

const drawn = ({ fill, length, value }: Bar, y: number): Html => {
  // What is there is seen, however little it is beside the longest.
  const percent = (length === 0 ? 0 : Math.max(length, 100) * 0.0036).toFixed(2)
  const number = markup`<text x="100%" y="${String(y + 10)}" class="value">${value}</text>`
  return markup`<rect x="30%" y="${String(y)}" width="${percent}%" height="${String(barHeight)}" class="${fill}"/>${
    value.length > longestValue ? undefined : number
  }`
}

const band = ({ label, bars }: Band, top: number): Html =>
  markup`<text x="0" y="${String(top + 10)}">${label}</text>${bars.map((bar, index) => drawn(bar, top + index * step))}`

const heightOf = ({ bars }: Band): number => bars.length * step + gap

const key = ([fill, name]: readonly [Fill, string]): Html =>
  markup`<span class="key"><svg width="22" height="12" aria-hidden="true" focusable="false"
    ><rect x="1" y="1" width="20" height="10" class="${fill}"/></svg> ${name}</span> `

export const chart = ({ id, title, description, caption, legend, bands }: Chart): Html => {
  const tops = bands.map((_, index) => bands.slice(0, index).reduce((sum, band) => sum + heightOf(band), 2))
  const height = bands.reduce((sum, band) => sum + heightOf(band), 0)
  return markup`<figure>
    <figcaption>${caption}<span class="legend">${legend.map(key)}</span></figcaption>
    <svg role="img" aria-labelledby="${id}-title ${id}-desc" width="100%" height="${String(height)}">
      <title id="${id}-title">${title}</title>
      <desc id="${id}-desc">${description}</desc>
      ${bands.map((each, index) => markup`${band(each, tops[index]!)}\n`)}
    </svg>
  </figure>`
}
