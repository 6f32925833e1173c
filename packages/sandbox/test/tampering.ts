/** Tampering over HTTP, as an operator does it. */
import { assert } from "@effect/vitest"
import { Effect } from "effect"

import { post } from "./http.ts"

/** Parsed JSON of which a test says itself what it expects. */
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any

interface Origin {
  readonly origin: string
}

export const trying = ({ origin }: Origin, body: object) =>
  Effect.map(post(`${origin}/sandbox/tamper`, JSON.stringify(body), {}), (answer) => {
    const json: Json = JSON.parse(answer.body)
    return { status: answer.status, text: answer.body, json, message: String(json.message ?? "") }
  })

/** Where it must succeed: the records' texts as they are then. */
export const tamper = (sandbox: Origin, body: object) =>
  Effect.map(trying(sandbox, body), ({ status, text, json }) => {
    assert.strictEqual(status, 200, text)
    return json
  })

/** Where it must not: the status, of an answer with a sentence. */
export const refused = (sandbox: Origin, body: object) =>
  Effect.map(trying(sandbox, body), ({ status, message }) => {
    assert.isAbove(message.length, 10)
    return status
  })

export const admin = ({ origin }: Origin, path: string, body: object = {}) =>
  post(`${origin}/sandbox/${path}`, JSON.stringify(body), {})
