/**
 * How the stand-in answers: amounts with six decimals, failures as the vendor's 409, a page where a module is missing.
 */
import { Effect, Result } from "effect"
import { HttpServerResponse } from "effect/http"

import { writeExact } from "../../internal/exactJson.ts"
import type { Wording } from "../../internal/strike.ts"
import type { Books } from "../Books.ts"
import type { Desk } from "../Desk.ts"
import { type Reason, type Refusal, textOf } from "../Refusal.ts"

type Response = HttpServerResponse.HttpServerResponse

const json = (body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  HttpServerResponse.text(writeExact(body, 6), { status, headers, contentType: "application/json;charset=UTF-8" })

/** The few failures that are no 409. */
const statuses: Partial<Record<Reason, number>> = {
  UNAUTHORIZED: 401,
  WRONGMETHOD: 405,
  WRONGACCEPT: 406,
  WRONGTYPE: 415,
  TOOMANYREQUESTS: 429,
  FAILED: 500,
}

const exceptionTypes: Partial<Record<Reason, string>> = {
  UNAUTHORIZED: "UnauthorizedException",
  FAILED: "InternalServerErrorException",
}

/** The vendor's body of a failure; it is one by its `exception`. */
export const failure = (desk: Desk, refusal: Refusal, headers: Readonly<Record<string, string>> = {}): Response => {
  desk.countRefusal(refusal.reason)
  const statusCode = statuses[refusal.reason] ?? 409
  const messages = [{ params: null, messageCode: textOf(refusal, desk.settings.texts) }]
  const exception = { messages, errorTypeCode: null, params: null }
  const exceptionType = exceptionTypes[refusal.reason] ?? "DataConflictException"
  return json({ exceptionType, statusCode, exception, message: null }, statusCode, headers)
}

const page = (status: number, text: string): Response =>
  HttpServerResponse.text(`<!DOCTYPE html><html><title>${status}</title><body><p>${text}</p></body></html>`, {
    status,
    contentType: "text/html;charset=UTF-8",
  })

/** 409, as a page for people: what a price plan without the module answers. */
export const modulePage = (desk: Desk, module: string): Response => {
  desk.countRefusal("MODULEMISSING")
  return page(409, module)
}

/** 404, as a page for people: what a wrong base URL meets. */
export const notFoundPage = page(404, "Not Found")

/** 429, with `Retry-After` in seconds where it is said how long to wait. */
export const throttled = (desk: Desk, retryAfter?: number): Response =>
  failure(
    desk,
    { reason: "TOOMANYREQUESTS", about: "" },
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  )

/** How the system says what a fault makes it say. */
export const wordingOf = (desk: Desk): Wording => ({
  throttled: ({ retryAfter }) => throttled(desk, retryAfter),
  unauthorized: () => failure(desk, { reason: "UNAUTHORIZED", about: "" }),
  failed: () => failure(desk, { reason: "FAILED", about: "" }),
})

/** Answers what an action gives. */
export const respond = <A>(
  desk: Desk,
  act: (books: Books, at: string) => Result.Result<A, Refusal>,
  view: (done: A) => unknown = (done) => done,
  status = 200,
): Effect.Effect<Response> =>
  Effect.sync(() =>
    Result.match(act(desk.books, desk.now()), {
      onSuccess: (done) => json(view(done), status),
      onFailure: (refusal) => failure(desk, refusal),
    }),
  )

/** The same for a removal: 204, without a body. */
export const respondRemoved = (
  desk: Desk,
  act: (books: Books) => Result.Result<unknown, Refusal>,
): Effect.Effect<Response> =>
  Effect.sync(() =>
    Result.match(act(desk.books), {
      onSuccess: () => HttpServerResponse.empty({ status: 204 }),
      onFailure: (refusal) => failure(desk, refusal),
    }),
  )
