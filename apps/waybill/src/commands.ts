/**
 * Every command, in the order a newcomer needs them. What a command is made of is loaded when it is named: a start pays for
 * one command, not for all.
 */
import { Effect } from "effect"
import { Command } from "effect/cli"

/** Whole, or only its name and what it does: enough for help and for a misspelt name. */
const command = <const Name extends string, Input, Shared, E, R>(
  name: Name,
  description: string,
  load: () => Promise<Command.Command<Name, Input, Shared, E, R>>,
) => ({
  name,
  whole: Effect.map(Effect.promise(load), Command.withDescription(description)),
  named: Effect.succeed(Command.withDescription(Command.make(name), description)),
})

export const commands = [
  command("init", "Write a first pipeline file with sample data", () =>
    import("./commands/init.ts").then(({ init }) => init),
  ),
  command("check", "Check the file, its mappings and settings; nothing is sent", () =>
    import("./commands/check.ts").then(({ check }) => check),
  ),
  command("suggest", "Propose the map of a file from its columns' names and values", () =>
    import("./commands/suggest.ts").then(({ suggest }) => suggest),
  ),
  command("preview", "Show the first records as they come, as the model, and as they would be sent", () =>
    import("./commands/preview.ts").then(({ preview }) => preview),
  ),
  command("match", "Find what the target held before; take over what is clear, list what a person must decide", () =>
    import("./commands/match.ts").then(({ match }) => match),
  ),
  command(
    "plan",
    "Say what a run would do, in counts and money; nothing is sent, and `run --plan` does exactly that",
    () => import("./commands/plan.ts").then(({ plan }) => plan),
  ),
  command("plans", "List the plans that are kept, or show one as it was made", () =>
    import("./commands/plans.ts").then(({ plans }) => plans),
  ),
  command("run", "Deliver: send what is new or changed, and write down what became of each record", () =>
    import("./commands/run.ts").then(({ run }) => run),
  ),
  command("post", "Post the drafts that a run left in the target: from then on they count there", () =>
    import("./commands/post.ts").then(({ post }) => post),
  ),
  command("undo", "Take a run back with the target's own verbs; what was edited there since is left alone", () =>
    import("./commands/undo.ts").then(({ undo }) => undo),
  ),
  command("status", "Show where every record stands", () =>
    import("./commands/status.ts").then(({ status }) => status),
  ),
  command("runs", "List earlier runs", () => import("./commands/runs.ts").then(({ runs }) => runs)),
  command("show", "Show one run: its counts and money", () => import("./commands/runs.ts").then(({ show }) => show)),
  command("rejects", "What was not accepted, and why: hand it out, take it back edited, send it again", () =>
    import("./commands/rejects.ts").then(({ rejects }) => rejects),
  ),
  command("resolve", "Settle records of which nobody knows whether they arrived", () =>
    import("./commands/resolve.ts").then(({ resolve }) => resolve),
  ),
  command("reconcile", "Tie out source, ledger and target, to the record and to the cent; nothing is sent", () =>
    import("./commands/reconcile.ts").then(({ reconcile }) => reconcile),
  ),
  command(
    "rehearse",
    "Rehearse the real run against local stand-ins of its targets, with faults; tie out; forecast",
    () => import("./commands/rehearse.ts").then(({ rehearse }) => rehearse),
  ),
  command("crosswalk", "Which record of the source is which of the target", () =>
    import("./commands/crosswalk.ts").then(({ crosswalk }) => crosswalk),
  ),
  command("ledger", "The book of what was sent and what became of it", () =>
    import("./commands/ledger.ts").then(({ ledger }) => ledger),
  ),
  command("connectors", "List the connectors with their streams and settings", () =>
    import("./commands/connectors.ts").then(({ connectors }) => connectors),
  ),
  command("errors", "List every error code, or say of one what it means and what to do", () =>
    import("./commands/errors.ts").then(({ errors }) => errors),
  ),
  command("create", "Write the package of a connector of your own, to begin with", () =>
    import("./commands/create.ts").then(({ create }) => create),
  ),
  command("sandbox", "Run local stand-ins of the billing systems, with faults on demand", () =>
    import("./commands/sandbox.ts").then(({ sandbox }) => sandbox),
  ),
] as const
