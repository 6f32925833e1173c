/**
 * Signing in and out: what `authentication/…` does.
 */
import { Effect, Redacted } from "effect"
import { HttpApiBuilder } from "effect/http-api"

import type { Desk } from "../Desk.ts"
import { ServedApi } from "../Served.ts"
import { failure, success } from "./answers.ts"

/** `Authorization: Basic base64(key + ":")`: the key is the user name, the password is empty, the colon stays. */
const basic = (key: string): string => `Basic ${Buffer.from(`${key}:`).toString("base64")}`

export const authentication = (desk: Desk) => {
  const { settings } = desk
  const issue = (by: "key" | "user") => success({ token: desk.sessions.issue(desk.now().millis, by) })
  const wrong = () => failure(desk, { reason: "AUTHENTICATIONFAILED", message: "the credentials are wrong" })
  return HttpApiBuilder.group(ServedApi, "authentication", (group) =>
    group
      // Its body may be left out altogether.
      .handleRaw("tokenByKey", ({ headers }) =>
        Effect.sync(() =>
          Redacted.value(headers.authorization) === basic(settings.webApiKey) ? issue("key") : wrong(),
        ),
      )
      .handleAll({
        tokenByUser: ({ payload: { username, password, organisation } }) =>
          Effect.sync(() => {
            const right =
              username === settings.username &&
              Redacted.value(password) === settings.password &&
              organisation === settings.organisation
            return right ? issue("user") : wrong()
          }),
        release: ({ payload }) =>
          Effect.sync(() =>
            desk.sessions.release(Redacted.value(payload.token), desk.now().millis)
              ? success(null)
              : failure(desk, { reason: "INVALIDTOKEN", message: "the token is unknown, expired or released" }),
          ),
      }),
  )
}
