/** The site as a web server gives it out: files of a folder, on loopback. */
import { createReadStream, statSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { extname, join, normalize } from "node:path"

import { Effect } from "effect"

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
}

/** The file that an address names, if there is one. */
const fileOf = (folder: string, address: string): string | undefined => {
  const path = decodeURIComponent(new URL(address, "http://site").pathname)
  const file = join(folder, normalize(path.endsWith("/") ? `${path}index.html` : path))
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined
}

/** Serves `folder` for as long as the scope lives; yields its address, without a slash at the end. */
export const serve = (folder: string) =>
  Effect.acquireRelease(
    Effect.callback<readonly [string, () => void]>((resume) => {
      const server = createServer(({ url = "/" }, response) => {
        const file = fileOf(folder, url)
        if (file === undefined) return void response.writeHead(404).end()
        response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" })
        createReadStream(file).pipe(response)
      })
      server.listen(0, "127.0.0.1", () => {
        const { port } = server.address() as AddressInfo
        const close = () => {
          server.close()
          server.closeAllConnections()
        }
        resume(Effect.succeed([`http://127.0.0.1:${port}`, close]))
      })
    }),
    ([, close]) => Effect.sync(close),
  ).pipe(Effect.map(([address]) => address))
