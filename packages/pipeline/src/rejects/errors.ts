/** Every code that an edited file of rejects can bring up. */
import { type Catalogue, issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-REJECTS-FILE": [
    "The file of rejects is neither a workbook (.xlsx) nor delimited text (.csv).",
    "Give the file that `waybill rejects export` wrote, saved in the same format.",
  ],
  "WB-REJECTS-ID-COLUMN": [
    "The file has no column `waybill id`, by which its rows are told apart.",
    "Edit a file that `waybill rejects export` wrote, and leave that column in it.",
  ],
  "WB-REJECTS-HEADER": [
    "Two columns of the file have the same name, or one has values and no name.",
    "Give every column the name that it had in the export; take out what was added.",
  ],
  "WB-REJECTS-COLUMN": [
    "The file has a column that the source does not have.",
    "Take it out, or give it its name back: only values are edited here, not columns.",
  ],
  "WB-REJECTS-COLUMN-GONE": [
    "A column of the source is missing in the file, and nobody can tell whether its values are to go.",
    "Put the column back as it was exported; to empty a value, empty its cell.",
  ],
  "WB-REJECTS-NO-ID": [
    "A row has values and no id.",
    "Put the id of the export back, or take the row out: new records come from the source. A reject that an older version kept gets its id from the next run.",
  ],
  "WB-REJECTS-ID": [
    "An id names no rejected record: it was mistyped, the record has arrived meanwhile, or its row changed in the source.",
    "See `waybill rejects list`; export again, or take the row out of the file.",
  ],
  "WB-REJECTS-TWICE": [
    "Two rows of the file stand for the same record.",
    "Keep the one that is right and take the other out.",
  ],
  "WB-REJECTS-WHICH": [
    "Several records with the same content share an id and are told apart by `waybill row` and `waybill file`, which fit none of them.",
    "Export again: the rows have moved in the source, or these two cells were edited.",
  ],
  "WB-REJECTS-FATE": [
    "The record was sent, and nobody knows whether it arrived: it is never sent again blindly.",
    "Look in the target whether it is there, and say so with `waybill resolve`.",
    { where: "target system", leaves: ["not done"], example: { of: "command", after: "waybill resolve list" } },
  ],
  "WB-REJECTS-DISMISSED": [
    "The record was dismissed, and its row was edited.",
    "Reopen it with `waybill rejects retry`, then import again; or leave the row as it was.",
    { where: "command line", leaves: ["not done"] },
  ],
  "WB-REJECTS-STALE": [
    "The record was edited by somebody else since the file was exported.",
    "Export again and edit that: what the other person wrote is in it.",
  ],
  "WB-REJECTS-FORMULA": [
    "A cell holds a formula, or a text that begins with =, where the source had a plain value.",
    "Copy the cell and paste it as a value; or type what the source should have said.",
  ],
  "WB-REJECTS-CELL": [
    "A cell shows an error of the spreadsheet, such as #N/A, or a row of #.",
    "Type what the source should have said.",
  ],
  "WB-REJECTS-DATE": [
    "A cell holds a date, or something made into one, where the source has text: nobody can tell how to write it.",
    "Format the cell as text and write the value as the source does, such as 28/02/2026.",
  ],
  "WB-REJECTS-NUMBER": [
    "A cell holds a number, and how the source would write it is not certain: point or comma.",
    "Format the cell as text and write the number as the source does. Where the source has real numbers: with a point.",
  ],
  "WB-REJECTS-DIGITS": [
    "A cell holds a long number that the spreadsheet has rounded: it keeps 15 digits.",
    "Format the cell as text and type the number again.",
  ],
  "WB-REJECTS-NO-ZEROS": [
    "A cell holds a number where the source writes leading zeros, which a number does not have.",
    "Format the cell as text and type the value with its zeros.",
  ],
  "WB-REJECTS-TYPE": [
    "A cell holds a value of another type than the source has there.",
    "Give the cell back its format and type the value again: a date as a date, an amount as `12.50 EUR`.",
  ],
  "WB-REJECTS-LIST": [
    "A cell that holds a list or a record within the record is not JSON any more.",
    "Copy the cell from the export and change only what stands between the quotes.",
  ],
  "WB-REJECTS-SURPLUS": [
    "A row has a value in a column that its flow's source does not have.",
    "Move the value to where it belongs and empty the cell.",
  ],
  "WB-REJECTS-SPACES": [
    "White space was added around a value, and is taken off again.",
    "Nothing, unless it was meant: then mend the source.",
    { leaves: ["warning"] },
  ],
  "WB-REJECTS-APOSTROPHE": [
    "The spreadsheet added an apostrophe or made straight quotes curly; that is undone.",
    "Nothing, unless it was meant: then mend the source.",
    { leaves: ["warning"] },
  ],
  "WB-REJECTS-LINE-BREAKS": [
    "The line breaks within a value are of another kind now; they stay as they were.",
    "Nothing.",
    { leaves: ["warning"] },
  ],
  "WB-REJECTS-ZEROS": [
    "Leading zeros of a value are gone, as when a spreadsheet takes it for a number; the value stays as it was.",
    "Nothing; if the zeros are to go, edit the .xlsx export, as text.",
    { leaves: ["warning"] },
  ],
  "WB-REJECTS-NOTATION": [
    "A number, a date or a truth is written in another way and says the same; the value stays as it was.",
    "Nothing; if it is to be written so, edit the .xlsx export, as text.",
    { leaves: ["warning"] },
  ],
  "WB-REJECTS-RETYPED": [
    "A typed cell has another type than before: a number became a date, say. It is taken as it is now.",
    "See that it is meant; if not, give the cell its format back and import again.",
    { leaves: ["warning"] },
  ],
  "WB-REJECTS-OWN": [
    "One of Waybill's own columns differs from what is kept. It is not read.",
    "Nothing: only the source's columns are taken over.",
    { leaves: ["warning"] },
  ],
  "WB-REJECTS-SHEET": [
    "A sheet of the workbook is none of the export's, and is not read.",
    "Nothing.",
    { leaves: ["warning"] },
  ],
} as const satisfies Catalogue

export type Code = keyof typeof catalogue

/** Every code with its meaning and fix. */
export const rejectErrors = toErrorCodes(catalogue, { where: "source data", leaves: ["not done"] })

/** What is said of a file, a row or a cell; the hint is the catalogue's fix. Never with a value (invariant 7). */
export const issue = issueFrom(catalogue)

/** A code and a sentence, before it is known which cell it is said of. */
export type Said = readonly [code: Code, message: string]
