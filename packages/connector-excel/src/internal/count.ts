/** How often something was seen, and in which row first. */
export class Count {
  count = 0
  row = 0

  add(row: number): void {
    if (this.count === 0) this.row = row
    this.count += 1
  }
}

/** `1 row`, `2 rows`. */
export const plural = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count} ${one}s`)
