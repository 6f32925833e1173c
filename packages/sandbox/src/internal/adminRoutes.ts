/**
 * Routes by which a test or an operator asks a stand-in itself: under `/sandbox/`, without credentials, never struck by a
 * fault.
 */
import { Effect, Result, Schema } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"

import { type NotTampered, Tamper } from "../Tamper.ts"

const Limit = Schema.Struct({
  limit: Schema.optionalKey(
    Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 0, maximum: 100_000 })),
  ),
})

const bad = ({ message }: { readonly message: string }, status = 400) =>
  HttpServerResponse.jsonUnsafe({ message }, { status })

const array = (texts: Iterable<string>) =>
  HttpServerResponse.text(`[${[...texts].join(",")}]`, { contentType: "application/json" })

const strict = { onExcessProperty: "error", errors: "all" } as const

/** What `read` gives, as JSON. */
export const reading = (path: `/sandbox/${string}`, read: () => unknown) =>
  HttpRouter.add(
    "GET",
    path,
    Effect.sync(() => HttpServerResponse.jsonUnsafe(read())),
  )

/** Stored texts as they are, at most `?limit=`: no number is read and written again. */
export const listing = (path: `/sandbox/${string}`, texts: (limit: number) => Iterable<string>) =>
  HttpRouter.add(
    "GET",
    path,
    HttpServerRequest.schemaSearchParams(Limit).pipe(
      Effect.map(({ limit }) => array(texts(limit ?? 1000))),
      Effect.catch((error) => Effect.succeed(bad(error))),
    ),
  )

/** Does something, and answers with what `act` gives. */
export const acting = (path: `/sandbox/${string}`, act: () => unknown) =>
  HttpRouter.add(
    "POST",
    path,
    Effect.sync(() => HttpServerResponse.jsonUnsafe(act())),
  )

/** Does something with a body, strictly read, and answers with what `act` gives. */
export const taking = <A, E>(path: `/sandbox/${string}`, schema: Schema.Codec<A, E>, act: (body: A) => unknown) =>
  HttpRouter.add(
    "POST",
    path,
    HttpServerRequest.schemaBodyJson(schema, strict).pipe(
      Effect.map((body) => HttpServerResponse.jsonUnsafe(act(body))),
      Effect.catch((error) => Effect.succeed(bad(error))),
    ),
  )

/** Tampers with records; answers with their texts as they are then, or says why nothing was done. */
export const tampering = (tamper: (tamper: Tamper) => Result.Result<ReadonlyArray<string>, NotTampered>) =>
  HttpRouter.add(
    "POST",
    "/sandbox/tamper",
    HttpServerRequest.schemaBodyJson(Tamper, strict).pipe(
      Effect.map((body) =>
        Result.match(tamper(body), { onSuccess: array, onFailure: (problem) => bad(problem, problem.status) }),
      ),
      Effect.catch((error) => Effect.succeed(bad(error))),
    ),
  )
