/** What a measured pass over the book says in its last line: microseconds a record, and bytes of the whole file. */
export interface ToldOfBook {
  readonly check: string
  readonly wall: number
  /** Of that, by what the book was asked for. */
  readonly steps: Readonly<Record<"lookup" | "compared" | "intend" | "settle", number>>
  /** CPU of the thread that maps and sends. */
  readonly main: number
  /** CPU of all threads. */
  readonly all: number
  readonly bytes: number
}

export const tellBook = (told: ToldOfBook): void => console.log(JSON.stringify(told))

export const readTold = (stdout: string): ToldOfBook => JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")
