/**
 * Which accounts are read: no call of CRM.COM lists them all, so the connection's settings do.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, FileSystem, Path, Result } from "effect"
import Papa from "papaparse"

import { type SourceCode, sourceFailure } from "./map/sourceErrors.ts"
import type { CrmComSettings } from "./Settings.ts"

/** What is wrong with the list: its code, and what is wrong where. */
type Fault = readonly [code: SourceCode, what: string]

const delimiters = [",", ";", "\t", "|"] as const

/** In the order of the list, each once. */
const distinct = (accounts: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(accounts)]

const lineBreaks = /\r\n|\n|\r/g

const lineAt = (text: string, end: number): number => 1 + (text.slice(0, end).match(lineBreaks)?.length ?? 0)

const lineFault = (line: number, what: string): Fault => ["WB-CRMCOM-ACCOUNTS-LINE", `line ${line}: ${what}`]

/** The delimiter, told by the header alone: papaparse would guess from the values. */
const delimiterOf = (text: string): Result.Result<string, Fault> => {
  const body = text.trimStart()
  const header = body.slice(0, body.search(/[\r\n]|$/)).replace(/"[^"]*"/g, "")
  const [first = ",", ...others] = delimiters.filter((delimiter) => header.includes(delimiter))
  return others.length === 0
    ? Result.succeed(first)
    : Result.fail(lineFault(lineAt(text, text.length - body.length), "the header holds more than one delimiter"))
}

/** The file's one line end. Another one outside quotes would join two lines. */
const newlineOf = (text: string): Result.Result<"\r\n" | "\n" | "\r", Fault> => {
  const unquoted = text.replace(/"[^"]*"/g, (quoted) => " ".repeat(quoted.length))
  const newline = unquoted.includes("\r\n") ? "\r\n" : unquoted.includes("\n") ? "\n" : "\r"
  const other = [...unquoted.matchAll(lineBreaks)].find(([lineBreak]) => lineBreak !== newline)
  return other === undefined
    ? Result.succeed(newline)
    : Result.fail(lineFault(lineAt(text, other.index), "a line end of another kind than the file's own"))
}

interface Line {
  /** Counted from 1. */
  readonly number: number
  readonly cells: ReadonlyArray<string>
}

/** The file's lines as cells. Without a given delimiter and line end papaparse misreads silently. */
const linesOf = Effect.fnUntraced(function* (text: string) {
  const delimiter = yield* Effect.fromResult(delimiterOf(text))
  const newline = yield* Effect.fromResult(newlineOf(text))
  const { data, errors } = Papa.parse<ReadonlyArray<string>>(text, { delimiter, newline })
  const [error] = errors
  if (error !== undefined) {
    return yield* Effect.fail(lineFault(lineAt(text, error.index ?? 0), "the quotes don't match"))
  }
  let number = 1
  return data.map((cells): Line => {
    const line = { number, cells }
    number += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(lineBreaks)?.length ?? 0), 0)
    return line
  })
})

const isBlank = ({ cells }: Line): boolean => cells.every((cell) => cell.trim() === "")

/** What is wrong with a line below the header, as a sentence. */
const faultOf = ({ cells }: Line, header: Line): string | undefined => {
  const account = cells[0]!.trim()
  if (cells.length !== header.cells.length) return "more or fewer values than the header has"
  if (account === "") return "no account in the first column"
  return /\p{Cc}/u.test(account) ? "a line break or a control character within the account" : undefined
}

/** The first column of a CSV text below its header. */
const parseAccounts = Effect.fnUntraced(function* (text: string): Effect.fn.Return<ReadonlyArray<string>, Fault> {
  const [header, ...body] = (yield* linesOf(text)).filter((line) => !isBlank(line))
  const title = header?.cells[0]?.trim() ?? ""
  if (header === undefined || title === "" || /\d/.test(title)) {
    const what = title === "" ? "names no column" : "looks like an account, and would not be read"
    return yield* Effect.fail<Fault>(["WB-CRMCOM-ACCOUNTS-HEADER", `line ${header?.number ?? 1}: the header ${what}`])
  }
  for (const line of body) {
    const fault = faultOf(line, header)
    if (fault !== undefined) return yield* Effect.fail(lineFault(line.number, fault))
  }
  return body.map(({ cells }) => cells[0]!.trim())
})

/** Strict: a byte that is no UTF-8 is an error, a byte order mark is left out. */
const decodeText = (bytes: Uint8Array): Result.Result<string, Fault> => {
  const text = Result.try(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  return Result.isSuccess(text) && !text.success.includes("\0")
    ? Result.succeed(text.success)
    : Result.fail(["WB-CRMCOM-ACCOUNTS-FILE", "it is not UTF-8 text"])
}

const readFile = Effect.fnUntraced(function* (name: string, baseDirectory: string) {
  const paths = yield* Path.Path
  const files = yield* FileSystem.FileSystem
  const failed = ([code, what]: Fault) =>
    sourceFailure("read accounts", code, `the file of accounts '${name}': ${what}`)
  const bytes = yield* Effect.mapError(files.readFile(paths.resolve(baseDirectory, name)), ({ reason }) =>
    failed(["WB-CRMCOM-ACCOUNTS-FILE", reason._tag === "NotFound" ? "there is no such file" : "it can't be read"]),
  )
  return yield* Effect.mapError(Effect.flatMap(Effect.fromResult(decodeText(bytes)), parseAccounts), failed)
})

/**
 * The accounts that the connection's `accounts` setting names, in its order, each once: a list, or a CSV file (UTF-8, its
 * path relative to `baseDirectory`) whose first column has them below a header. Never empty: an empty list is an error.
 */
export const readAccounts = Effect.fn("crmcom.accounts")(function* (
  { accounts }: Pick<CrmComSettings, "accounts">,
  baseDirectory: string,
): Effect.fn.Return<ReadonlyArray<string>, ConnectorError, FileSystem.FileSystem | Path.Path> {
  if (accounts === undefined) {
    return yield* sourceFailure("read accounts", "WB-CRMCOM-ACCOUNTS", "the connection names no accounts to read from")
  }
  const listed =
    typeof accounts === "string"
      ? yield* readFile(accounts, baseDirectory)
      : accounts.map((account) => account.trim()).filter((account) => account !== "")
  if (listed.length === 0) {
    const which = typeof accounts === "string" ? `the file of accounts '${accounts}'` : "the list `accounts`"
    return yield* sourceFailure("read accounts", "WB-CRMCOM-ACCOUNTS", `${which} names no account`)
  }
  return distinct(listed)
})
