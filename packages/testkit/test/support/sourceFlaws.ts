/** Ways to break a source. */
import type { ConnectorError, Page, Source } from "@waybill/connector"
import type { Invoice } from "@waybill/model"
import { Effect, Option, Result, Schema, Stream } from "effect"

import type { Flaws } from "./shelf.ts"
import { lost, rounded, type Variants } from "./variant.ts"

type Read = Source<Invoice>["read"]
type Pages = Stream.Stream<Page<Invoice>, ConnectorError>

const reading =
  (change: (read: Read) => Read): NonNullable<Flaws["source"]> =>
  (source) => ({ ...source, read: change(source.read) })

const mapped = (change: (pages: Pages) => Pages): Flaws => ({ source: reading((read) => (from) => change(read(from))) })

export const sourceFlaws: Variants = {
  "the last page is left out": {
    flaws: mapped((pages) => Stream.filter(pages, ({ rows }) => rows.length === 2)),
    fails: [
      "read: everything once",
      "read: what is new",
      "read: given up",
      "read: hostile data",
      "read: clock skew",
      "read: lost answers",
      "read: throttled",
    ],
  },
  "the first page comes twice": {
    flaws: mapped((pages) => Stream.concat(Stream.take(pages, 1), pages)),
    fails: [
      "read: everything once",
      "read: from every cursor",
      "read: what is new",
      "read: given up",
      "model: keys",
      "read: pages without records",
      "read: hostile data",
      "read: clock skew",
      "read: lost answers",
      "read: throttled",
    ],
  },
  "cursors one off": {
    flaws: mapped((pages) => Stream.map(pages, (page) => ({ ...page, cursor: String(Number(page.cursor) + 1) }))),
    fails: ["read: from every cursor", "read: what is new"],
  },
  "cursors that lead to the start": {
    flaws: { source: reading((read) => () => read(Option.none())) },
    fails: ["read: from every cursor"],
  },
  "a page without records that leads nowhere": {
    flaws: mapped((pages) => Stream.flatMap(pages, (page) => Stream.make(page, { rows: [], cursor: "999" }))),
    fails: ["read: from every cursor", "read: what is new", "read: pages without records"],
  },
  "answers of another day": {
    flaws: { manners: { distrusts: true } },
    fails: ["read: clock skew"],
  },
  "another order each time": {
    flaws: {
      source: (source) => {
        let reads = 0
        return {
          ...source,
          read: (from) =>
            reads++ % 2 === 0
              ? source.read(from)
              : Stream.map(source.read(from), (page) => ({ ...page, rows: page.rows.toReversed() })),
        }
      },
    },
    fails: ["read: again", "read: from every cursor"],
  },
  "an empty stream that fails": {
    flaws: mapped((pages) =>
      Stream.mapEffect(pages, (page) => (page.rows.length === 0 && page.cursor === "0" ? lost : Effect.succeed(page))),
    ),
    fails: ["read: nothing"],
  },
  "a read that ends for good": {
    flaws: {
      source: (source) => {
        let given = false
        return {
          ...source,
          read: (from) =>
            Stream.suspend(() => (given ? Stream.empty : source.read(from))).pipe(
              Stream.tap(() => Effect.sync(() => void (given = true))),
            ),
        }
      },
    },
    fails: ["read: again", "read: from every cursor", "read: what is new", "read: given up"],
  },
  "records of another type": {
    flaws: { source: (source) => ({ ...source, record: Schema.Struct({ other: Schema.String }) }) },
    fails: ["record: schema"],
  },
  "a model with a field of its own": {
    flaws: { source: (source) => ({ ...source, toModel: (record: Invoice) => Result.succeed({ ...record, own: 1 }) }) },
    fails: ["model: valid"],
  },
  "one number for all": {
    flaws: {
      source: (source) => ({ ...source, toModel: (record: Invoice) => Result.succeed({ ...record, number: "1" }) }),
    },
    fails: ["model: keys"],
  },
  "texts in another form": {
    flaws: mapped((pages) =>
      Stream.map(pages, (page) => ({
        ...page,
        rows: page.rows.map((row) =>
          "record" in row ? { ...row, record: { ...row.record, note: row.record.note?.normalize("NFC") ?? "" } } : row,
        ),
      })),
    ),
    fails: ["read: hostile data"],
  },
  "amounts that pass through a JavaScript number": {
    flaws: mapped((pages) =>
      Stream.map(pages, (page) => ({
        ...page,
        rows: page.rows.map((row) =>
          "record" in row ? { ...row, record: { ...row.record, total: rounded(row.record.total) } } : row,
        ),
      })),
    ),
    fails: ["read: hostile data"],
  },
  "an end where an answer is lost": {
    flaws: { manners: { credulous: true } },
    fails: ["read: lost answers"],
  },
  "no waiting": {
    flaws: { manners: { waits: false } },
    fails: ["read: throttled"],
  },
  "nothing where credentials are refused": {
    flaws: mapped((pages) =>
      Stream.catch(pages, (error) => (error.reason._tag === "Unauthorized" ? Stream.empty : Stream.fail(error))),
    ),
    fails: ["read: credentials refused"],
  },
  "records that are skipped behind a place": {
    flaws: {
      source: reading((read) => (from) => (Option.isSome(from) && Number(from.value) > 3 ? Stream.empty : read(from))),
    },
    fails: ["read: from every cursor", "read: what is new"],
  },
}
