/**
 * What flows say of each other and of connections: does it exist, and can it be carried out in some order?
 */
import type { Diagnostic } from "../Diagnostic.ts"
import { fault, suggestion } from "./diagnostics.ts"
import type { Located, StreamRef } from "./Pipeline.ts"
import type { FlowSketch } from "./specs.ts"

const unknownName = (name: Located<string>, known: ReadonlyArray<string>, code: string, kind: string) =>
  known.includes(name.value)
    ? []
    : [fault(name.place, code, `there is no ${kind} '${name.value}'`, suggestion(name.value, known))]

/** Connections in `from` and `to`, flows in `after`. */
export const unknownNames = (
  flows: ReadonlyArray<FlowSketch>,
  connections: ReadonlyArray<string>,
): ReadonlyArray<Diagnostic> => {
  const names = flows.map(({ name }) => name)
  return flows.flatMap(({ from, to, after }) => [
    ...[from, to].flatMap((end) =>
      end === undefined ? [] : unknownName(end.connection, connections, "WB-FILE-CONNECTION", "connection"),
    ),
    ...after.flatMap((name) => unknownName(name, names, "WB-FILE-AFTER", "flow")),
  ])
}

const streamKey = ({ connection, stream }: StreamRef): string => JSON.stringify([connection.value, stream.value])

/** A stream's name is not shown where it may come from the environment: the flow and the line say which one is meant. */
export const streamConflicts = (flows: ReadonlyArray<FlowSketch>): ReadonlyArray<Diagnostic> => {
  const writers = new Map<string, FlowSketch>()
  return flows.flatMap((flow) => {
    const { name, from, to } = flow
    if (to === undefined) return []
    const { place } = to.stream
    const found: Array<Diagnostic> = []
    const first = writers.get(streamKey(to))
    if (first === undefined) writers.set(streamKey(to), flow)
    else {
      const { path, line } = first.to!.stream.place
      const where = path === undefined ? `line ${line}` : path
      const message = `'${name}' writes to the stream that '${first.name}' writes to (${where})`
      found.push(fault(place, "WB-FILE-TWO-WRITERS", message, "each stream has one flow that writes it"))
    }
    if (from !== undefined && streamKey(from) === streamKey(to)) {
      const message = `'${name}' reads the stream that it writes`
      found.push(fault(place, "WB-FILE-SAME-STREAM", message, "name another stream to write to"))
    }
    return found
  })
}

/** The flows of one circle, from a flow that can't begin: each waits for the next, the last for the first. */
const circleFrom = (start: FlowSketch, waiting: ReadonlyMap<string, FlowSketch>): ReadonlyArray<FlowSketch> => {
  const path: Array<FlowSketch> = []
  let flow = start
  while (!path.includes(flow)) {
    path.push(flow)
    flow = waiting.get(flow.after.find(({ value }) => waiting.has(value))!.value)!
  }
  return path.slice(path.indexOf(flow))
}

const circleFault = (circle: ReadonlyArray<FlowSketch>): Diagnostic => {
  const [first, next = first] = circle
  const place = first!.after.find(({ value }) => value === next!.name)!.place
  const names = [...circle, first!].map(({ name }) => name).join(" → ")
  const message =
    circle.length === 1 ? `'${first!.name}' waits for itself` : `each of these flows waits for the next: ${names}`
  return fault(place, "WB-FILE-CYCLE", message, "remove one of them from `after`")
}

/**
 * The flows in the order in which they run: after what `after` names, otherwise as written. A circle is a diagnostic, and
 * its flows are left out; a name that is unknown holds nothing up.
 */
export const orderFlows = (
  flows: ReadonlyArray<FlowSketch>,
): { readonly ordered: ReadonlyArray<FlowSketch>; readonly diagnostics: ReadonlyArray<Diagnostic> } => {
  const waiting = new Map(flows.map((flow) => [flow.name, flow] as const))
  const ordered: Array<FlowSketch> = []
  const diagnostics: Array<Diagnostic> = []
  while (waiting.size > 0) {
    const flow = [...waiting.values()].find(({ after }) => !after.some(({ value }) => waiting.has(value)))
    if (flow !== undefined) {
      ordered.push(flow)
      waiting.delete(flow.name)
      continue
    }
    const found = circleFrom([...waiting.values()][0]!, waiting)
    const first = flows.findIndex((each) => found.includes(each))
    const start = found.indexOf(flows[first]!)
    diagnostics.push(circleFault([...found.slice(start), ...found.slice(0, start)]))
    for (const { name } of found) waiting.delete(name)
  }
  return { ordered, diagnostics }
}

/** Connections that no flow uses: often the trace of a misspelt name. */
export const unusedConnections = (
  connections: ReadonlyMap<string, { readonly place: Diagnostic["place"] & {} }>,
  flows: ReadonlyArray<FlowSketch>,
): ReadonlyArray<Diagnostic> => {
  const used = new Set(flows.flatMap(({ from, to }) => [from?.connection.value, to?.connection.value]))
  return [...connections].flatMap(([name, { place }]) =>
    used.has(name)
      ? []
      : [{ ...fault(place, "WB-FILE-UNUSED", `no flow uses the connection '${name}'`), severity: "warning" as const }],
  )
}
