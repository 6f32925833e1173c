/** `waybill sandbox`: local stand-ins of the billing systems, until Ctrl-C. */
import { faultKinds } from "@waybill/sandbox"
import { Console, Effect, type Scope } from "effect"
import { Argument, Command, Flag } from "effect/cli"

import { Exit } from "../exit.ts"
import { root } from "../root.ts"
import { type Running, standIns, type System, systems } from "../sandbox/standIns.ts"
import { parseFault, parseSwitch, type Switch } from "../sandbox/switches.ts"

const list = (running: ReadonlyArray<readonly [System, Running]>): string =>
  running
    .map(([system, { origin, env }]) =>
      [
        `${standIns[system].title}'s stand-in listens on ${origin}`,
        "",
        ...Object.entries(env).map(([name, value]) => `  ${name}=${value}`),
        "",
        `  GET  ${origin}/sandbox/state       what it holds: counts, and sums by currency`,
        `  GET  ${origin}/sandbox/invoices    the records as stored; other kinds likewise`,
        `  POST ${origin}/sandbox/faults      {"faults": [{"fault": "error-after", "rate": 0.1}]}`,
        `  POST ${origin}/sandbox/tamper      {"do": "change", "kind": "invoices", "number": "INV-1", "by": "0.01"}; lose, double`,
        `  POST ${origin}/sandbox/reset       begin anew`,
        "",
      ].join("\n"),
    )
    .join("\n")

const portTaken = (port: number) =>
  new Exit({
    exit: 2,
    code: "WB-CLI-PORT",
    message: `nothing can listen on port ${port}`,
    hint: "give another one with --port; 0 takes any that is free",
  })

const wrongSwitch = (system: System, message: string) =>
  new Exit({
    exit: 2,
    code: "WB-CLI-SWITCH",
    message: `${standIns[system].title}'s stand-in can't be set so: ${message.replace(/\s+/g, " ")}`,
    hint: "`waybill sandbox --help` says how switches are written; the sandbox's page lists them",
  })

/** Starts one stand-in at its own place after the first port. */
const start = (
  system: System,
  first: number,
  switches: ReadonlyArray<Switch>,
  faults: ReadonlyArray<unknown>,
): Effect.Effect<readonly [System, Running], Exit, Scope.Scope> => {
  const { place, start: begin } = standIns[system]
  const port = first === 0 ? 0 : first + place
  const own = switches.filter((each) => each.system === system).map(({ name, value }) => [name, value] as const)
  return begin({ ...Object.fromEntries(own), port, faults }).pipe(
    Effect.map((running) => [system, running] as const),
    Effect.mapError((reason) => (reason === "port" ? portTaken(port) : wrongSwitch(system, reason))),
  )
}

export const sandbox = Command.make(
  "sandbox",
  {
    system: Argument.Literals("system", systems).pipe(
      Argument.withDescription("Which systems to stand in for; all of them where none is named"),
      Argument.variadic(),
    ),
    port: Flag.Int("port").pipe(
      Flag.withDescription(
        "The first port on 127.0.0.1, PayorCRM's; CRM.COM and ERPLY Books have the next ones. 0: any that is free",
      ),
      Flag.withDefault(4010),
    ),
    set: Flag.String("set").pipe(
      Flag.withMetavar("SYSTEM.NAME=VALUE"),
      Flag.withDescription(
        "A switch for what the vendor leaves open: payorcrm.onDuplicate=refuse, crmcom.accounts=500",
      ),
      Flag.atLeast(0),
    ),
    fault: Flag.String("fault").pipe(
      Flag.withMetavar("FAULT=SHARE"),
      Flag.withDescription(`What goes wrong, and how often; may be given several times: ${faultKinds.join(", ")}`),
      Flag.atLeast(0),
    ),
  },
  Effect.fn(function* ({ system, port, set, fault }) {
    const { json } = yield* root
    const faults = yield* Effect.forEach(fault, parseFault)
    const switches = yield* Effect.forEach(set, parseSwitch)
    const named = system.length === 0 ? systems : [...new Set(system)]
    return yield* Effect.scoped(
      Effect.gen(function* () {
        const running = yield* Effect.forEach(named, (each) => start(each, port, switches, faults))
        yield* Console.log(
          json
            ? JSON.stringify(Object.fromEntries(running))
            : `${list(running)}\nCtrl-C ends ${running.length === 1 ? "it" : "them"}.`,
        )
        return yield* Effect.never
      }),
    )
  }),
)
