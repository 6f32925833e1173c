/** Whether what a run said at its end adds up, in records and in money (invariant 3). */
import { Decimals } from "@waybill/model"
import { BigDecimal, Option, Schema } from "effect"

/** A run reads records; a posting goes through drafts, and adds up no money by what became of them. */
const ofRun = ["skipped", "invalid", "unchanged", "held", "confirmed", "refused", "unknown", "pending"]
const ofPosting = ["posted", "refused", "unknown", "left"]

const Text = Schema.Record(Schema.String, Schema.String)
const Flow = Schema.Record(Schema.String, Schema.Unknown)
const Summary = Schema.Struct({ flows: Schema.Record(Schema.String, Flow) })
const Money = Schema.Struct({ money: Schema.Record(Schema.String, Text) })

const decodeSummary = Schema.decodeUnknownOption(Summary)
const decodeMoney = Schema.decodeUnknownOption(Money)

/** What does not add up, a sentence each. A summary of another shape has nothing to add up. */
export const unbalanced = (summary: unknown): ReadonlyArray<string> =>
  Option.match(decodeSummary(summary), {
    onNone: () => [],
    onSome: ({ flows }) =>
      Object.entries(flows).flatMap(([name, flow]) => {
        if ("read" in flow) return [...countsOf(name, flow, "read", ofRun), ...moneyOf(name, flow)]
        return "drafts" in flow ? countsOf(name, flow, "drafts", ofPosting) : []
      }),
  })

const countsOf = (
  name: string,
  flow: typeof Flow.Type,
  total: string,
  fates: ReadonlyArray<string>,
): ReadonlyArray<string> => {
  const [all, ...parts] = [total, ...fates].map((fate) => flow[fate])
  if (![all, ...parts].every(Number.isSafeInteger)) return [`flow ${name}: its counts can't be read`]
  const sum = parts.reduce<number>((sum, part) => sum + Number(part), 0)
  return sum === all ? [] : [`flow ${name}: of ${Number(all)} records (${total}), ${sum} are accounted for`]
}

const moneyOf = (name: string, flow: typeof Flow.Type): ReadonlyArray<string> =>
  Option.match(decodeMoney(flow), {
    onNone: () => [`flow ${name}: its money can't be read`],
    onSome: ({ money }) =>
      Object.entries(money).flatMap(([currency, amounts]) => {
        const [all, ...parts] = ["read", ...ofRun].map((fate) => Decimals.parse(amounts[fate] ?? ""))
        if (all === undefined || !parts.every((part) => part !== undefined)) {
          return [`flow ${name}: its money in ${currency} can't be read`]
        }
        return BigDecimal.equals(BigDecimal.sumAll(parts), all)
          ? []
          : [`flow ${name}: its money in ${currency} does not add up`]
      }),
  })
