/** A disk that fills up while a run writes: a small file system of its own, and a limit on the size of a file. */
import { spawnSync } from "node:child_process"

import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"

import { Ledger } from "../src/index.ts"
import { folder, inLedger, inRun, platform } from "./support.ts"

const script = new URL("./fixtures/fill.ts", import.meta.url).pathname

/** Runs a shell command in which `$1` is the folder, `$2` is Node and `$3` what fills the ledger there. */
const shell = (command: string, directory: string, { mounts = false } = {}) =>
  Effect.sync(() => {
    const call = ["sh", "-c", command, "sh", directory, process.execPath, script]
    return spawnSync(mounts ? "unshare" : "env", [...(mounts ? ["-rm"] : []), ...call], { encoding: "utf8" })
  })

/** The shell sees mounts of its own, as its own root. */
const mounts = { mounts: true }
const canMount = spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]).status === 0

layer(platform)("a full disk", (it) => {
  it.effect.skipIf(!canMount)("leaves what was written, nothing of what failed, and goes on when there is room", () =>
    Effect.gen(function* () {
      const fill = `mount -t tmpfs -o size=3m tmpfs "$1" && head -c 1000000 /dev/zero > "$1/filler" && exec "$2" "$3" "$1"`
      const { stdout, stderr } = yield* shell(fill, yield* folder, mounts)
      const { batches, message, hint, failed, ...said } = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`)
      assert.deepStrictEqual(said, { code: "WB-LEDGER-FULL", whole: true, faults: [], after: "written" })
      assert.isAbove(batches, 0)
      assert.include(message, "full")
      assert.include(hint, "space")
      // The batch that did not get through stands where its last whole step left it.
      assert.include(["{}", `{"pending":100}`, `{"sending":100}`], JSON.stringify(failed))
    }),
  )

  it.effect.skipIf(!canMount)("is said to be full where a ledger is to be opened or made there", () =>
    Effect.gen(function* () {
      const open = `
        mount -t tmpfs -o size=600k tmpfs "$1"
        fill() { head -c 1000000 /dev/zero > "$1/filler" 2> /dev/null; }
        fill "$1"; "$2" "$3" "$1"
        rm "$1"/*; "$2" "$3" "$1" 1 > /dev/null
        fill "$1"; "$2" "$3" "$1"`
      const { stdout } = yield* shell(open, yield* folder, mounts)
      const full = `{"code":"WB-LEDGER-FULL"}\n`
      assert.strictEqual(stdout, full + full)
    }),
  )

  it.effect("of which a file may take no more is said to have failed, and the next process goes on", () =>
    Effect.gen(function* () {
      const directory = yield* folder
      const { stdout, stderr } = yield* shell(`ulimit -f 2048; exec "$2" "$3" "$1"`, directory)
      const { batches, hint, code, whole, faults } = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`)
      assert.deepStrictEqual({ code, whole, faults }, { code: "WB-LEDGER-FAILED", whole: true, faults: [] })
      assert.isAbove(batches, 0)
      assert.include(hint, "disk")
      const [check, known] = yield* inLedger(
        directory,
        Effect.gen(function* () {
          const known = yield* inRun((book) => book.lookup(["I-0-0", `I-${batches - 1}-99`]))
          return [yield* (yield* Ledger).check, known] as const
        }),
      )
      assert.deepStrictEqual(check.faults, [])
      assert.strictEqual(known.size, 2)
    }),
  )
})
