/**
 * Bytes to text, strictly: a byte that is no character is found and named, never replaced by U+FFFD.
 */
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

/** Decodes one block after the other; `undefined` where the bytes are no text. */
export type Decoder = (bytes: Uint8Array, last: boolean) => string | undefined

export const decoder = (encoding: Encoding): Decoder => {
  const stream = strict(encoding)
  return (bytes, last) => Result.getOrUndefined(Result.try(() => stream.decode(bytes, { stream: !last })))
}

/** The longest text that `bytes` start with; a character that is cut at their end is left out. */
export const decodePrefix = (bytes: Uint8Array, encoding: Encoding): string => {
  const decode = (length: number) => decoder(encoding)(bytes.subarray(0, length), false)
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
