/**
 * The name of a connector in all its forms, and which names can be taken.
 */
import { connectors } from "../connectors.ts"
import { errorCodes } from "../errorCodes.ts"

/** What a name must look like: it becomes an npm package, a type and a variable of the environment. */
const shape = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const longest = 40

export const packageName = (name: string): string => `waybill-connector-${name}`

/** Why a name can't be taken, as a sentence; `undefined`: it can. */
export const refusalOf = (name: string): string | undefined => {
  if (!shape.test(name) || name.length > longest) return `'${name}' is no name for a connector`
  if (name.startsWith("waybill")) return `'${name}' repeats what the package is called anyway: ${packageName("NAME")}`
  if (connectors.some((connector) => connector.name === name)) return `Waybill brings a connector '${name}' along`
  // An author's codes stand beside Waybill's own.
  const area = `WB-${name.toUpperCase()}-`
  return errorCodes.some(({ code }) => code.startsWith(area)) ? `the error codes ${area}… are Waybill's own` : undefined
}

/** What to type instead. */
export const nameRules = `take another name: a letter, then small letters, digits and single hyphens, ${longest} at the most, such as acme-books`

const capital = (word: string): string => `${word[0]!.toUpperCase()}${word.slice(1)}`

/** A text of the template with the name in the place of `acme`, in the form that each place needs. */
export const withName = (text: string, name: string): string => {
  const words = name.split("-").map(capital)
  const upper = name.toUpperCase()
  const forms: Readonly<Record<string, string>> = {
    acme: name,
    Acme: words.join(" "),
    "ACME-": `${upper}-`,
    ACME_: `${upper.replaceAll("-", "_")}_`,
  }
  // Before a capital it is the beginning of a type's name.
  return text.replace(/acme|Acme([A-Z])?|ACME[-_]/g, (form, next?: string) =>
    next === undefined ? forms[form]! : `${words.join("")}${next}`,
  )
}
