/** A zip archive by hand, so that a test can have its parts in any order and lie about them. */
import { crc32, deflateRawSync } from "node:zlib"

export interface Part {
  readonly name: string
  readonly data: string | Uint8Array
  /** What the archive says of the part, where it lies; `packed`: the data is deflated already. */
  readonly says?: { readonly size?: number; readonly crc?: number; readonly packed?: boolean }
}

const header = (signature: number, fields: ReadonlyArray<readonly [bytes: 2 | 4, value: number]>): Buffer => {
  const out = Buffer.alloc(4 + fields.reduce((sum, [bytes]) => sum + bytes, 0))
  out.writeUInt32LE(signature, 0)
  let at = 4
  for (const [bytes, value] of fields) {
    if (bytes === 2) out.writeUInt16LE(value, at)
    else out.writeUInt32LE(value >>> 0, at)
    at += bytes
  }
  return out
}

export const zip = (parts: ReadonlyArray<Part>): Buffer => {
  const files: Array<Buffer> = []
  const directory: Array<Buffer> = []
  let offset = 0
  for (const { name, data, says = {} } of parts) {
    const bytes = typeof data === "string" ? Buffer.from(data) : Buffer.from(data)
    const packed = says.packed === true ? bytes : deflateRawSync(bytes)
    const crc = says.crc ?? crc32(bytes)
    const size = says.size ?? bytes.length
    const file = Buffer.from(name)
    const common = [
      [2, 20],
      [2, 0x800],
      [2, 8],
      [2, 0],
      [2, 0x21],
      [4, crc],
      [4, packed.length],
      [4, size],
      [2, file.length],
      [2, 0],
    ] as const
    const local = Buffer.concat([header(0x04034b50, common), file, packed])
    directory.push(header(0x02014b50, [[2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), file)
    files.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = header(0x06054b50, [
    [2, 0],
    [2, 0],
    [2, parts.length],
    [2, parts.length],
    [4, central.length],
    [4, offset],
    [2, 0],
  ])
  return Buffer.concat([...files, central, end])
}
