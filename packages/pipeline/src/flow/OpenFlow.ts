/**
 * A flow with both ends open and its expressions compiled: everything that can be wrong with it is known by now, and
 * nothing has been read or sent.
 */
import type { Connection, ConnectorError, Destination, Finding, Platform, Source } from "@waybill/connector"
import type { FlowRef } from "@waybill/ledger"
import type { Entity } from "@waybill/model"
import { Effect, Result, type Scope } from "effect"

import type { Diagnostic, Place } from "../Diagnostic.ts"
import type { FoundTransform } from "../file/findTransform.ts"
import { type FlowSpec, placeOfTransform, type StreamRef } from "../file/Pipeline.ts"
import { compileMapping } from "../mapping/compile.ts"
import { declaredRecordFaults } from "../mapping/declaredRecord.ts"
import type { Mapping } from "../mapping/Mapping.ts"
import { compileTransform, type ToModel } from "../mapping/ownTransform.ts"
import { References } from "../mapping/References.ts"
import { compileMatch } from "../match/compileMatch.ts"
import type { MatchRule } from "../match/MatchRule.ts"

export interface OpenFlow {
  readonly spec: FlowSpec
  readonly entity: Entity
  readonly source: Source<object>
  readonly destination: Destination<unknown>
  readonly mapping: Mapping
  /** What expressions name of other flows' records. */
  readonly references: References
  /** How records are found that the target held before; none: every record that is new here is created. */
  readonly match: ReadonlyArray<MatchRule>
}

/** The connections and tables that a pipeline's flows use. */
export interface Surroundings {
  readonly connections: ReadonlyMap<string, Connection>
  /** What flows write to: the same connections, or others in their place. */
  readonly targets: ReadonlyMap<string, Connection>
  readonly tables: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** By flow. */
  readonly transforms: ReadonlyMap<string, FoundTransform>
  /** The names of all flows. */
  readonly flows: ReadonlyArray<string>
}

type Opening<A> = Effect.Effect<A, ReadonlyArray<Diagnostic>, Platform | Scope.Scope>

