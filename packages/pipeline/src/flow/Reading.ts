/**
 * How far a source was read with everything behind it settled (invariant 6): the cursor that the next run may begin at.
 */
import type { Cursor } from "@waybill/connector"

/** A page that was read, and for how many reasons it is open: one while it is compared, and one for each record without a fate. */
export interface PageMark {
  readonly cursor: Cursor
  open: number
}

export class Reading {
  private readonly pages: Array<PageMark> = []

  begin(cursor: Cursor): PageMark {
    const mark = { cursor, open: 1 }
    this.pages.push(mark)
    return mark
  }

  /** The cursor of the last page with nothing open up to its end, where there is one further than was taken before. */
  take(): Cursor | undefined {
    const open = this.pages.findIndex((page) => page.open > 0)
    return this.pages.splice(0, open === -1 ? this.pages.length : open).at(-1)?.cursor
  }
}
