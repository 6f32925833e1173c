import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Stream } from "effect"

import { codeOf, connect, onPlatform, read, sourceOf, written } from "./support/open.ts"
import { openShop, type Options, secrets, type Shop } from "./support/shop.ts"

const ways = {
  bearer: { auth: "bearer", token: secrets.token },
  basic: { auth: "basic", username: "ann", password: secrets.password },
  header: { auth: "header", header: "X-Api-Key", key: secrets.key },
} as const

const client = (shop: Shop) =>
  ({
    auth: "clientCredentials",
    signInUrl: `${shop.url}/oauth/token`,
    clientId: "c1",
    clientSecret: secrets.clientSecret,
  }) as const

const drain = (shop: Shop, more: object) =>
  Effect.flatMap(sourceOf(shop, read, more), (source) => codeOf(Stream.runDrain(source.read(Option.none()))))

describe("signs in", () => {
  for (const auth of ["bearer", "basic", "header"] as const) {
    it.live(`by ${auth}, in a header and nowhere else`, () =>
      onPlatform(
        Effect.gen(function* () {
          const shop = yield* openShop({ auth })
          assert.strictEqual(yield* drain(shop, { ...ways[auth], headers: { "X-Version": "2" } }), "none")
          const [asked] = shop.asked
          assert.strictEqual(asked!.headers["x-version"], "2")
          assert.deepStrictEqual([...asked!.query], [])
          assert.strictEqual(yield* drain(shop, {}), "WB-HTTP-UNAUTHORIZED")
        }),
      ),
    )
  }

  for (const credentialsIn of ["header", "body"] as const) {
    it.live(`by a token that is asked for once, with the secret in the ${credentialsIn}`, () =>
      onPlatform(
        Effect.gen(function* () {
          const shop = yield* openShop({ auth: "clientCredentials" })
          const source = yield* sourceOf(shop, read, { ...client(shop), credentialsIn })
          const all = Stream.runDrain(source.read(Option.none()))
          yield* Effect.all([all, all, all], { concurrency: 3 })
          assert.strictEqual(shop.tokens(), 1)
        }),
      ),
    )
  }

  it.live("again where the token is refused, once", () =>
    onPlatform(
      Effect.gen(function* () {
        const shop = yield* openShop({ auth: "clientCredentials" })
        const source = yield* sourceOf(shop, read, client(shop))
        const all = Stream.runDrain(source.read(Option.none()))
        yield* all
        shop.expire()
        yield* all
        assert.strictEqual(shop.tokens(), 2)
        assert.lengthOf(shop.asked, 5)
      }),
    ),
  )

  it.live("not again where the secret is refused", () =>
    onPlatform(
      Effect.gen(function* () {
        const shop = yield* openShop({ auth: "clientCredentials" })
        const source = yield* sourceOf(shop, read, { ...client(shop), clientSecret: "wrong" })
        const all = Stream.runDrain(source.read(Option.none()))
        assert.deepStrictEqual([yield* codeOf(all), yield* codeOf(all)], ["WB-REST-SIGN-IN", "WB-REST-SIGN-IN"])
        assert.lengthOf(shop.asked, 1)
      }),
    ),
  )

  it.live("in a check, also where no stream has a list", () =>
    onPlatform(
      Effect.gen(function* () {
        const shop = yield* openShop({ auth: "clientCredentials" })
        const { list: _, ...blind } = written
        const right = yield* connect(shop, blind, client(shop))
        assert.match((yield* right.check).join(), /no stream has a `list`/)
        const wrong = yield* connect(shop, blind, { ...client(shop), clientSecret: "wrong" })
        assert.strictEqual(yield* codeOf(wrong.check), "WB-REST-SIGN-IN")
      }),
    ),
  )

  it.live("no token in an answer, or no answer: nothing else is sent", () =>
    onPlatform(
      Effect.gen(function* () {
        const instead: ReadonlyArray<NonNullable<Options["instead"]>> = [
          () => ({ status: 200, body: "{}" }),
          () => ({ status: 500, body: "{}" }),
          () => "cut",
        ]
        for (const each of instead) {
          const shop = yield* openShop({ instead: each })
          assert.strictEqual(yield* drain(shop, client(shop)), "WB-REST-SIGN-IN")
          assert.isTrue(shop.asked.every(({ path }) => path === "/oauth/token"))
        }
      }),
    ),
  )

  it.live("no error repeats a secret that the API repeats (invariant 7)", () =>
    onPlatform(
      Effect.gen(function* () {
        const echo: Options = {
          instead: ({ headers }) => ({
            status: 400,
            body: JSON.stringify({ message: "x".repeat(270), you: headers.authorization ?? headers["x-api-key"] }),
          }),
        }
        for (const way of Object.values(ways)) {
          const shop = yield* openShop(echo)
          const source = yield* sourceOf(shop, read, way)
          const error = yield* Effect.flip(Stream.runDrain(source.read(Option.none())))
          const said = JSON.stringify(error) + String(error)
          const sent = String(shop.asked[0]!.headers.authorization ?? shop.asked[0]!.headers["x-api-key"]).replace(
            /^\w+ /,
            "",
          )
          for (const secret of [...Object.values(secrets), sent]) assert.notInclude(said, secret.slice(0, 6))
        }
      }),
    ),
  )
})
