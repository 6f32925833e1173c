import { assert, describe, layer } from "@effect/vitest"
import { Effect, FileSystem, PlatformError } from "effect"

import { destinationOf, folderOf, platform } from "./folder.ts"
import { confirmed, deliver, header, invoice, line, textOf } from "./target.ts"

layer(platform)("csv destination when things go wrong", (it) => {
  describe("after a crash", () => {
    const whole = [header, line("I1", "a"), line("I2", '"b\nc"'), ""].join("\n")

    it.effect("cut at any byte, the file is made whole again and nothing confirmed is lost", () =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const folder = yield* folderOf({})
        const bytes = Buffer.from(whole)
        for (let length = 0; length <= bytes.length; length++) {
          yield* files.writeFile(`${folder}/out.csv`, bytes.subarray(0, length))
          const destination = yield* destinationOf(folder, "out.csv")
          const held = yield* destination.find!(["I1", "I2"])
          const { outcomes } = yield* deliver(destination, invoice("I3"))
          assert.deepStrictEqual(outcomes, [confirmed])
          const kept = [
            ...(length > whole.indexOf("I1") + line("I1", "a").length ? [line("I1", "a")] : []),
            ...(length === bytes.length ? [line("I2", '"b\nc"')] : []),
          ]
          assert.strictEqual(held.size, kept.length, `${length} bytes`)
          assert.strictEqual(yield* textOf(folder), [header, ...kept, line("I3"), ""].join("\n"), `${length} bytes`)
        }
      }),
    )

    it.effect("a rewriting that was cut short leaves the file as it was", () =>
      Effect.gen(function* () {
        const folder = yield* folderOf({
          "out.csv": whole,
          ".out.csv.waybill": "half of a longer file that nobody finished",
        })
        yield* deliver(yield* destinationOf(folder, "out.csv"), invoice("I1"))
        assert.strictEqual(yield* textOf(folder), whole.replace(line("I1", "a"), line("I1")))
      }),
    )
  })

  describe("when the disk fails in the middle of a batch", () => {
    /** The file system as it is, but for what `faults` replaces once `broken` is set. */
    const failing = Effect.fnUntraced(function* (canTruncate: boolean) {
      const files = yield* FileSystem.FileSystem
      const disk = { broken: false }
      const full = Effect.fail(PlatformError.systemError({ _tag: "Unknown", module: "FileSystem", method: "sync" }))
      const service = FileSystem.FileSystem.of({
        ...files,
        open: (path, options) =>
          Effect.map(files.open(path, options), (file) => {
            const { sync } = file
            return Object.defineProperty(file, "sync", { value: Effect.suspend(() => (disk.broken ? full : sync)) })
          }),
        truncate: (path, length) => (disk.broken && !canTruncate ? full : files.truncate(path, length)),
      })
      return { disk, service }
    })

    for (const [canTruncate, fate, next] of [
      [true, "NotSent", "retry"],
      [false, "Unknown", "stopFlow"],
    ] as const) {
      it.effect(`${canTruncate ? "takes the batch back" : "says that its fate is unknown"}, and goes on later`, () =>
        Effect.gen(function* () {
          const { disk, service } = yield* failing(canTruncate)
          const folder = yield* folderOf({})
          const destination = yield* Effect.provideService(
            destinationOf(folder, "out.csv"),
            FileSystem.FileSystem,
            service,
          )
          yield* deliver(destination, invoice("I1"))
          const before = yield* textOf(folder)
          for (const batch of [[invoice("I2")], [invoice("I1", { note: "new" })]]) {
            disk.broken = true
            const { outcomes, stop } = yield* deliver(destination, ...batch)
            // A line that is replaced is safe in the old file until the new one is whole.
            const replaces = batch[0]!.number === "I1"
            assert.deepStrictEqual(
              outcomes.map(({ _tag }) => _tag),
              [replaces ? "NotSent" : fate],
            )
            assert.strictEqual(stop?.next, replaces ? "retry" : next)
            disk.broken = false
            if (canTruncate) assert.strictEqual(yield* textOf(folder), before)
          }
          yield* deliver(destination, invoice("I2"))
          assert.strictEqual(yield* textOf(folder), `${before}${line("I2")}\n`)
          const files = yield* FileSystem.FileSystem
          assert.deepStrictEqual(yield* files.readDirectory(folder), ["out.csv"])
        }),
      )
    }
  })

  describe("beside other programs", () => {
    it.effect("sees what they have added, and waits for what they are still adding", () =>
      Effect.gen(function* () {
        const files = yield* FileSystem.FileSystem
        const folder = yield* folderOf({})
        const one = yield* destinationOf(folder, "out.csv")
        const two = yield* destinationOf(folder, "out.csv")
        yield* deliver(one, invoice("I1"))
        yield* deliver(two, invoice("I2"))
        yield* deliver(one, invoice("I2", { note: "again" }), invoice("I3"))
        const expected = [header, line("I1"), line("I2", "again"), line("I3"), ""].join("\n")
        assert.strictEqual(yield* textOf(folder), expected)
        yield* files.writeFileString(`${folder}/out.csv`, "I4,half", { flag: "a" })
        const { stop } = yield* deliver(one, invoice("I5"))
        assert.strictEqual(stop?.code, "WB-CSV-TARGET-BUSY")
        assert.strictEqual(yield* textOf(folder), `${expected}I4,half`)
      }),
    )
  })
})
