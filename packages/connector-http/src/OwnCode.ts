/**
 * A record's own id in a system that gives ids itself: made from its number at the source, so that it is the same in every
 * run and can be looked up. Capitals, digits and hyphens: alphabets and case rules of such fields are seldom published.
 */
import { hash } from "node:crypto"

const clean = /^[A-Z0-9-]+$/

const hashLength = 19

/** 95 bits of the SHA-256 in base 32 (digits, then A to V). UTF-16 keeps what UTF-8 would replace. */
export const codeHash = (text: string): string =>
  BigInt(`0x${hash("sha256", Buffer.from(text, "utf16le"), "hex")}`)
    .toString(32)
    .toUpperCase()
    .padStart(hashLength, "0")
    .slice(-hashLength)

/**
 * `WBP-2026-0001` of the head `WBP`; where the number is long, holds other characters or is reserved, a hash behind the head
 * and an X, which no readable code has there: `WBPX-…`.
 */
export const ownCode = (
  head: string,
  number: string,
  { longest, reserved }: { readonly longest: number; readonly reserved?: RegExp },
): string => {
  const readable = `${head}-${number}`
  const isReadable = clean.test(number) && readable.length <= longest && reserved?.test(number) !== true
  return isReadable ? readable : `${head}X-${codeHash(number)}`
}
