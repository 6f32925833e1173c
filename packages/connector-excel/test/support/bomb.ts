/** Parts that unpack to far more than they are, made without ever being unpacked. */
import { constants, deflateRawSync } from "node:zlib"

import type { Part } from "./zip.ts"

/** A part of `head`, `times` copies of `unit`, and `tail`. The checksum is wrong: nobody should get that far. */
export const repeated = (name: string, head: string, unit: string, times: number, tail = ""): Part => {
  const pack = (text: string) => deflateRawSync(text, { finishFlush: constants.Z_FULL_FLUSH, level: 9 })
  // A flushed block stands for itself, so that one copy of it can be repeated as it is.
  const block = pack(unit)
  const data = Buffer.concat([pack(head), ...Array.from({ length: times }, () => block), deflateRawSync(tail)])
  const size = Buffer.byteLength(head) + Buffer.byteLength(unit) * times + Buffer.byteLength(tail)
  return { name, data, says: { packed: true, size, crc: 0 } }
}
