/**
 * What an installation is too old for: told by the releases that are noted in the declaration, before anything is sent.
 */
import type { ConnectorError } from "@waybill/connector"
import { Context, Predicate, Result, SchemaAST } from "effect"
import type { HttpApiEndpoint } from "effect/http-api"

import { CallSince } from "../api/CallSince.ts"
import { tooNew } from "../errors.ts"
import { isFrom, isReleaseName, type ReleaseName } from "../Release.ts"

/** A parameter that is newer than the installation. */
interface Newer {
  /** `invoice_item_set.vat_rate_identifier`, … */
  readonly path: string
  readonly since: ReleaseName
}

type Find = (value: unknown) => Newer | undefined

const isNewer = (since: unknown, release: ReleaseName): since is ReleaseName =>
  typeof since === "string" && isReleaseName(since) && !isFrom(release, since)

const first = <A>(items: ReadonlyArray<A>, find: (item: A) => Newer | undefined): Newer | undefined => {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

const under = (name: string, found: Newer | undefined): Newer | undefined =>
  found && { ...found, path: found.path === "" ? name : `${name}.${found.path}` }

/** Of an identifier: the field that it names the record by. */
const ofIdentifier = (fields: object, release: ReleaseName): Find | undefined => {
  const newer = new Map(Object.entries(fields).filter(([, since]) => isNewer(since, release)))
  if (newer.size === 0) return undefined
  return (value) => {
    const by = Predicate.hasProperty(value, "by") ? String(value.by) : ""
    const since = newer.get(by)
    return since === undefined ? undefined : { path: by, since }
  }
}

const ofObject = (ast: SchemaAST.Objects, release: ReleaseName): Find | undefined => {
  const fields = ast.propertySignatures.flatMap(({ name, type }) => {
    const find = finder(type, release)
    return find === undefined ? [] : [[String(name), find] as const]
  })
  if (fields.length === 0) return undefined
  return (value) =>
    first(fields, ([name, find]) => {
      const field = Predicate.hasProperty(value, name) ? value[name] : undefined
      return field === undefined ? undefined : under(name, find(field))
    })
}

/** What looks for newer parameters in a value of this schema; `undefined` where there is nothing to look for. */
const finder = (ast: SchemaAST.AST, release: ReleaseName): Find | undefined => {
  const { since, identifierFields } = SchemaAST.resolve(ast) ?? {}
  if (isNewer(since, release)) return () => ({ path: "", since })
  if (Predicate.isObject(identifierFields)) return ofIdentifier(identifierFields, release)
  if (SchemaAST.isObjects(ast)) return ofObject(ast, release)
  if (SchemaAST.isArrays(ast)) {
    const [item] = ast.rest.map((rest) => finder(rest, release))
    return item && ((value) => (Array.isArray(value) ? first(value, item) : undefined))
  }
  if (SchemaAST.isUnion(ast)) {
    const members = ast.types.flatMap((type) => finder(type, release) ?? [])
    return members.length === 0 ? undefined : (value) => first(members, (find) => find(value))
  }
  return undefined
}

/**
 * Lets a call pass that the installation has, parameters and all; the other ones fail before anything is sent. Made once
 * for a call, not for a request.
 */
export const releaseGate = (group: string, endpoint: HttpApiEndpoint.Top, release: ReleaseName) => {
  const operation = `${group}.${endpoint.identifier}`
  const since = Context.get(endpoint.annotations, CallSince)
  if (!isFrom(release, since)) {
    return (): Result.Result<void, ConnectorError> =>
      Result.fail(tooNew(operation, `the call ${operation}`, since, release))
  }
  const [body] = [...endpoint.payload.values()].flatMap(({ schemas }) => schemas)
  const find = finder((endpoint.query ?? body)!.ast, release)
  return (params: unknown): Result.Result<void, ConnectorError> => {
    const found = find?.(params)
    return found === undefined
      ? Result.void
      : Result.fail(tooNew(operation, `the parameter ${found.path} of ${operation}`, found.since, release))
  }
}
