/**
 * Whether a source has the fields that a transform says it uses, told before anything is read.
 */
import type { Source } from "@waybill/connector"

import type { Diagnostic, Place } from "../Diagnostic.ts"
import { didYouMean } from "../didYouMean.ts"
import type { Transform } from "../Transform.ts"
import { errorAt, listed } from "./diagnose.ts"
import { type Fields, fieldsOf, type ValueType } from "./types.ts"

const kinds: Readonly<Record<ValueType["_tag"], string>> = {
  Text: "text",
  Bool: "true or false",
  Int: "a whole number",
  Number: "a number",
  Decimal: "a decimal",
  Money: "money",
  Date: "a date",
  Cell: "a cell of a workbook",
  List: "a list",
  Struct: "a struct",
  Unknown: "of another type",
}

/** Whether a value that the source gives may be one that the transform takes; what can't be told may be. */
const fits = (given: ValueType, taken: ValueType): boolean =>
  given._tag === "Unknown" ||
  taken._tag === "Unknown" ||
  given._tag === taken._tag ||
  (given._tag === "Int" && taken._tag === "Number")

type Report = (code: string, message: string, hint?: string) => Diagnostic

const absent = (path: string, key: string, given: Fields, report: Report): Diagnostic => {
  const near = didYouMean(key, given.keys())
  const hint = near === undefined ? `known are ${listed(given.keys())}` : `did you mean '${near}'?`
  return report("WB-MAP-COLUMN", `the transform uses '${path}', which the source's record does not have`, hint)
}

const compare = (given: Fields, taken: Fields, above: string, report: Report): ReadonlyArray<Diagnostic> =>
  [...taken].flatMap(([key, { type, optional }]) => {
    const [field, path] = [given.get(key), `${above}${key}`]
    if (field === undefined) return optional ? [] : [absent(path, key, given, report)]
    if (!fits(field.type, type)) {
      const hint = "declare it as the source has it, and convert it in the transform"
      const message = `the transform takes '${path}' as ${kinds[type._tag]}, and the source has ${kinds[field.type._tag]}`
      return [report("WB-MAP-TYPE", message, hint)]
    }
    const [inner, wanted] = [itemOf(field.type), itemOf(type)]
    return inner._tag === "Struct" && wanted._tag === "Struct"
      ? compare(inner.fields, wanted.fields, `${path}.`, report)
      : []
  })

const itemOf = (type: ValueType): ValueType => (type._tag === "List" ? type.item : type)

/** What of a transform's declared record the source does not have, at the place of the transform. */
export const declaredRecordFaults = (
  { record }: Transform,
  source: Pick<Source<object>, "record">,
  place: Place,
): ReadonlyArray<Diagnostic> =>
  record === undefined
    ? []
    : compare(fieldsOf(source.record), fieldsOf(record), "", (code, message, hint) =>
        errorAt(place, code, message, hint),
      )
