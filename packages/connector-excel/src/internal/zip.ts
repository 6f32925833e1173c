/**
 * The archive that a workbook is: its parts by name, each read as a stream of text within limits, sizes and checksum
 * verified. `yauzl` reads the central directory; inflating is done here, so that every inflated byte is counted.
 */
import { isUtf8 } from "node:buffer"
import { pipeline, type Readable } from "node:stream"
import { crc32, createInflateRaw } from "node:zlib"

import type { ConnectorError } from "@waybill/connector"
import { Effect, FileSystem, Option, type Scope, Stream } from "effect"
import yauzl from "yauzl"

import { failure, Fault, unreadable } from "../errors.ts"
import type { Limits } from "./limits.ts"
import { whyNot } from "./missing.ts"

/** One part, as the archive's directory has it. No type of yauzl's: its declarations are not installed along. */
export interface Part {
  readonly uncompressedSize: number
  readonly compressedSize: number
  readonly crc32: number
  /** Its bytes, inflated. */
  readonly open: Effect.Effect<Readable, unknown>
}

export interface Archive {
  /** By name in lower case: names of parts don't tell case apart. */
  readonly parts: ReadonlyMap<string, Part>
  readonly limits: Limits
  /** What is being done, for errors. */
  readonly operation: string
}

/** What reads a part: gives what each piece of its text completed. Throws a {@link Fault}. */
export interface PartReader<A> {
  readonly write: (text: string) => ReadonlyArray<A>
  readonly end: () => void
}

const chunkSize = 256 * 1024
const oleMagic = "d0cf11e0a1b11ae1"

/** An OLE file is an old workbook, or a new one encrypted: its directory says which. */
const oleFault = Effect.fnUntraced(function* (file: FileSystem.File, head: Buffer) {
  const sectorSize = 1 << Math.min(head.readUInt16LE(30), 16)
  yield* file.seek(BigInt((head.readUInt32LE(48) + 1) * sectorSize), "start")
  const directory = Option.getOrElse(yield* file.readAlloc(16 * 1024), () => new Uint8Array())
  return Buffer.from(directory).includes("EncryptedPackage", 0, "utf16le")
    ? new Fault("WB-EXCEL-ENCRYPTED", "the workbook is encrypted with a password")
    : new Fault("WB-EXCEL-OLD-FORMAT", "the file is a workbook of the old binary format (.xls)")
})

/** Looks at the first bytes: what is surely no zip archive is told apart by name. */
const magicFault = Effect.fnUntraced(function* (path: string) {
  const files = yield* FileSystem.FileSystem
  const file = yield* files.open(path, { flag: "r" })
  const head = Buffer.alloc(64)
  yield* file.read(head)
  if (head.toString("latin1", 0, 2) === "PK") return undefined
  const isOle = head.toString("hex", 0, 8) === oleMagic
  return isOle
    ? yield* oleFault(file, head)
    : new Fault("WB-EXCEL-NOT-WORKBOOK", "the file is not an Excel workbook (.xlsx)")
}, Effect.scoped)

const openFile = (path: string): Effect.Effect<yauzl.ZipFile, unknown> =>
  Effect.callback((resume) =>
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, file) =>
      resume(error === null ? Effect.succeed(file) : Effect.fail(error)),
    ),
  )

const inflate = (raw: Readable): Readable => {
  const inflated = createInflateRaw({ chunkSize })
  // An error of either side destroys both, and reaches whoever reads.
  pipeline(raw, inflated, () => undefined)
  return inflated
}

const openPart = (file: yauzl.ZipFile, entry: yauzl.Entry): Effect.Effect<Readable, unknown> =>
  Effect.callback((resume) => {
    if (entry.isEncrypted()) return resume(Effect.fail(new Fault("WB-EXCEL-ENCRYPTED", "the workbook is encrypted")))
    const packed = entry.isCompressed()
    const options: yauzl.ZipFileOptions = { decompress: packed ? false : null, decrypt: null, start: null, end: null }
    file.openReadStream(entry, options, (error, raw) =>
      resume(error === null ? Effect.succeed(packed ? inflate(raw) : raw) : Effect.fail(error)),
    )
  })

const partOf = (file: yauzl.ZipFile, entry: yauzl.Entry): Part => {
  const { uncompressedSize, compressedSize, crc32 } = entry
  return { uncompressedSize, compressedSize, crc32, open: openPart(file, entry) }
}

const listParts = (file: yauzl.ZipFile, limits: Limits): Effect.Effect<ReadonlyMap<string, Part>, unknown> =>
  Effect.callback((resume) => {
    const parts = new Map<string, Part>()
    if (file.entryCount > limits.entries) {
      return resume(Effect.fail(new Fault("WB-EXCEL-TOO-LARGE", `the archive holds more than ${limits.entries} files`)))
    }
    file.on("entry", (entry: yauzl.Entry) => {
      const name = entry.fileName.toLowerCase()
      // Two parts of one name: which one counts differs from reader to reader.
      if (parts.has(name))
        return resume(Effect.fail(new Fault("WB-EXCEL-DAMAGED", "a part stands twice in the archive")))
      parts.set(name, partOf(file, entry))
      file.readEntry()
    })
    file.on("end", () => resume(Effect.succeed(parts)))
    file.on("error", (error) => resume(Effect.fail(error)))
    file.readEntry()
  })

