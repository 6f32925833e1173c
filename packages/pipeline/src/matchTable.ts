/**
 * What matching finds, before anything is sent: which record is which of the target, which are new, and which a person must
 * decide about.
 */
import type { AlreadyRunning, Ledger, LedgerError } from "@waybill/ledger"
import { Effect } from "effect"

import type { MatchFinding } from "./flow/matching.ts"
import type { OpenPipeline } from "./open.ts"
import { runPipeline, type RunOptions, type Stopped } from "./run.ts"

export interface MatchRow extends MatchFinding {
  readonly flow: string
}

/** What `match --json` prints. */
export interface MatchTable {
  readonly pipeline: string
  /** By flow: records that the ledger did not know, by what became of them. */
  readonly flows: Readonly<Record<string, Readonly<Record<MatchFinding["verdict"], number>>>>
  /** The undecided ones first; at most as many as were asked for. */
  readonly rows: ReadonlyArray<MatchRow>
  readonly stopped: ReadonlyArray<Stopped>
}

const order = ["undecided", "same", "new"] as const

/** Rows that are kept of each verdict: a table is for reading. */
class Table {
  private readonly counts = new Map<string, Record<MatchFinding["verdict"], number>>()
  private readonly rows = new Map<MatchFinding["verdict"], Array<MatchRow>>(order.map((verdict) => [verdict, []]))
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  add(flow: string, finding: MatchFinding): void {
    const counts = this.counts.get(flow) ?? { same: 0, new: 0, undecided: 0 }
    this.counts.set(flow, counts)
    counts[finding.verdict] += 1
    const rows = this.rows.get(finding.verdict)!
    if (rows.length < this.most) rows.push({ flow, ...finding })
  }

  get flows(): MatchTable["flows"] {
    return Object.fromEntries(this.counts)
  }

  get first(): ReadonlyArray<MatchRow> {
    return order.flatMap((verdict) => this.rows.get(verdict)!).slice(0, this.most)
  }
}

/**
 * Looks for the counterparts of all records that the ledger does not know, and takes over those that are clear; sends nothing.
 * Over a scratch copy of the ledger it is a dry run.
 */
export const matchPipeline = Effect.fn("matchPipeline")(function* (
  open: OpenPipeline,
  options: RunOptions,
  most: number,
): Effect.fn.Return<MatchTable, LedgerError | AlreadyRunning, Ledger> {
  const table = new Table(most)
  const flows = open.flows.filter(({ spec, match }) => match.length > 0 && options.flows?.includes(spec.name) !== false)
  const { summary } = yield* runPipeline(open, {
    ...options,
    command: "match",
    flows: flows.map(({ spec }) => spec.name),
    compareOnly: true,
    onMatch: (flow, finding) => table.add(flow, finding),
  })
  return { pipeline: summary.pipeline, flows: table.flows, rows: table.first, stopped: summary.stopped }
})
