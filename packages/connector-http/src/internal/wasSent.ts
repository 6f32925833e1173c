/**
 * Whether a failed request can have reached the system: told by the transport's code, wherever it hides in the causes.
 */
import { Predicate } from "effect"
import { HttpClientError } from "effect/http"

/** The code of a transport that gave a request up right before its bytes: the process had stood still meanwhile. */
export const heldUpCode = "WB_HELD_UP"

/** Nobody was there to take the request, or it was given up before it left; a moment later it may go. */
const unreachable = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  heldUpCode,
])

/** The handshake failed, before the request: trying again would not help. */
const untrusted = new Set([
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
])

/** The transport's code, at whatever depth: undici and node:http keep it in the cause, fetch in the cause's cause. */
const codeOf = (error: unknown): string | undefined => {
  let cause = error
  for (let depth = 0; depth < 8 && Predicate.isObject(cause); depth++) {
    if (Predicate.hasProperty(cause, "code") && typeof cause.code === "string") return cause.code
    cause = Predicate.hasProperty(cause, "cause") ? cause.cause : undefined
  }
  return undefined
}

export type Fate =
  /** The request could not even be written down: a wrong address, a body that does not encode. */
  | { readonly _tag: "Unmade" }
  | { readonly _tag: "Unsent"; readonly code: string; readonly again: boolean }
  | { readonly _tag: "Maybe"; readonly code: string | undefined }

/** What became of a request without an answer. Only codes that are known to come before the first byte say "unsent". */
export const fateOf = (failure: unknown): Fate => {
  if (!HttpClientError.isHttpClientError(failure)) return { _tag: "Maybe", code: undefined }
  const { reason } = failure
  if (reason._tag === "InvalidUrlError" || reason._tag === "EncodeError") return { _tag: "Unmade" }
  const code = codeOf(reason)
  if (reason._tag !== "TransportError" || code === undefined) return { _tag: "Maybe", code }
  if (unreachable.has(code)) return { _tag: "Unsent", code, again: true }
  return untrusted.has(code) ? { _tag: "Unsent", code, again: false } : { _tag: "Maybe", code }
}
