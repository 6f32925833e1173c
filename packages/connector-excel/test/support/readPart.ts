/** One part of a workbook, as it lies there. */
import { Effect } from "effect"
import yauzl from "yauzl"

/** Its text; fails where there is no workbook. The workbook must have that part. */
export const readPart = (path: string, part: string): Effect.Effect<string, Error> =>
  Effect.callback((resume) =>
    yauzl.open(path, (error, zip) => {
      if (error !== null) return resume(Effect.fail(error))
      zip.on("entry", (entry: yauzl.Entry) => {
        if (entry.fileName !== part) return
        zip.openReadStream(entry, (failure, stream) => {
          if (failure !== null) return resume(Effect.fail(failure))
          const chunks: Array<Buffer> = []
          stream.on("data", (chunk: Buffer) => chunks.push(chunk))
          stream.on("end", () => resume(Effect.succeed(Buffer.concat(chunks).toString())))
        })
      })
    }),
  )
