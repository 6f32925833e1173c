/** The command line, as far as it was asked for. */
import { Effect } from "effect"
import { Command } from "effect/cli"

import { commands } from "./commands.ts"
import { root } from "./root.ts"

const manual = `Moves customers, invoices and payments between files and billing systems, from one pipeline file.

A first pipeline:
  waybill init                      answer a few questions; writes waybill.yaml and sample data
  waybill sandbox                   in a second terminal: a local stand-in of the target
  waybill suggest CONNECTION STREAM a mapping, from a file's headers and values
  waybill check                     is the file right?
  waybill preview                   the first records, as they would be sent
  waybill match --dry-run           which records the target holds already
  waybill plan                      what a run would do, in counts and money
  waybill rehearse                  the real source against stand-ins of the targets, with faults; how long it will take
  waybill run                       deliver; run it again and nothing is sent twice; --plan ID: exactly what was planned
  waybill rejects list              what was not accepted, and why; hand it out, take it back edited, send it again
  waybill resolve list              what may have arrived or not: a person decides, with a reason that is kept
  waybill post RUN                  where a run lands drafts: make them count
  waybill undo RUN                  what taking a run back would do; --yes does it
  waybill reconcile                 source, ledger and target side by side, to the cent; --report: to sign
  waybill ledger check              is the book of all this sound?

Exit codes: 0 all delivered, 1 run stopped, 2 the file or the usage is wrong, 3 a system can't be reached or refuses
the credentials, 4 finished but some records need attention.`

/** Both are about all commands: they need every flag. */
const isAboutAll = (arg: string): boolean => /^--(?:completions|wizard)(?:=|$)/.test(arg)

/**
 * The command line with every command whole that the arguments name, and the others by their names. A word that is a flag's
 * value may name a command, too: then one more is loaded.
 */
export const cliFor = Effect.fnUntraced(function* (args: ReadonlyArray<string>) {
  const wantsAll = args.some(isAboutAll)
  const subcommands = yield* Effect.all(
    commands.map(({ name, whole, named }) => (wantsAll || args.includes(name) ? whole : named)),
  )
  return root.pipe(Command.withDescription(manual), Command.withSubcommands(subcommands))
})
