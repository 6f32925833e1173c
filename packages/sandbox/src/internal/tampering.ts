/**
 * Tampering with records of any system: which ones are meant, whether it can be done to all of them, and then to all or none.
 */
import { Result } from "effect"

import type { NotTampered, Tamper } from "../Tamper.ts"

/** What a record is named by. */
type By = "number" | "id" | "key"

/** Records of one kind, and what can be done to them. */
export interface Tampered<A> {
  readonly all: Iterable<A>
  readonly names: { readonly [K in By]?: (record: A) => string | null | undefined }
  /** Why it can't be done to this one, as a sentence. */
  readonly problem: (record: A, tamper: Tamper) => string | undefined
  readonly lose: (records: ReadonlySet<A>) => void
  /** Gives the record as it is then. */
  readonly change: (record: A, tamper: Tamper) => A
  readonly double: (record: A) => A
  /** The record as JSON. */
  readonly text: (record: A) => string
}

const notDone = (status: NotTampered["status"], message: string): Result.Result<never, NotTampered> =>
  Result.fail({ status, message })

/** How the records are named, and by which names. */
const namesOf = ({ number, id, key }: Tamper): readonly [By, ReadonlyArray<string>] => {
  const [by, names] =
    number === undefined
      ? id === undefined
        ? (["key", key] as const)
        : (["id", id] as const)
      : (["number", number] as const)
  return [by, typeof names === "string" ? [names] : (names ?? [])]
}

/** The records that are named; of several under one name the first. */
const select = <A>({ all, names }: Tampered<A>, tamper: Tamper): Result.Result<ReadonlySet<A>, NotTampered> => {
  const [by, wanted] = namesOf(tamper)
  const nameOf = names[by]
  if (nameOf === undefined) return notDone(400, `${tamper.kind} have no ${by} here`)
  const asked = new Set(wanted)
  const found = new Map<string, A>()
  for (const record of all) {
    const name = nameOf(record)
    if (typeof name === "string" && asked.has(name) && !found.has(name)) found.set(name, record)
  }
  const absent = wanted.findIndex((name) => !found.has(name))
  return absent === -1
    ? Result.succeed(new Set(found.values()))
    : notDone(404, `there is no such record among the ${tamper.kind}: the ${by} in place ${absent + 1}`)
}

/** Does it to all records that are named, or to none; their texts as they are then, of lost ones as they were. */
export const tamperWith = <A>(what: Tampered<A>, tamper: Tamper): Result.Result<ReadonlyArray<string>, NotTampered> =>
  Result.flatMap(select(what, tamper), (records) => {
    for (const record of records) {
      const problem = what.problem(record, tamper)
      if (problem !== undefined) return notDone(400, problem)
    }
    if (tamper.do === "lose") {
      const texts = [...records].map(what.text)
      what.lose(records)
      return Result.succeed(texts)
    }
    const act = tamper.do === "double" ? what.double : (record: A) => what.change(record, tamper)
    return Result.succeed([...records].map((record) => what.text(act(record))))
  })
