/**
 * A guard for answers that carry money: a number that JavaScript would round on reading fails the request instead.
 */
import { Effect } from "effect"
import { HttpClient, HttpClientError } from "effect/http"

import { digitsOf, maxDigits } from "./DecimalNumber.ts"
import { parseNumbers } from "./parseNumbers.ts"

/** Cheap and never wrong the dangerous way: no number of more than fifteen digits is shorter than this. */
const suspicious = /[\d.]{16}/

/** The key of the first number of `json` with too many digits. Throws where the text is not JSON. */
const longNumberKey = (json: string): string | undefined => {
  let found: string | undefined
  parseNumbers(json, (source, key) => {
    if (digitsOf(source) > maxDigits) found ??= key
  })
  return found
}

/** Fails an answer that holds a number of more than fifteen significant digits, naming its key (invariant 4). */
export const exactAnswers = <E, R>(
  client: HttpClient.HttpClient.With<E | HttpClientError.HttpClientError, R>,
): HttpClient.HttpClient.With<E | HttpClientError.HttpClientError, R> =>
  HttpClient.transformResponse(
    client,
    Effect.flatMap((response) =>
      Effect.flatMap(response.text, (text) => {
        if (!suspicious.test(text)) return Effect.succeed(response)
        // What is not JSON is for the caller to find unreadable.
        const found = Effect.orElseSucceed(
          Effect.try({ try: () => longNumberKey(text), catch: () => undefined }),
          () => undefined,
        )
        return Effect.flatMap(found, (key) =>
          key === undefined
            ? Effect.succeed(response)
            : Effect.fail(
                new HttpClientError.HttpClientError({
                  reason: new HttpClientError.DecodeError({
                    request: response.request,
                    response,
                    description: `the number '${key}' has more than ${maxDigits} digits`,
                  }),
                }),
              ),
        )
      }),
    ),
  )
