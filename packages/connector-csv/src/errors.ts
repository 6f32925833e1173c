/**
 * Every code of this connector, what it means and how it is mended.
 */
import { ConnectorError, type Reason, Unreadable } from "@waybill/connector"
import { type Catalogue, issueFrom, toErrorCodes } from "@waybill/model"

const catalogue = {
  "WB-CSV-DIRECTORY": [
    "the connection's folder is missing, is not a folder, or can't be read",
    "check the connection's `directory`; it starts at the folder of the pipeline file",
    {
      where: "pipeline file",
      leaves: ["not begun"],
      example: {
        of: "pipeline file",
        after: "connections:\n  exports:\n    connector: csv\n    directory: ./data # from the folder of this file",
      },
      related: ["WB-CSV-FILE"],
    },
  ],
  "WB-CSV-STREAM": [
    "the stream's name does not lie in the connection's folder",
    "write a file name, or a pattern such as `invoices-*.csv`, without `..` and without a leading `/`",
    { where: "pipeline file", leaves: ["not begun"] },
  ],
  "WB-CSV-FILE": [
    "there is no such file, or it can't be read",
    "check the file's name and that you may read it",
    { where: "machine", leaves: ["not begun", "flow stopped"], related: ["WB-CSV-DIRECTORY", "WB-CSV-STREAM"] },
  ],
  "WB-CSV-NOT-TEXT": [
    "the file is not delimited text, whatever its name says",
    "save or unpack it as CSV; read a workbook with `connector: excel`",
    { leaves: ["not begun"], related: ["WB-CSV-ENCODING"] },
  ],
  "WB-CSV-EMPTY": [
    "the file holds nothing, not even a header",
    "see whether the export that made it has failed",
    { leaves: ["not begun"] },
  ],
  "WB-CSV-ENCODING": [
    "the file has bytes that are no characters in its encoding",
    "set the connection's `encoding` to what the file is written in (often `windows-1252` or `windows-1257`), or save it as UTF-8",
    {
      where: "pipeline file",
      leaves: ["not begun", "flow stopped"],
      example: {
        of: "pipeline file",
        after: "connections:\n  exports:\n    connector: csv\n    encoding: windows-1252",
      },
    },
  ],
  "WB-CSV-DELIMITER": [
    "the file could be read with more than one delimiter",
    "set the connection's `delimiter`",
    {
      where: "pipeline file",
      leaves: ["not begun"],
      example: { of: "pipeline file", after: 'connections:\n  exports:\n    connector: csv\n    delimiter: ";"' },
    },
  ],
  "WB-CSV-HEADER": [
    "the header does not name the columns: one is empty, comes twice, or its quotes don't match",
    'give every column a name of its own, or set `header: false` and use the names "1", "2", …',
    {
      leaves: ["not begun"],
      example: { of: "CSV", before: "number,name,name\nC1,Ann,Larnaca\n", after: "number,name,city\nC1,Ann,Larnaca\n" },
    },
  ],
  "WB-CSV-HEADER-DIFFERS": [
    "the file's header is not the one it should have",
    "give all files of a pattern the same columns in the same order; write to a new file when a target's columns change",
    { leaves: ["not begun", "flow stopped"], related: ["WB-CSV-HEADER"] },
  ],
  "WB-CSV-TOO-LONG": [
    "a record is longer than 1,048,576 characters; most often a quote has lost its partner",
    "mend the quote at the line named, or make the text shorter",
    { leaves: ["flow stopped", "not begun", "refused"], related: ["WB-CSV-OPEN-QUOTE"] },
  ],
  "WB-CSV-CURSOR": [
    "the place to read on from was not made by this connector",
    "read the stream from its start",
    { where: "machine", leaves: ["flow stopped"], example: { of: "command", after: "waybill run --full" } },
  ],
  "WB-CSV-RAGGED-ROW": [
    "the row has more or fewer values than the header has columns",
    "put texts that hold the delimiter or a line break in double quotes; see whether the file is cut short",
    {
      example: { of: "CSV", before: "number,name\nC1,Smith, Ltd\n", after: 'number,name\nC1,"Smith, Ltd"\n' },
      related: ["WB-CSV-DELIMITER", "WB-CSV-OPEN-QUOTE"],
    },
  ],
  "WB-CSV-STRAY-QUOTE": [
    "a double quote stands inside a text that is not quoted, or text follows a closing quote",
    'put the whole text in double quotes and double those within: "12"" pipe"',
    {
      example: { of: "CSV", before: 'number,name\nC1,12" pipes\n', after: 'number,name\nC1,"12"" pipes"\n' },
      related: ["WB-CSV-OPEN-QUOTE"],
    },
  ],
  "WB-CSV-OPEN-QUOTE": [
    "a quote is opened and not closed, so that the lines after it can't be told apart from its text",
    "close the quote in the line named, or double it if it belongs to the text",
    {
      leaves: ["invalid", "flow stopped"],
      example: { of: "CSV", before: 'number,name\nC1,"Smith\nC2,Jones\n', after: "number,name\nC1,Smith\nC2,Jones\n" },
    },
  ],
  "WB-CSV-LINE-BREAK": [
    "a line break of another kind than the file's own stands outside quotes",
    "put texts with line breaks in double quotes, and end every line of the file in the same way",
  ],
  "WB-CSV-NUL": ["a value holds a NUL character, the sign of a damaged file", "export the file again"],
  "WB-CSV-SCIENTIFIC": [
    "values look like 1.23E+11: Excel has replaced long numbers by rounded ones when the file was saved from it",
    "export the file again and don't save it from Excel, or format the column as text there first",
    {
      leaves: ["warning"],
      example: { of: "CSV", before: "number,name\n1.23457E+11,Smith\n", after: "number,name\n123456789012,Smith\n" },
      related: ["WB-MODEL-EXCEL"],
    },
  ],
  "WB-CSV-ENTITY": [
    "nobody said whether the file takes customers, invoices or payments",
    "name the flow's entity in the pipeline file",
    {
      where: "pipeline file",
      leaves: ["not begun"],
      example: { of: "pipeline file", after: "flows:\n  copy:\n    entity: customer" },
    },
  ],
  "WB-CSV-TARGET": [
    "the stream can't be written to: it is a pattern, a folder, or the connection's encoding is not UTF-8",
    "name one file, and leave the encoding of the target's connection at utf-8",
    { where: "pipeline file", leaves: ["not begun"] },
  ],
  "WB-CSV-TARGET-DAMAGED": [
    "the file that is to be written to has a line that is not a whole record, or a key that comes twice",
    "mend the line named, or move the file away",
    { where: "target system", leaves: ["not begun", "flow stopped"] },
  ],
  "WB-CSV-TARGET-BUSY": [
    "another program is writing to the file",
    "let it finish, then run again",
    { where: "machine", leaves: ["flow stopped"] },
  ],
  "WB-CSV-WRITE": [
    "the file can't be written",
    "check free space and rights in the folder",
    { where: "machine", leaves: ["run stopped", "unknown"] },
  ],
  "WB-CSV-CURRENCY": [
    "one record has amounts in several currencies, and the file has one currency column",
    "map the amounts in the currency of the record's total",
    { where: "pipeline file" },
  ],
  "WB-CSV-TEXT": [
    "a text holds a NUL character or half a character, which no file can keep",
    "correct the text at the source",
    { leaves: ["refused"] },
  ],
  "WB-CSV-TABLE": [
    "the file is not a lookup table: a header and two columns, every key once",
    "give the table a header, two columns and no key twice",
    { leaves: ["not begun"], related: ["WB-FILE-TABLE"] },
  ],
} as const satisfies Catalogue

export type Code = keyof typeof catalogue

/** Every code with its meaning and fix, as `waybill errors` lists them. */
export const errors = toErrorCodes(catalogue, { where: "source data", leaves: ["invalid"] })

/** What is wrong with one record; the hint is the catalogue's fix. */
export const issue = issueFrom(catalogue)

/** What is wrong with a file as a whole, as the parsers of this package say it. */
export interface Fault {
  readonly code: Code
  readonly message: string
  /** Instead of the catalogue's fix. */
  readonly hint?: string
}

export const fault = (code: Code, message: string, hint?: string): Fault => ({
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** The contract's error for a fault; unless told otherwise it stops the flow, and nothing was sent. */
export const failure = (operation: string, of: Fault, reason: Reason = new Unreadable({})): ConnectorError =>
  new ConnectorError({
    connector: "csv",
    operation,
    code: of.code,
    message: of.message,
    hint: of.hint ?? catalogue[of.code][1],
    reason,
  })
