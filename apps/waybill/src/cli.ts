/** Every command, in the order a newcomer needs them. */
import { Command } from "effect/cli"

import { check } from "./commands/check.ts"
import { connectors } from "./commands/connectors.ts"
import { crosswalk } from "./commands/crosswalk.ts"
import { errors } from "./commands/errors.ts"
import { init } from "./commands/init.ts"
import { ledger } from "./commands/ledger.ts"
import { match } from "./commands/match.ts"
import { plan } from "./commands/plan.ts"
import { plans } from "./commands/plans.ts"
import { post } from "./commands/post.ts"
import { preview } from "./commands/preview.ts"
import { reconcile } from "./commands/reconcile.ts"
import { rehearse } from "./commands/rehearse.ts"
import { rejects } from "./commands/rejects.ts"
import { resolve } from "./commands/resolve.ts"
import { run } from "./commands/run.ts"
import { runs, show } from "./commands/runs.ts"
import { sandbox } from "./commands/sandbox.ts"
import { status } from "./commands/status.ts"
import { suggest } from "./commands/suggest.ts"
import { undo } from "./commands/undo.ts"
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

export const cli = root.pipe(
  Command.withDescription(manual),
  Command.withSubcommands([
    init,
    check,
    suggest,
    preview,
    match,
    plan,
    plans,
    run,
    post,
    undo,
    status,
    runs,
    show,
    rejects,
    resolve,
    reconcile,
    rehearse,
    crosswalk,
    ledger,
    connectors,
    errors,
    sandbox,
  ]),
)
