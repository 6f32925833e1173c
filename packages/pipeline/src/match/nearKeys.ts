/**
 * Keys of which two records that are near each other share at least one, and mostly several: pieces of the name with the place,
 * words of the name in pairs, pieces of the e-mail address, the end of the telephone number. One mistyped letter spoils the
 * beginning of a word or its end, not both.
 */
import { emailParts } from "./contact.ts"
import type { Face } from "./Face.ts"
import { hashOf } from "./Postings.ts"

const head = (word: string, letters: number): string => `^${word.slice(0, letters)}`
const tail = (word: string, letters: number): string => `${word.slice(-letters)}$`

/**
 * The beginning and the end of a word: three letters, and two of a short one, whose middle would else be in both. A word of six
 * has either, since a letter too many or too few makes it long or short.
 */
const ends = (word: string): ReadonlyArray<string> => [
  ...(word.length > 6 ? [] : [head(word, 2), tail(word, 2)]),
  ...(word.length < 6 ? [] : [head(word, 3), tail(word, 3)]),
]

/** A name of more words is told by these. */
const mostWords = 4

/** As hashes, see {@link hashOf}. */
export const nearKeys = (face: Face): ReadonlySet<number> => {
  const keys = new Set<number>()
  const add = (...parts: ReadonlyArray<string>): void => void keys.add(hashOf(parts.join("|")))
  const words = (face.name?.sounds ?? []).slice(0, mostWords)
  for (const place of [face.postcode, face.city])
    if (place !== undefined) for (const word of words) for (const end of ends(word)) add("place", place, end)
  for (const [at, word] of words.entries())
    for (const [otherAt, other] of words.entries())
      if (at !== otherAt) for (const end of ends(other)) add("words", word, end)
  if (words.length > 0) {
    const runOn = words.join("")
    add("name", head(runOn, 3), tail(runOn, 3))
  }
  if (face.email !== undefined) {
    const [mailbox, domain] = emailParts(face.email)
    for (const end of ends(domain)) add("mailbox", mailbox, end)
    for (const end of ends(mailbox)) add("domain", domain, end)
  }
  if (face.phone !== undefined) add("phone", face.phone.slice(-6))
  return keys
}
