/**
 * One way to make invoices of the rows of a file, in a process of its own: `node measure.ts WAY ROWS`. Counts the CPU time of
 * this alone, page by page; reading and the first records are not counted.
 */
import { join } from "node:path"

import type { OpenFlow } from "../../packages/pipeline/src/flow/OpenFlow.ts"
import { compileJson } from "../../packages/pipeline/src/flow/recordJson.ts"
import { tell } from "../measure/script.ts"
import { byEngine } from "./byEngine.ts"
import { byHand } from "./byHand.ts"
import { eachPage, type Records } from "./flow.ts"

interface Way {
  readonly pipeline: string
  readonly make: (flow: OpenFlow) => (record: Records[number]) => any
  /** Cents of what was made, for the check: not counted either. */
  readonly centsOf: (made: any) => number
}

const thirty = join(import.meta.dirname, "../data/waybill.yaml")
const twenty = join(import.meta.dirname, "twenty.yaml")

const centsOfJson = (json: string): number => Math.round(JSON.parse(json).invoiceAmount * 100)
const centsOfDecimal = ({ value, scale }: { readonly value: bigint; readonly scale: number }): number =>
  Number(value) * 10 ** (2 - scale)

const toModel = ({ mapping }: OpenFlow) => mapping.toModel

const toRecord = ({ mapping, destination }: OpenFlow) => {
  const { toModel, applySet } = mapping
  return (record: Records[number]): any => {
    const mapped: any = toModel(record)
    const made: any = destination.fromModel(mapped.model)
    const set: any = applySet(record, mapped.model, made.success)
    return set.success
  }
}

const toJson = (flow: OpenFlow) => {
  const make = toRecord(flow)
  const encode = compileJson(flow.destination.record)
  return (record: Records[number]) => encode(make(record))
}

const ways: Readonly<Record<string, Way>> = {
  byHand: { pipeline: thirty, make: () => (record) => JSON.stringify(byHand(record)), centsOf: centsOfJson },
  twenty: { pipeline: twenty, make: toModel, centsOf: ({ model }) => centsOfDecimal(model.total.amount) },
  engine: { pipeline: twenty, make: byEngine, centsOf: (values) => centsOfDecimal(values[2].amount.value) },
  model: { pipeline: thirty, make: toModel, centsOf: ({ model }) => centsOfDecimal(model.total.amount) },
  record: { pipeline: thirty, make: toRecord, centsOf: ({ invoiceAmount }) => centsOfDecimal(invoiceAmount) },
  json: { pipeline: thirty, make: toJson, centsOf: centsOfJson },
}

const cpu = (): number => {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Records until the code is compiled: not counted, since a run of a million has them once. */
const warmUp = 20_000

const [name = "", text = "0"] = process.argv.slice(2)
const rows = Number(text)
const { pipeline, make, centsOf } = ways[name]!
let [spent, counted, count, cents] = [0, 0, 0, 0]
await eachPage(pipeline, warmUp + rows, (flow) => {
  const one = make(flow)
  return (records) => {
    const before = cpu()
    const made = records.map(one)
    if (count >= warmUp) {
      spent += cpu() - before
      counted += made.length
    }
    count += made.length
    for (const each of made) cents += centsOf(each)
  }
})
tell({ seconds: ((spent / 1e6) * rows) / counted, check: `${count} records, ${cents} cents` })
