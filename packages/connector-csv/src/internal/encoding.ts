/**
 * Bytes to text, strictly: a byte that is no character is found and named, never replaced by U+FFFD.
 */
import { isUtf8 } from "node:buffer"

import { Result } from "effect"

export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1257"] as const
export type Encoding = (typeof encodings)[number]

/** The encoding that a byte order mark at the start of a file gives away, and the mark's length in bytes. */
export const byteOrderMark = (
  head: Uint8Array,
): { readonly encoding: Encoding; readonly bytes: number } | undefined => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", bytes: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", bytes: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", bytes: 2 }
  return undefined
}

/** How many bytes `text` took in the file; exact, since decoding is strict. */
export const byteLength = (text: string, encoding: Encoding): number => {
  if (encoding === "utf-8") return Buffer.byteLength(text)
  return encoding.startsWith("utf-16") ? text.length * 2 : text.length
}

// A byte order mark within a file is a character like any other.
const strict = (encoding: Encoding) => new TextDecoder(encoding, { fatal: true, ignoreBOM: true })

/**
 * How a file is looked at while records and values are sought. UTF-8 is looked at as it stands, a character for each byte
 * (ISO 8859-1): its marks are ASCII, a place in the text is a place in the file, and only records with other characters
 * need be decoded. Any other encoding is decoded block by block.
 */
export interface View {
  /** Bytes of the file for a character of the view. */
  readonly bytes: 1 | 2
  /** What a text looks like. */
  readonly of: (text: string) => string
  /** The text that looks like `view`. */
  readonly textOf: (view: string) => string
  /** Where a character stands next that is not what it looks like; the length if nowhere. */
  readonly encodedFrom: (view: string, from: number) => number
}

/** Everything is what it looks like. */
export const plainView: View = {
  bytes: 1,
  of: (text) => text,
  textOf: (view) => view,
  encodedFrom: (view) => view.length,
}

const beyondAscii = /[\u0080-\u00ff]/g

const utf8View: View = {
  bytes: 1,
  of: (text) => Buffer.from(text).toString("latin1"),
  textOf: (view) => Buffer.from(view, "latin1").toString(),
  encodedFrom: (view, from) => {
    beyondAscii.lastIndex = from
    return beyondAscii.test(view) ? beyondAscii.lastIndex - 1 : view.length
  },
}

export const viewOf = (encoding: Encoding): View => {
  if (encoding === "utf-8") return utf8View
  return encoding.startsWith("utf-16") ? { ...plainView, bytes: 2 } : plainView
}

/** Gives the view of one block after the other; `undefined` where the bytes are no text. */
export type Viewer = (bytes: Uint8Array, last: boolean) => string | undefined

/** How many bytes are whole characters, where they are UTF-8: the last one may go on in the next block. */
const wholeCharacters = (bytes: Uint8Array): number => {
  for (let length = 1; length <= 3 && length <= bytes.length; length++) {
    const byte = bytes[bytes.length - length]!
    if (byte < 0x80) break
    if (byte >= 0xc0) return length < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? bytes.length - length : bytes.length
  }
  return bytes.length
}

const utf8Viewer = (): Viewer => {
  let held = Buffer.alloc(0)
  return (bytes, last) => {
    const block =
      held.length > 0 ? Buffer.concat([held, bytes]) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const whole = last ? block : block.subarray(0, wholeCharacters(block))
    // The caller uses its bytes again.
    held = Buffer.from(block.subarray(whole.length))
    return isUtf8(whole) ? whole.toString("latin1") : undefined
  }
}

const decodingViewer = (encoding: Encoding): Viewer => {
  const stream = strict(encoding)
  return (bytes, last) => Result.getOrUndefined(Result.try(() => stream.decode(bytes, { stream: !last })))
}

export const viewerOf = (encoding: Encoding): Viewer => (encoding === "utf-8" ? utf8Viewer() : decodingViewer(encoding))

/** The longest text that `bytes` start with; a character that is cut at their end is left out. */
export const decodePrefix = (bytes: Uint8Array, encoding: Encoding): string => {
  const decode = (length: number) => decodingViewer(encoding)(bytes.subarray(0, length), false)
  const whole = decode(bytes.length)
  if (whole !== undefined) return whole
  // `good` bytes can be decoded, `bad` can't.
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (decode(middle) === undefined) bad = middle
    else good = middle
  }
  return decode(good)!
}
