/** What each target declares of itself: opened as a run opens it, in an empty folder, without asking anybody. */
import { Duration, Effect, FileSystem, Schema } from "effect"

import { platform } from "../../apps/waybill/src/program.ts"
import type { Connector, Destination, TargetOptions } from "../../packages/connector/src/index.ts"
import { entities } from "../../packages/model/src/index.ts"
import { blocks, code, table } from "../connectorPages/markdown.ts"
import { documented } from "../connectorPages/pages.ts"

/** A connection, and the settings that make it another target where some do. */
interface Target {
  readonly connector: string
  readonly setting?: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly streams: ReadonlyArray<string>
}

const payorcrm = { apiKey: "key", apiSecret: "secret" }
const crmcom = {
  baseUrl: "https://billing.example.com/crmapi/rest/v2",
  webApiKey: "key",
  currency: "EUR",
  timeZone: "Asia/Nicosia",
  accounts: ["ACR1"],
  invoiceType: { name: "Invoice" },
  paymentType: { name: "Payment" },
  paymentMethod: { name: "Bank" },
}
const cancelling = { cancellationType: { name: "Cancel" }, paymentCancellationType: { name: "Cancel" } }
const erplybooks = { token: "token", since: "2026-01-01", paymentAccount: "1020", usePartnerApi: true }

const all = ["customers", "invoices", "payments"]

const targets: ReadonlyArray<Target> = [
  { connector: "csv", settings: {}, streams: ["invoices.csv"] },
  { connector: "excel", settings: {}, streams: ["book.xlsx"] },
  ...["upsert", "refuse", "duplicate"].map((onDuplicate) => ({
    connector: "payorcrm",
    setting: `onDuplicate: ${onDuplicate}`,
    settings: { ...payorcrm, onDuplicate },
    streams: ["customers", "invoices"],
  })),
  { connector: "crmcom", setting: "land: draft", settings: { ...crmcom, land: "draft" }, streams: all },
  {
    connector: "crmcom",
    setting: "land: posted",
    settings: { ...crmcom, ...cancelling, land: "posted" },
    streams: all,
  },
  { connector: "erplybooks", settings: erplybooks, streams: all },
]

interface Declared extends Target {
  readonly stream: string
  readonly destination: Destination<unknown>
}

const open = Effect.fnUntraced(function* (target: Target, baseDirectory: string) {
  const connector: Connector = documented.get(target.connector)!
  const settings = yield* Schema.decodeEffect(connector.settings)(target.settings)
  const { destination: openStream } = yield* connector.open(settings, { connection: "target", baseDirectory })
  return yield* Effect.forEach(target.streams, (stream) => {
    const entity = entities.find((each) => stream === `${each}s`) ?? "invoice"
    const options: TargetOptions = { entity }
    return Effect.map(openStream!(stream, options), (destination): Declared => ({ ...target, stream, destination }))
  })
})

/** Every target that comes with Waybill, as it declares itself. */
const declared = Effect.gen(function* () {
  const files = yield* FileSystem.FileSystem
  const folder = yield* files.makeTempDirectoryScoped()
  const opened = yield* Effect.forEach(targets, (target) => open(target, folder))
  return opened.flat()
}).pipe(Effect.scoped, Effect.provide(platform), Effect.orDie)

const repeats = { upsert: "replaces the first", refuses: "is refused", duplicates: "doubles" } as const

const unique = (all: ReadonlyArray<string | undefined>): ReadonlyArray<string> => [
  ...new Set(all.flatMap((each) => (each === undefined ? [] : [each]))),
]

/** The streams and settings of one connector that say the same; a setting that makes no difference is left out. */
const nameOf = (alike: ReadonlyArray<Declared>): string => {
  const { connector, streams } = alike[0]!
  const settings = unique(alike.map(({ setting }) => setting))
  const every = unique(targets.filter((each) => each.connector === connector).map(({ setting }) => setting))
  const named = unique(alike.map(({ stream }) => stream))
  return [
    `[${documented.get(connector)!.title}](../connectors/${connector}.md)`,
    ...(named.length === streams.length ? [] : [named.map(code).join(", ")]),
    ...(settings.length === every.length ? [] : [settings.map(code).join(", ")]),
  ].join(" ")
}

