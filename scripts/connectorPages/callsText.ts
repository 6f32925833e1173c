/** The section of a page about a system's calls. */
import { type Call, type Declaration, describeCalls, type Described, type Identifier } from "./calls.ts"
import { fieldTable } from "./fields.ts"
import { blocks, code, folded, link, table } from "./markdown.ts"
import { spaced } from "./words.ts"

const contents = (calls: ReadonlyArray<Call>): string =>
  table(
    ["call", "since", "answers"],
    calls.map((call) => [link(code(call.name), call.name), call.since ?? "", call.answer]),
  )

const callText = (call: Call): string =>
  blocks(
    `#### ${code(call.name)}`,
    [
      ...(call.since === undefined ? [] : [`From ${call.since}.`]),
      ...(call.assumed === undefined ? [] : [`Assumed: ${call.assumed}.`]),
    ].join(" "),
    call.takes === "" ? "" : `Takes: ${call.takes}`,
    fieldTable(call.parameters),
    `Answers: ${call.answer}`,
    fieldTable(call.answered),
  )

const groupText = (calls: ReadonlyArray<Call>): string =>
  blocks(`### Calls: ${spaced(calls[0]!.group)}`, ...calls.map(callText))

const identifierText = ({ fields }: Identifier): string =>
  Object.entries(fields)
    .map(([name, release]) => (release === "" ? code(name) : `${code(name)} (from ${release})`))
    .join(", ")

const identifierTable = (identifiers: ReadonlyArray<Identifier>): string =>
  identifiers.length === 0
    ? ""
    : blocks(
        "### Identifiers",
        "A record is named by exactly one of these fields.",
        table(
          ["identifier", "exactly one of", "notes"],
          identifiers.map((each) => [
            spaced(each.name).replace(/ identifier$/, ""),
            identifierText(each),
            [
              ...(each.description === undefined ? [] : [each.description]),
              ...(each.assumed === undefined ? [] : [`assumed: ${each.assumed}`]),
            ].join("; "),
          ]),
        ),
      )

const objectsText = ({ objects }: Described): string =>
  blocks(
    ...objects.map(({ name, assumed, fields }) =>
      blocks(
        `### ${name}`,
        assumed === undefined ? "" : `Assumed: ${assumed}.`,
        fields.length > 12 ? folded(`${fields.length} fields`, fieldTable(fields)) : fieldTable(fields),
      ),
    ),
  )

interface Assumption {
  readonly assumed: string
  readonly of: string
  readonly place: string
}

const assumptions = ({ calls, objects, identifiers }: Described): ReadonlyArray<Assumption> => {
  const places = [
    ...calls.map((call) => ({
      ...call,
      fields: [...call.parameters, ...call.answered],
      place: link(code(call.name), call.name),
    })),
    ...objects.map((object) => ({ ...object, place: link(object.name, object.name) })),
    ...identifiers.map((each) => ({ ...each, fields: [], place: link(spaced(each.name), "Identifiers") })),
  ]
  return places
    .flatMap(({ assumed, fields, place }) => [
      { assumed, of: "", place },
      ...fields.map((field) => ({ assumed: field.assumed, of: `${code(field.name)} of `, place })),
    ])
    .flatMap(({ assumed, ...where }) => (assumed === undefined ? [] : [{ assumed, ...where }]))
}

/** The first places by name, and how many more there are. */
const some = (places: ReadonlyArray<string>): string =>
  places.length <= 4 ? places.join(", ") : `${places.slice(0, 3).join(", ")} and ${places.length - 3} more`

const assumedList = (described: Described): string => {
  const found = assumptions(described)
  return [...Map.groupBy(found, ({ assumed }) => assumed)]
    .map(([assumed, all]) => {
      const fields = [...Map.groupBy(all, ({ of }) => of)]
      return `- ${fields.map(([of, at]) => `${of}${some(at.map(({ place }) => place))}`).join("; ")}: ${assumed}`
    })
    .join("\n")
}

/** What people say of a system's calls: how they travel, and what is assumed that no single call shows. */
export interface Said {
  readonly travel: string
  readonly open: string
}

export const callsText = (declaration: Declaration, { travel, open }: Said): string => {
  const described = describeCalls(declaration)
  const groups = Map.groupBy(described.calls, ({ group }) => group)
  const assumed = blocks(open, assumedList(described))
  return blocks(
    "## Calls",
    travel,
    declaration.everywhere.length === 0
      ? ""
      : `Calls take ${declaration.everywhere.map(code).join(", ")} too, which no table below repeats.`,
    contents(described.calls),
    ...[...groups.values()].map(groupText),
    "## Objects",
    objectsText(described),
    identifierTable(described.identifiers),
    assumed === "" ? "" : blocks("## Assumed", assumed),
  )
}
