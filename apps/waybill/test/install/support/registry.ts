/** A package registry on this machine, empty at first, which knows no other one. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

export interface Registry {
  readonly url: string
  /** What an `.npmrc` says, for our packages to come from here and all others from where they always do. */
  readonly npmrc: string
  readonly stop: () => Promise<void>
}

export const startRegistry = async (): Promise<Registry> => {
  const storage = mkdtempSync(join(tmpdir(), "waybill-registry-"))
  const child = fork(join(import.meta.dirname, "verdaccio.ts"), [storage], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  })
  const [host] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`the registry ended with ${code}`))),
  ])
  return {
    url: `http://${host}/`,
    npmrc: `@waybill:registry=http://${host}/\n//${host}/:_authToken=nobody\n`,
    stop: async () => {
      const ended = once(child, "exit")
      child.kill()
      await ended
      rmSync(storage, { recursive: true, force: true })
    },
  }
}
