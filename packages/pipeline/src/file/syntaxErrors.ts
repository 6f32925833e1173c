/**
 * What the YAML parser finds wrong, in words of our own: its messages quote the text, which may hold a secret.
 */
import type { ErrorCode } from "yaml"

interface Words {
  readonly message: string
  readonly hint?: string
}

const quoteIt = "put the whole expression in single quotes: 'a ? b : c'"

const tag: Words = { message: "`!` begins a YAML tag, which a pipeline file doesn't use", hint: quoteIt }

const words: Readonly<Partial<Record<ErrorCode, Words>>> = {
  BAD_ALIAS: { message: "an alias (`*name`) is not complete", hint: quoteIt },
  BAD_DQ_ESCAPE: {
    message: "there is no such escape in double quotes",
    hint: "write a backslash twice, or use single quotes",
  },
  BAD_INDENT: {
    message: "the indentation does not fit the lines above",
    hint: "keys of one map begin in the same column; a bracket that is opened is closed",
  },
  BAD_SCALAR_START: { message: "a value can't begin with this character", hint: quoteIt },
  BLOCK_AS_IMPLICIT_KEY: { message: "there is a second `: ` in this line", hint: quoteIt },
  BLOCK_IN_FLOW: { message: "a list or map of lines can't stand inside brackets", hint: "use one of the two forms" },
  KEY_OVER_1024_CHARS: { message: "the key is longer than 1,024 characters" },
  MISSING_CHAR: { message: "something is missing here: a comma, a colon, a space or a closing sign" },
  MULTILINE_IMPLICIT_KEY: {
    message: "a key goes over several lines",
    hint: "is a colon missing, or a quote not closed?",
  },
  MULTIPLE_TAGS: tag,
  MULTIPLE_DOCS: { message: "there is a second document in the file", hint: "remove the line `---`" },
  NON_STRING_KEY: { message: "a key must be text, not a list or a map" },
  RESOURCE_EXHAUSTION: { message: "the file is nested too deeply" },
  TAB_AS_INDENT: { message: "a tab can't indent a line", hint: "use spaces" },
  TAG_RESOLVE_FAILED: tag,
  UNEXPECTED_TOKEN: {
    message: "the value ended before this",
    hint: "an expression that begins with a quote, * or & goes into quotes as a whole: '\"a\" == record.B'",
  },
}

/** The parser's finding as a sentence, and what to do. `line` is only looked at, never shown. */
export const syntaxWords = (code: ErrorCode, line: string): Words => {
  if (code === "UNEXPECTED_TOKEN" && /[[{].*\$\{/.test(line)) {
    return { message: "the value ended before this", hint: 'inside { } or [ ], "${NAME}" needs quotes' }
  }
  return words[code] ?? { message: "this is not YAML" }
}
