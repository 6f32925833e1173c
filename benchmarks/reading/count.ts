/** What a reader gave, counted: the same whatever the reader. */
import { closeSync, openSync, readSync } from "node:fs"

/** The columns of a file of delimited text without quotes in its header. */
export const headerOf = (path: string): ReadonlyArray<string> => {
  const file = openSync(path, "r")
  const head = Buffer.alloc(4096)
  const length = readSync(file, head)
  closeSync(file)
  return head.toString("utf8", 0, length).split("\n")[0]!.split(",")
}

/** Reads every column by its name, in code written for these columns, as a mapping does. */
export const charactersOf = (columns: ReadonlyArray<string>): ((record: object) => number) =>
  // oxlint-disable-next-line typescript/no-implied-eval
  new Function(
    "record",
    `return ${columns.map((column) => `record[${JSON.stringify(column)}].length`).join(" + ")}`,
  ) as (record: object) => number

export class Count {
  private rows = 0
  private characters = 0
  private cents = 0

  /** @param amount in hundredths */
  add(characters: number, amount: number): void {
    this.rows++
    this.characters += characters
    this.cents += amount
  }

  toString(): string {
    return `${this.rows}:${this.characters}:${this.cents}`
  }
}

/** A text with two decimals in hundredths. */
export const centsOf = (amount: string): number => Number(amount.replace(".", ""))

/** Columns of the workbook that are ASCII alone: exceljs's streaming reader breaks other characters where its chunks end. */
export const asciiTexts = ["Invoice No", "Document No", "Reference", "Text", "Street"]
