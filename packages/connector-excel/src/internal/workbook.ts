/**
 * What a workbook is made of: its sheets in their order, where their parts lie, its date system. Parts are found through
 * relationships, never by their names, which are up to the program that wrote them.
 */
import type { ConnectorError } from "@waybill/connector"
import { Effect, Stream } from "effect"

import { type Code, failure, Fault } from "../errors.ts"
import { maxElements } from "./limits.ts"
import { parseAttributes, type XmlHandler, XmlScanner } from "./xml.ts"
import { type Archive, readPart } from "./zip.ts"

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  /** The sheet's part in the archive. */
  readonly part: string
}

export interface Workbook {
  /** Worksheets in the order of their tabs; charts and the like are left out. */
  readonly sheets: ReadonlyArray<Sheet>
  /** Whether day 0 is 1904-01-01, as on an old Macintosh. */
  readonly date1904: boolean
  readonly sharedStrings: string | undefined
  readonly styles: string | undefined
}

/** Reads a part that is small enough to be held, element by element. `path` has the names from the root on. */
export const readSmallPart = (
  archive: Archive,
  part: string,
  onElement: (path: string, attributes: ReadonlyMap<string, string>) => void,
): Effect.Effect<void, ConnectorError> => {
  const path: Array<string> = []
  let elements = 0
  const handler: XmlHandler = {
    open: (name, source, from, to) => {
      elements += 1
      if (elements > maxElements) throw new Fault("WB-EXCEL-TOO-LARGE", "a part of the workbook has too many elements")
      path.push(name)
      onElement(path.join("/"), parseAttributes(source, from, to))
    },
    close: () => void path.pop(),
    text: () => undefined,
  }
  const scanner = new XmlScanner(handler)
  const write = (text: string): ReadonlyArray<never> => {
    scanner.write(text)
    return []
  }
  return Stream.runDrain(readPart(archive, part, archive.limits.smallPart, { write, end: () => scanner.end() }))
}

interface Relationship {
  /** The last word of its type: `worksheet`, `sharedStrings`, in the transitional and the strict dialect. */
  readonly type: string
  readonly target: string
}

const folderOf = (part: string): string => part.slice(0, part.lastIndexOf("/") + 1)

/** A relationship's target as a part's name: absolute, or relative to the part that has the relationship. */
const resolveTarget = (from: string, target: string): string => {
  const path: Array<string> = []
  const whole = target.startsWith("/") ? target : folderOf(from) + target
  for (const step of whole.split("/")) {
    if (step === "..") path.pop()
    else if (step !== "" && step !== ".") path.push(step)
  }
  return path.join("/")
}

const readRelationships = Effect.fnUntraced(function* (archive: Archive, part: string) {
  const found = new Map<string, Relationship>()
  const name = `${folderOf(part)}_rels/${part.slice(folderOf(part).length)}.rels`
  yield* readSmallPart(archive, name, (path, attributes) => {
    const target = attributes.get("Target")
    if (path !== "Relationships/Relationship" || target === undefined || attributes.get("TargetMode") === "External")
      return
    const type = attributes.get("Type") ?? ""
    found.set(attributes.get("Id") ?? "", {
      type: type.slice(type.lastIndexOf("/") + 1),
      target: resolveTarget(part, target),
    })
  })
  return found
})

const targetOf = (relationships: ReadonlyMap<string, Relationship>, type: string): string | undefined =>
  [...relationships.values()].find((relationship) => relationship.type === type)?.target

/** Whether an attribute of XML Schema's type Boolean says yes. */
export const isTrue = (text: string | undefined): boolean => text === "1" || text === "true"

/** The relationship's id, whatever prefix the program gave to the namespace of relationships. */
const relationshipId = (attributes: ReadonlyMap<string, string>): string =>
  [...attributes].find(([name]) => name.endsWith(":id"))?.[1] ?? ""

export const readWorkbook = Effect.fn("readWorkbook")(function* (
  archive: Archive,
): Effect.fn.Return<Workbook, ConnectorError> {
  const fail = (code: Code, message: string) => failure(archive.operation, code, message)
  if (!archive.parts.has("_rels/.rels")) {
    return yield* fail("WB-EXCEL-NOT-WORKBOOK", "the file is an archive, and not an Excel workbook (.xlsx)")
  }
  const part = targetOf(yield* readRelationships(archive, ""), "officeDocument")
  if (part?.toLowerCase().endsWith(".bin") === true) {
    return yield* fail("WB-EXCEL-OLD-FORMAT", "the file is a binary workbook (.xlsb)")
  }
  if (part === undefined) return yield* fail("WB-EXCEL-NOT-WORKBOOK", "the file is not an Excel workbook (.xlsx)")
  const relationships = yield* readRelationships(archive, part)
  const sheets: Array<Sheet> = []
  let date1904 = false
  let root = ""
  yield* readSmallPart(archive, part, (path, attributes) => {
    root ||= path
    if (path === "workbook/workbookPr") date1904 = isTrue(attributes.get("date1904"))
    if (path !== "workbook/sheets/sheet") return
    const relationship = relationships.get(relationshipId(attributes))
    if (relationship?.type !== "worksheet") return
    const hidden = /hidden/i.test(attributes.get("state") ?? "")
    sheets.push({ name: attributes.get("name") ?? "", hidden, part: relationship.target })
  })
  if (root !== "workbook") {
    return yield* fail("WB-EXCEL-NOT-WORKBOOK", "the file is an Office document, and not an Excel workbook")
  }
  // Some programs name a part that they had no reason to write; a cell that needs it is an error of its own.
  const partOf = (type: string): string | undefined => {
    const target = targetOf(relationships, type)
    return target !== undefined && archive.parts.has(target.toLowerCase()) ? target : undefined
  }
  return { sheets, date1904, sharedStrings: partOf("sharedStrings"), styles: partOf("styles") }
})