const fault = (place: Place, code: string, message: string, hint?: string): Diagnostic => ({
  code,
  severity: "error",
  place,
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** A connector's own error, at the place in the file that led to it. */
export const diagnose = (place: Place, error: ConnectorError): Diagnostic =>
  fault(place, error.code, error.message, error.hint)

const openSource = (from: StreamRef, connections: Surroundings["connections"]): Opening<Source<object>> => {
  const open = connections.get(from.connection.value)!.source
  return open === undefined
    ? Effect.fail([fault(from.connection.place, "WB-FLOW-DIRECTION", `'${from.connection.value}' can't be read from`)])
    : open(from.stream.value).pipe(Effect.mapError((error) => [diagnose(from.stream.place, error)]))
}

const openDestination = (
  { to, set }: FlowSpec,
  entity: Entity | undefined,
  targets: Surroundings["targets"],
): Opening<Destination<unknown>> => {
  const open = targets.get(to.connection.value)!.destination
  return open === undefined
    ? Effect.fail([fault(to.connection.place, "WB-FLOW-DIRECTION", `'${to.connection.value}' can't be written to`)])
    : open(to.stream.value, { ...(entity === undefined ? {} : { entity }), extraFields: [...set.fields.keys()] }).pipe(
        Effect.mapError((error) => [diagnose(to.stream.place, error)]),
      )
}

/** What makes the model of a source's record, where the flow's map is not all there is. */
const toModelOf = (
  spec: FlowSpec,
  source: Source<object>,
  found: FoundTransform | undefined,
): Result.Result<ToModel | undefined, ReadonlyArray<Diagnostic>> => {
  if (found === undefined || spec.transform === undefined) return Result.succeed(source.toModel)
  const { transform, url } = found
  const faults = declaredRecordFaults(transform, source, placeOfTransform(spec.transform))
  if (faults.length > 0) return Result.fail(faults)
  const own = source.entity === transform.entity ? source.toModel : undefined
  return Result.succeed(compileTransform(transform, own, url))
}

const wrongEntity = (
  spec: FlowSpec,
  entity: Entity,
  found: FoundTransform | undefined,
  source: Source<object>,
): Diagnostic | undefined => {
  const made = found?.transform.entity
  if (made !== undefined && spec.transform !== undefined && made !== entity) {
    const message = `the transform makes ${made}s, and the flow delivers ${entity}s`
    return fault(placeOfTransform(spec.transform), "WB-FLOW-ENTITY", message)
  }
  const said = spec.entity?.value ?? made ?? source.entity
  if (said === undefined || said === entity) return undefined
  const message = `the flow's records are ${said}s, and '${spec.to.stream.value}' takes ${entity}s`
  return fault(spec.to.stream.place, "WB-FLOW-ENTITY", message)
}

/** Opens a flow. Fails with every diagnostic of its streams and expressions. */
export const openFlow = Effect.fn("openFlow")(function* (
  spec: FlowSpec,
  { connections, targets, tables, transforms, flows }: Surroundings,
): Effect.fn.Return<OpenFlow, ReadonlyArray<Diagnostic>, Platform | Scope.Scope> {
  const source = yield* openSource(spec.from, connections)
  const transform = transforms.get(spec.name)
  const said = spec.entity?.value ?? transform?.transform.entity ?? source.entity
  const destination = yield* openDestination(spec, said, targets)
  const { entity } = destination
  const another = wrongEntity(spec, entity, transform, source)
  if (another !== undefined) return yield* Effect.fail([another])
  const toModel = yield* Effect.fromResult(toModelOf(spec, source, transform))
  const references = new References(flows)
  const mapping = compileMapping({
    entity,
    source: source.record,
    ...(toModel === undefined ? {} : { toModel }),
    target: destination.record,
    requires: destination.requires,
    ...(spec.where === undefined ? {} : { where: spec.where }),
    map: spec.map,
    set: spec.set,
    tables,
    references,
  })
  if (Result.isFailure(mapping)) return yield* Effect.fail(mapping.failure)
  const match = compileMatch(spec, entity, destination, tables)
  if (Result.isFailure(match)) return yield* Effect.fail(match.failure)
  return { spec, entity, source, destination, mapping: mapping.success, references, match: match.success }
})

/** A flow and its target, as the ledger names them. */
export const refOf = (flow: OpenFlow): FlowRef => ({ flow: flow.spec.name, target: flow.destination.target })

/** The flows that deliver `entity` to the same connection as `flow`: where its parents come from. */
export const siblings = (flow: OpenFlow, entity: Entity, all: ReadonlyArray<OpenFlow>): ReadonlyArray<OpenFlow> =>
  all.filter(
    (other) =>
      other !== flow && other.entity === entity && other.spec.to.connection.value === flow.spec.to.connection.value,
  )

/** What the data as a whole looks like, as warnings at the flow's source. */
export const inspectFlow = (flow: OpenFlow): Effect.Effect<ReadonlyArray<Diagnostic>, ReadonlyArray<Diagnostic>> => {
  const { place, value } = flow.spec.from.stream
  if (flow.source.inspect === undefined) return Effect.succeed([])
  const warn = ({ code, message, hint, column, row, file }: Finding): Diagnostic => {
    const at = [
      ...(column === undefined ? [] : [`column '${column}'`]),
      ...(row === undefined ? [] : [`${file === undefined ? "" : `${file} `}row ${row}`]),
    ]
    return {
      code,
      severity: "warning",
      place,
      message: `${value}${at.length === 0 ? "" : `, ${at.join(", ")}`}: ${message}`,
      ...(hint === undefined ? {} : { hint }),
    }
  }
  return flow.source.inspect.pipe(
    Effect.map((findings) => findings.map(warn)),
    Effect.mapError((error) => [diagnose(place, error)]),
  )
}
