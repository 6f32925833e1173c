/** What systems and what stands before them answer when something is wrong. */
import type { Fault } from "../FaultyProxy.ts"

type Answered = Extract<Fault, { readonly kind: "answer" }>

const json = { "content-type": "application/json" }

export const serverError: Answered = { kind: "answer", status: 500, headers: json, body: '{"error":"failed"}' }

/** What a proxy or a sign-in form shows in the place of an answer. */
export const page: Answered = {
  kind: "answer",
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon</body></html>",
}

/** An answer that says nothing. */
const nothing: Answered = { kind: "answer", status: 200, headers: json, body: "{}" }

/** What can happen to a question, so that nothing is known afterwards. */
export const lies: Readonly<Record<string, Fault>> = {
  "the connection is cut": { kind: "cut" },
  "the answer is 500": serverError,
  "the answer is a page of HTML": page,
  "the answer is {}": nothing,
  "the answer ends in its middle": { kind: "half" },
}

export const unauthorized: Answered = { kind: "answer", status: 401, headers: json, body: '{"error":"credentials"}' }

/** Too many requests; `retryAfter` in seconds. */
export const tooMany = (retryAfter?: number): Answered => ({
  kind: "answer",
  status: 429,
  headers: { ...json, ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }) },
  body: '{"error":"too many requests"}',
})
