/**
 * Parameters that exclude each other: the vendor's pages call them semi-optional.
 */
import { Schema } from "effect"

const list = (names: ReadonlyArray<string>): string => names.join(" or ")

const given = (value: object, names: ReadonlyArray<string>): number => names.filter((name) => name in value).length

/** Not two of these. */
export const atMostOne = (...names: ReadonlyArray<string>) =>
  Schema.makeFilter((value: object) => given(value, names) <= 1 || `${list(names)}, not both`)

/** One of these, and no other. */
export const exactlyOne = (...names: ReadonlyArray<string>) =>
  Schema.makeFilter((value: object) => given(value, names) === 1 || `${list(names)}, exactly one of them`)
