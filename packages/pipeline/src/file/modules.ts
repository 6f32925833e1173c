/**
 * Modules that a pipeline file names: connectors and transforms. Who composes the engine imports them.
 */
import { Predicate } from "effect"
import type { Effect } from "effect"

export interface ImportedModule {
  readonly exports: unknown
  /** Its address: `file:///…/invoice.ts`. */
  readonly url: string
  /** Another one where its text, or that of a file beside it that it imports, is another. */
  readonly digest: string
  /** The version of effect that it finds; absent: none. */
  readonly effect?: string
}

/**
 * Imports an npm package, or a path that begins with `./` or `../`, as a module in `directory` would. The failure is a sentence
 * without values.
 */
export type ModuleImporter = (name: string, directory: string) => Effect.Effect<ImportedModule, string>

/** `./invoice.ts`, `../shared/books.js`. */
export const isPath = (name: string): boolean => /^\.\.?\//.test(name)

/** The default export, or the one of that name. */
export const exportOf = (exports: unknown, name: string): unknown => {
  if (!Predicate.isObject(exports)) return undefined
  const named: unknown = Reflect.get(exports, name)
  return Reflect.get(exports, "default") ?? named
}

/** What this Waybill is built with. */
export const effectRelease = "4.1"

/** Why a module that brings another effect can't be used, as a sentence; `undefined`: it can. */
export const strangeEffect = ({ effect }: Pick<ImportedModule, "effect">): string | undefined =>
  effect === undefined || effect.startsWith(`${effectRelease}.`)
    ? undefined
    : `it is built with effect ${effect}, this Waybill with effect ${effectRelease}`