type Rows = ReadonlyArray<ReadonlyArray<string>>

/** Rows about each target; what one connector says several times stands once. */
const rowsOf = (found: ReadonlyArray<Declared>, rows: (each: Declared) => Rows): Rows => {
  const alike = Map.groupBy(found, (each) => JSON.stringify([each.connector, rows(each)]))
  return [...alike.values()].flatMap((some) =>
    rows(some[0]!).map((row, index) => [index === 0 ? nameOf(some) : "", ...row]),
  )
}

const lostAnswer = ({ destination: { find, visibleAfter, repeat, creates } }: Declared): string => {
  if (creates === false) return "nothing is sent"
  if (find === undefined) return repeat === "upsert" ? "it is sent again" : "a person decides"
  const after = visibleAfter === undefined ? "at once" : `after ${Duration.toSeconds(visibleAfter)} s`
  return `the target is asked; "not there" is believed ${after}`
}

const readBack = ({ destination: { list, show } }: Declared): string =>
  [...(list === undefined ? [] : ["all of it"]), ...(show === undefined ? [] : ["by id"])].join(", ") || "no"

const calls = ({ destination: { batch } }: Declared): string => {
  const { records, calls: each = 1 } = batch
  return each === 0
    ? "none"
    : `${each} for ${records === 1 ? "each record" : `${records.toLocaleString("en")} records`}`
}

const delivery = (found: ReadonlyArray<Declared>): string =>
  table(
    ["target", "a second copy there", "after a lost answer", "can be read back", "drafts", "calls"],
    rowsOf(found, (each) => [
      [
        each.destination.creates === false ? "makes none: only matched" : repeats[each.destination.repeat],
        lostAnswer(each),
        readBack(each),
        each.destination.post === undefined ? "" : "yes",
        each.connector === "csv" || each.connector === "excel" ? "" : calls(each),
      ],
    ]),
  )

const done = { draft: "a draft", posted: "a record that counts", any: "any record" } as const

const takingBack = (found: ReadonlyArray<Declared>): string =>
  table(
    ["target", "verb", "done to", "what stays behind"],
    rowsOf(found, ({ destination: { undo, creates } }) => {
      if (creates === false) return []
      if (undo === undefined) return [["none", "", "what arrived stays"]]
      return undo.verbs.map(({ verb, of, description }) => [code(verb), done[of], description])
    }),
  )

const unedited = (found: ReadonlyArray<Declared>): string =>
  table(
    ["target", "fields of the model"],
    rowsOf(found, ({ destination: { readBack: fields = [] } }) =>
      fields.length === 0 ? [] : [[fields.map(code).join(", ")]],
    ),
  )

const intro = `What each connector declares of its targets, and the engine goes by: read from the connectors themselves, which are opened for that with the settings that each row names and
otherwise their defaults. [What Waybill promises](../promises.md) says what comes of it, what stays open, and how it was tried. A connector of your own declares the same, and the testkit holds it to that.`

const lost = `An update whose answer is lost names its record, so it is simply sent again. \`visibleAfter\` is a setting of the connection.`

const described = `A [\`rest\`](../connectors/rest.md) target declares what the pipeline file says of its API: \`repeat\`, whether there is a call to \`find\` a record, to \`list\` and \`show\` them, and to
\`delete\` one. Without \`find\` a record whose answer was lost stays with a person, unless \`repeat\` is \`upsert\`.`

const undoing = `[\`waybill undo\`](../guides/undo.md) shows these beforehand, and leaves alone what somebody changed over there since. What CRM.COM has posted is taken back where the settings
\`cancellationType\` and \`paymentCancellationType\` name the types; with \`writeOffType\` an invoice is written off instead.`

const edits = `These come back exactly as they were delivered: by them \`waybill undo\` and the tie-out see that somebody changed a record over there. A field that \`set\` writes is not among them.`

export const promisesPage: Effect.Effect<string> = Effect.map(declared, (found) =>
  blocks(
    "# Promises by target",
    intro,
    "## Delivering",
    delivery(found),
    lost,
    described,
    "## Taking back",
    takingBack(found),
    undoing,
    "## Seeing what was edited over there",
    edits,
    unedited(found),
  ),
)
