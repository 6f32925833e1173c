/**
 * Pages are looked up while those in front of them are still being compared: what the ledger says of them then is older than
 * what was decided of a number that stood in a page in front.
 */
import type { Known } from "@waybill/ledger"

/** What was decided about a number: its content, and the row where it stood first. */
export type Met = Pick<Known, "hash" | "row">

/** The numbers of one page. */
export class PageNumbers {
  /** By number; filled in as the page is compared. */
  readonly met = new Map<string, Met>()
  readonly has: (number: string) => boolean
  private front: ReadonlyArray<PageNumbers>

  constructor(has: (number: string) => boolean, front: ReadonlyArray<PageNumbers>) {
    this.has = has
    this.front = front
  }

  /** Whether it stands in a page in front that was not compared yet when this one was looked up. */
  isInFront(number: string): boolean {
    return this.front.some((page) => page.has(number))
  }

  /** It is compared: pages in front of it are nobody's business any more. */
  end(): void {
    this.front = []
  }

  /** What was decided about it: in this page, or in one in front of which the ledger did not know yet. */
  earlier(number: string): Met | undefined {
    let met = this.met.get(number)
    for (let page = 0; met === undefined && page < this.front.length; page++) met = this.front[page]!.met.get(number)
    return met
  }
}

/** The pages that are looked up and not compared yet. */
export class InFront {
  private pages: ReadonlyArray<PageNumbers> = []

  /** A page is looked up. */
  begin(has: (number: string) => boolean): PageNumbers {
    const page = new PageNumbers(has, this.pages)
    this.pages = [...this.pages, page]
    return page
  }

  /** It is compared, and the ledger knows. */
  end(page: PageNumbers): void {
    page.end()
    this.pages = this.pages.filter((other) => other !== page)
  }
}
