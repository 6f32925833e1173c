/** Fault points of HTTP, as the transport itself tells them: a request leaves, and its answer arrives. */
import { subscribe } from "node:diagnostics_channel"

import { pass } from "./points.ts"

const points = {
  "undici:request:create": "request.before",
  "undici:request:bodySent": "request.after",
  "undici:request:headers": "answer.before",
  "undici:request:trailers": "answer.after",
} as const

const methodOf = (message: unknown): string =>
  (message as { readonly request: { readonly method: string } }).request.method

/** `POST request.before`: a point for each method, since a call that writes is another matter than one that reads. */
export const watchHttp = (): void => {
  for (const [channel, point] of Object.entries(points)) {
    subscribe(channel, (message) => pass(`${methodOf(message)} ${point}`))
  }
}
