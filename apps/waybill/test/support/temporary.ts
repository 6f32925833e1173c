/**
 * Before all tests: one folder for everything that they write, removed at their end. It lies in memory where there is room, since
 * every commit of a ledger waits for the disk, and no test is about what a disk keeps when the power fails.
 */
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const memory = "/dev/shm"
/** Several times as much as the tests hold at once. */
const enough = 2 * 1024 ** 3

const hasRoom = (): boolean => {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= enough
}

export default (): (() => void) => {
  const folder = mkdtempSync(join(hasRoom() ? memory : tmpdir(), "waybill-tests-"))
  process.env["TMPDIR"] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
