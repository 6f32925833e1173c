/**
 * `npm run sandbox`: the stand-in of Acme, until Ctrl-C. `npm run sandbox -- 8080` takes another port.
 */
import { NodeRuntime } from "@effect/platform-node"
import { Console, Effect } from "effect"

import { startSandbox, token } from "./serve.ts"

const program = Effect.gen(function* () {
  const { url } = yield* startSandbox(Number(process.argv[2] ?? 4040))
  yield* Console.log(`Acme's stand-in listens at ${url}; the token is ${token}. Ctrl-C ends it.`)
  return yield* Effect.never
})

NodeRuntime.runMain(Effect.scoped(program))
