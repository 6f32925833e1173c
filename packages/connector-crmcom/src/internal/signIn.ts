/**
 * How a token is got, in the one way that the settings have credentials for, and given back.
 */
import { Effect, Redacted } from "effect"
import * as Base64 from "effect/encoding/Base64"

import { CrmComApi } from "../Api.ts"
import { signInFailure } from "../errors.ts"
import { isFrom } from "../Release.ts"
import type { CrmComClientSettings } from "../Settings.ts"
import type { Declared, Exchange, Request } from "./exchange.ts"
import { makeSession, type Token } from "./session.ts"

const { tokenByKey, tokenByUser, release } = CrmComApi.groups.authentication.endpoints
const group = "authentication"

const credentials = (settings: CrmComClientSettings): readonly [Declared, Request] => {
  const { webApiKey, username, password, organisation } = settings
  const unit = settings.unit === undefined ? {} : { unit: settings.unit }
  if (webApiKey === undefined) {
    return [{ group, endpoint: tokenByUser }, { payload: { username, password, organisation, ...unit } }]
  }
  // The key is the user's name, and the password is empty.
  const authorization = Redacted.make(`Basic ${Base64.encode(`${Redacted.value(webApiKey)}:`)}`)
  return [
    { group, endpoint: tokenByKey },
    { headers: { authorization }, payload: unit },
  ]
}

/** The connection's session. Nothing is sent before the first call needs a token. */
export const openSession = (settings: CrmComClientSettings, exchange: Exchange) => {
  const [call, request] = credentials(settings)
  const giveBack = exchange({ group, endpoint: release })
  return makeSession({
    signIn: exchange(call)(request).pipe(
      // The declaration says so of both calls.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      Effect.map((data) => (data as { readonly token: Token }).token),
      Effect.mapError(signInFailure),
    ),
    tokenLife: settings.tokenLife,
    ...(isFrom(settings.release, "R10.0.0") ? { release: (token: Token) => giveBack({ payload: { token } }) } : {}),
  })
}
