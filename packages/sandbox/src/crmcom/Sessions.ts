/**
 * Tokens: issued, used, and dead after a while, after some calls, or when they are given back.
 */
import { isFrom } from "@waybill/connector-crmcom"

import { idOf } from "./Catalogue.ts"
import type { CrmComSandboxSettings } from "./Settings.ts"

interface Session {
  /** Before R12.0.0 a user's token lives from its last use on, all others from their issue on. */
  readonly sliding: boolean
  since: number
  calls: number
}

type Rules = Pick<CrmComSandboxSettings, "release" | "tokenLife" | "tokenCalls" | "username" | "organisation">

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url")

export class Sessions {
  private readonly alive = new Map<string, Session>()
  private readonly rules: Rules
  private issued = 0
  private givenBack = 0

  constructor(rules: Rules) {
    this.rules = rules
  }

  /** A new token; `now` in milliseconds. */
  issue(now: number, by: "key" | "user"): string {
    this.issued += 1
    const id = idOf(`token ${this.issued} ${now}`)
    const jwt = isFrom(this.rules.release, "R12.0.0")
    const token = jwt ? this.webToken(id, now) : id
    this.alive.set(token, { sliding: by === "user" && !jwt, since: now, calls: 0 })
    return token
  }

  /** Shaped like the vendor's from R12.0.0 on; its last part signs nothing. */
  private webToken(jti: string, now: number): string {
    const { tokenLife, username, organisation } = this.rules
    const iat = Math.floor(now / 1000)
    const claims = { jti, usr: username, org: organisation, oun: "1", exp: Math.ceil(iat + tokenLife), iat }
    return [base64({ alg: "HS256", typ: "JWT" }), base64(claims), idOf(`signature ${jti}`)].join(".")
  }

  /** Whether the token is good for one more call. */
  use(token: string, now: number): boolean {
    this.bury(now)
    const session = this.alive.get(token)
    if (session === undefined || session.calls >= (this.rules.tokenCalls ?? Infinity)) {
      this.alive.delete(token)
      return false
    }
    session.calls += 1
    if (session.sliding) session.since = now
    return true
  }

  /** Makes a token unusable; whether it was usable. */
  release(token: string, now: number): boolean {
    this.bury(now)
    const released = this.alive.delete(token)
    if (released) this.givenBack += 1
    return released
  }

  /** Makes all tokens unusable. */
  expire(): void {
    this.alive.clear()
  }

  state(now: number): { readonly signIns: number; readonly tokensAlive: number; readonly released: number } {
    this.bury(now)
    return { signIns: this.issued, tokensAlive: this.alive.size, released: this.givenBack }
  }

  private bury(now: number): void {
    for (const [token, { since }] of this.alive) {
      if (now - since >= this.rules.tokenLife * 1000) this.alive.delete(token)
    }
  }
}
