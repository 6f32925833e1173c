/** A state folder that gets no more room: a small disk of its own where that is permitted, or a limit on files' sizes. */
import { spawnSync } from "node:child_process"
import { existsSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"

import { startUnder } from "./commands.ts"
import { settleAndCheck } from "./verify.ts"
import { inWorld, type TargetName } from "./world.ts"

/** Kilobytes: the empty tables fit, a whole run does not. */
const room = 420

/** A tmpfs in a namespace of its own goes with its last process, so what it holds is copied out at the end. */
const smallDisk = `mkdir -p .waybill disk-kept
mount -t tmpfs -o size=${room}k tmpfs .waybill || exit 99
"$@"
code=$?
cp -a .waybill/. disk-kept/
exit $code`

const inNamespace = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", smallDisk, "sh"]

/** In blocks of 512 or 1024 bytes, as the shell likes. */
const smallFiles = ["sh", "-c", `ulimit -f ${room * 0.8}; exec "$@"`, "sh"]

/** How a disk runs full here, by what stands before the command; Node ignores the signal that a limit sends. */
export const fullDisks = {
  "a small disk": { prefix: inNamespace, code: "WB-LEDGER-FULL" },
  "a limit on files": { prefix: smallFiles, code: "WB-LEDGER-F" },
} as const
export type FullDisk = keyof typeof fullDisks

/** Whether this machine lets a test mount a disk. */
export const canMount = (): boolean => {
  const [file, ...args] = inNamespace.slice(0, 4)
  return spawnSync(file!, [...args, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0
}

/** The run stops and says why; once there is room again, all of it arrives. */
export const fillUp = (name: TargetName, disk: FullDisk): Promise<ReadonlyArray<string>> =>
  inWorld(name, { records: 100 }, async (world) => {
    const { prefix, code } = fullDisks[disk]
    const { code: exit, signal, stdout, stderr } = await (await startUnder(prefix, world.path, ["run", "--json"])).ended
    const made = world.made()
    const kept = join(world.path, "disk-kept")
    if (existsSync(kept)) {
      rmSync(join(world.path, ".waybill"), { recursive: true })
      renameSync(kept, join(world.path, ".waybill"))
    }
    return [
      ...(exit === 1 ? [] : [`it ended with ${exit ?? signal}: ${stdout}${stderr}`]),
      ...(stdout.includes(`"code": "${code}`) ? [] : [`it says nothing of the disk: ${stdout}${stderr}`]),
      ...(made > 0 && made < world.records ? [] : [`${made} records were made: the disk is no test of anything`]),
      ...(await settleAndCheck(world, 2)),
    ]
  })