const truncated = (cause: unknown): unknown =>
  cause instanceof Fault ? cause : new Fault("WB-EXCEL-DAMAGED", "the workbook is cut short or damaged")

/** Opens the archive for as long as the scope lives. */
export const openArchive = Effect.fn("openArchive")(function* (
  path: string,
  limits: Limits,
  operation: string,
): Effect.fn.Return<Archive, ConnectorError, FileSystem.FileSystem | Scope.Scope> {
  const fault = yield* Effect.catch(magicFault(path), () =>
    Effect.flatMap(whyNot(path), (why) => Effect.fail(failure(operation, "WB-EXCEL-FILE", why))),
  )
  if (fault !== undefined) return yield* unreadable(operation)(fault)
  const fail = (cause: unknown) => unreadable(operation)(truncated(cause))
  const file = yield* Effect.acquireRelease(openFile(path), (file) => Effect.sync(() => file.close())).pipe(
    Effect.mapError(fail),
  )
  const parts = yield* listParts(file, limits).pipe(Effect.mapError(fail))
  return { parts, limits, operation }
})

/** More bytes than a cell of a genuine workbook has, however it is escaped. */
const maxRest = 1024 * 1024

const toText = (bytes: Buffer): string => {
  // Node's own decoder puts U+FFFD where bytes are wrong and says nothing.
  if (!isUtf8(bytes)) throw new Fault("WB-EXCEL-DAMAGED", "a part of the workbook is not valid UTF-8")
  return bytes.toString("utf8")
}

/** Counts and checks a part's bytes, and decodes them without cutting a character in two. */
class PartText {
  private readonly part: Part
  private readonly limits: Limits
  private readonly most: number
  private size = 0
  private checksum = 0
  private rest: Buffer = Buffer.alloc(0)
  private utf16: InstanceType<typeof TextDecoder> | undefined

  constructor(part: Part, limits: Limits, most: number) {
    this.part = part
    this.limits = limits
    this.most = most
    if (part.uncompressedSize > most) throw this.tooLarge()
  }

  private tooLarge(): Fault {
    return new Fault(
      "WB-EXCEL-TOO-LARGE",
      `a part of the workbook is larger than ${Math.round(this.most / 1024 / 1024)} MiB`,
    )
  }

  decode(chunk: Buffer): string {
    const first = this.size === 0
    this.size += chunk.length
    this.checksum = crc32(chunk, this.checksum)
    if (this.size > this.most) throw this.tooLarge()
    if (this.size > this.part.uncompressedSize) throw new Fault("WB-EXCEL-DAMAGED", "a part is longer than it says")
    if (this.size > this.limits.ratioFrom && this.size > this.part.compressedSize * this.limits.ratio) {
      throw new Fault("WB-EXCEL-TOO-LARGE", `a part of the workbook is packed more than ${this.limits.ratio} times`)
    }
    if (first && (chunk[0] === 0xff || chunk[0] === 0xfe)) {
      this.utf16 = new TextDecoder(chunk[0] === 0xff ? "utf-16le" : "utf-16be", { fatal: true })
    }
    return this.utf16 === undefined ? this.decodeUtf8(chunk, first) : this.utf16.decode(chunk, { stream: true })
  }

  /**
   * Cuts behind the last `>`, which is no part of a longer character: so nothing is decoded in halves, and the scanner
   * nearly always gets whole tags, in strings that it need not join (V8 reads a joined string at half the speed).
   */
  private decodeUtf8(chunk: Buffer, first: boolean): string {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    const end = bytes.lastIndexOf(62) + 1
    this.rest = Buffer.from(bytes.subarray(end))
    if (this.rest.length > maxRest) {
      throw new Fault("WB-EXCEL-TOO-LARGE", "one cell of the workbook is larger than Excel allows")
    }
    return toText(bytes.subarray(first && bytes[0] === 0xef ? 3 : 0, end))
  }

  /** Checks what can be checked at the end only; gives the text that was still waiting. */
  end(): string {
    if (this.size !== this.part.uncompressedSize || this.checksum !== this.part.crc32) {
      throw new Fault("WB-EXCEL-DAMAGED", "the workbook is damaged: the checksum of a part does not match")
    }
    return toText(this.rest)
  }
}

/** Reads a part: what `reader` makes of its text, as it comes. Fails where the part is not there. */
export const readPart = <A>(
  archive: Archive,
  name: string,
  most: number,
  reader: PartReader<A>,
): Stream.Stream<A, ConnectorError> => {
  const fail = unreadable(archive.operation)
  const attempt = <B>(run: () => B) => Effect.try({ try: run, catch: fail })
  return Stream.unwrap(
    Effect.gen(function* () {
      const part = archive.parts.get(name.toLowerCase())
      if (part === undefined) {
        return yield* fail(new Fault("WB-EXCEL-DAMAGED", "a part that the workbook needs is missing"))
      }
      const text = yield* attempt(() => new PartText(part, archive.limits, most))
      const bytes = yield* Effect.mapError(part.open, fail)
      const end = attempt(() => {
        const last = reader.write(text.end())
        reader.end()
        return last
      })
      return Stream.fromAsyncIterable(bytes as AsyncIterable<Buffer>, fail).pipe(
        Stream.mapEffect((chunk) => attempt(() => reader.write(text.decode(chunk)))),
        Stream.concat(Stream.fromEffect(end)),
        Stream.flattenIterable,
      )
    }),
  )
}
