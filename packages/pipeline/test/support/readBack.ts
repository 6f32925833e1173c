/** A world whose target can be read back: what it holds is said by the test, row by row, and may be tampered with. */
import { join } from "node:path"

import { assert } from "@effect/vitest"
import type { ConnectorError, Destination, Listed } from "@waybill/connector"
import { layerCopy } from "@waybill/ledger"
import { Dates, Decimals, Money } from "@waybill/model"
import { BigDecimal, Effect, Layer, Stream } from "effect"

import { openPipeline, reconcilePipeline, type ReconcileOptions } from "../../src/index.ts"
import type { FlowTieOut, Sum, TieOut } from "../../src/tieOut/TieOut.ts"
import { platform, type TextRow, World } from "./memory.ts"

export const file = `
version: 1
name: test
connections:
  here: { connector: memory }
  there: { connector: memory }
flows:
  invoices:
    from: { connection: here, stream: invoices }
    to: { connection: there, stream: invoices }
    where: record.Status != "closed"
    map:
      number: record.No
      customerNumber: record.Customer
      total: money(record.Amount, record.Currency)
      dueDate: date(record.Due, "yyyy-MM-dd")
      status: record.Status
`

const columns = ["No", "Customer", "Amount", "Currency", "Due", "Status"]

export const row = (index: number, more: Partial<Record<string, string>> = {}): TextRow => ({
  No: `I${index}`,
  Customer: `C${index % 3}`,
  Amount: `${index}.50`,
  Currency: "EUR",
  Due: "2026-10-01",
  Status: "open",
  ...more,
})

export const rows = (count: number): ReadonlyArray<TextRow> =>
  Array.from({ length: count }, (_, index) => row(index + 1))

/** A row as the target shows it. */
export const listed = (
  { No = "", Customer, Amount = "", Currency = "", Due = "", Status }: TextRow,
  more: Partial<Listed> = {},
): Listed => ({
  targetId: `t-${No}`,
  number: No,
  model: {
    number: No,
    customerNumber: Customer,
    total: new Money(Decimals.parse(Amount)!, Currency),
    dueDate: Dates.parseIso(Due),
    status: Status,
  },
  ...more,
})

/** What the target can be asked, and what it says. */
export interface Answers {
  readonly list?: ReadonlyArray<Listed> | ConnectorError
  readonly show?: ReadonlyArray<Listed> | ConnectorError
}

const isError = (answer: ReadonlyArray<Listed> | ConnectorError): answer is ConnectorError => "reason" in answer

const readable = ({ list, show }: Answers): Pick<Destination<unknown>, "list" | "show" | "readBack"> => ({
  readBack: ["total", "dueDate"],
  ...(list === undefined ? {} : { list: isError(list) ? Stream.fail(list) : Stream.fromIterable([list]) }),
  ...(show === undefined
    ? {}
    : {
        show: (ids: ReadonlyArray<string>) =>
          isError(show)
            ? Effect.fail(show)
            : Effect.succeed(
                new Map(show.filter(({ targetId }) => ids.includes(targetId)).map((one) => [one.targetId, one])),
              ),
      }),
})

const reconcileWith = (
  world: World,
  change: (destination: Destination<unknown>) => Destination<unknown>,
  options: Partial<ReconcileOptions> = {},
): Effect.Effect<TieOut, unknown> =>
  Effect.gen(function* () {
    const open = yield* openPipeline(world.file(file), world.composition)
    const flows = open.flows.map((flow) => ({ ...flow, destination: change(flow.destination) }))
    const asOf = Dates.parseIso("2026-11-21")!
    return yield* reconcilePipeline({ ...open, flows }, { asOf, version: "0.0.0-test", ...options })
  }).pipe(
    Effect.scoped,
    Effect.provide(Layer.provideMerge(layerCopy({ directory: join(world.directory, ".waybill") }), platform)),
  )

export const reconcile = (world: World, answers: Answers, options: Partial<ReconcileOptions> = {}) =>
  reconcileWith(world, ({ list: _, ...destination }) => ({ ...destination, ...readable(answers) }), options)

export const setRows = (world: World, all: ReadonlyArray<TextRow>): void => world.table("invoices", columns, all)

/** A world that delivered these rows to a target that answers with ids. */
export const delivered = <E>(first: ReadonlyArray<TextRow>, use: (world: World) => Effect.Effect<void, E>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const world = new World()
      setRows(world, first)
      world.target.answer = ({ key }) => ({ _tag: "Confirmed", targetId: `t-${key}` })
      return world
    }),
    (world) => Effect.andThen(world.run(file), use(world)),
    (world) => Effect.sync(() => world.remove()),
  )

const added = (sums: ReadonlyArray<Sum>, currency: string): string =>
  Decimals.toText(BigDecimal.sumAll(sums.map(({ money }) => Decimals.parse(money[currency] ?? "0")!)))

/** The equations that a tie-out prints, in records and in money. */
export const addsUp = ({ steps, ledger }: FlowTieOut): void => {
  const { read, gone, ...others } = steps
  const parts = Object.values(others)
  const records = (sums: ReadonlyArray<Sum | undefined>) => sums.reduce((all, sum) => all + (sum?.records ?? 0), 0)
  assert.strictEqual(read!.records, records(parts))
  for (const currency of Object.keys(read!.money)) {
    assert.strictEqual(added([read!], currency), added(parts, currency))
  }
  assert.strictEqual(ledger.records, records([steps.confirmed, steps.changed, gone]))
}

/** `missing I3`: what differs, briefly. */
export const briefly = ({ differences }: FlowTieOut): ReadonlyArray<string> =>
  differences.map(({ kind, key }) => `${kind} ${key}`)
