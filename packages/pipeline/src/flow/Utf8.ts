/**
 * Many short texts as bytes: one after the other in large blocks, each of which goes when the last of its texts does.
 */
const blockBytes = 262_144

/** A character of a JavaScript text takes at most so many bytes. */
const mostPerUnit = 3

export class Utf8 {
  private block = Buffer.alloc(0)
  private used = 0

  of(text: string): Uint8Array {
    const most = text.length * mostPerUnit
    if (most > this.block.length - this.used) {
      this.block = Buffer.allocUnsafeSlow(Math.max(blockBytes, most))
      this.used = 0
    }
    const start = this.used
    this.used += this.block.write(text, start)
    return this.block.subarray(start, this.used)
  }
}
