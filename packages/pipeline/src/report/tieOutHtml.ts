/** A tie-out as one page that a person reads, prints and signs: no script, no network, nothing beside the file. */
import { hash } from "node:crypto"

import type { FlowTieOut, TieOut } from "../tieOut/TieOut.ts"
import { counted } from "./amounts.ts"
import { patterns } from "./chart.ts"
import { differencesOf } from "./differences.ts"
import { flowSection, flowVerdict } from "./flowSection.ts"
import { groupTable } from "./groups.ts"
import { Html, markup } from "./html.ts"
import { decisions, momentText, notLookedAt, rejects, runs } from "./record.ts"
import { style } from "./style.ts"

/** SHA-256 of what `waybill reconcile --json` prints, hexadecimal: whoever has both can tell that they belong together. */
export const tieOutFingerprint = (tieOut: TieOut): string => hash("sha256", `${JSON.stringify(tieOut, null, 2)}\n`)

/** In one sentence, as a report begins. */
export const tieOutVerdict = ({ outcome, flows }: TieOut): string => {
  const found = differencesOf(flows)
  const differing = flows.filter((flow) => differencesOf([flow]) > 0).length
  const where = `${counted(found, "difference")} in ${counted(differing, "flow")}`
  if (outcome === "stopped")
    return `Not complete: not everything could be looked at${found === 0 ? "" : `; of what was, ${where}`}.`
  if (outcome === "differs") return `Source, ledger and target differ${found === 0 ? "" : `: ${where}`}.`
  const unread = flows.filter(({ lookedAt }) => lookedAt === "acknowledged").map(({ flow }) => flow)
  if (unread.length === 0) return "Source, ledger and target agree to the cent."
  return unread.length === flows.length
    ? "Source and ledger agree to the cent; the target acknowledged, and was not read back."
    : `Source, ledger and target agree to the cent; ${unread.join(", ")}: acknowledged, not read back.`
}

const signs = { ties: "=", differs: "≠", stopped: "?" } as const

const heading = (tieOut: TieOut): Html =>
  markup`<header>
    <p class="brand">Waybill tie-out</p>
    <h1>${tieOut.pipeline}</h1>
    <p class="verdict ${tieOut.outcome}">
      <span class="mark" aria-hidden="true">${signs[tieOut.outcome]}</span> <span>${tieOutVerdict(tieOut)}</span>
    </p>
    <dl class="facts">
      <div>
        <dt>As of</dt>
        <dd>${tieOut.asOf}</dd>
      </div>
      <div>
        <dt>Made at (UTC)</dt>
        <dd>${momentText(tieOut.madeAt)}</dd>
      </div>
      <div>
        <dt>Made by</dt>
        <dd>${tieOut.by ?? "not told"}</dd>
      </div>
      <div>
        <dt>Waybill version</dt>
        <dd>${tieOut.version}</dd>
      </div>
      <div class="wide">
        <dt>Pipeline file, SHA-256</dt>
        <dd><code>${tieOut.fileHash}</code></dd>
      </div>
    </dl>
  </header>`

const idOf = (index: number): string => `flow${index + 1}`

const contents = ({ flows }: TieOut): Html =>
  markup`<nav aria-label="Contents">
    <ul>
      <li><a href="#summary">Summary</a></li>
      ${flows.map(({ flow }, index) => markup`<li><a href="#${idOf(index)}">${flow}</a></li>`)}
      <li><a href="#rejects">Rejects</a></li>
      <li><a href="#decisions">Decisions</a></li>
      <li><a href="#not-looked-at">Not looked at</a></li>
      <li><a href="#runs">Runs</a></li>
      <li><a href="#sign-off">Sign-off</a></li>
    </ul>
  </nav>`

const overview = (caption: string, flows: ReadonlyArray<FlowTieOut>, readBack: boolean): Html | undefined =>
  flows.length === 0
    ? undefined
    : groupTable(
        caption,
        "Flow",
        flows.flatMap(({ flow, groups }) =>
          groups.currency.map((group) => [group.currency === "" ? flow : `${flow}, ${group.currency}`, group] as const),
        ),
        readBack,
      )

const summary = ({ flows }: TieOut): Html =>
  markup`<section id="summary" aria-labelledby="summary-heading">
    <h2 id="summary-heading">Summary</h2>
    <p>
      <strong>Source</strong> is what should be there, as it is read now. <strong>Ledger</strong> is what the target
      confirmed when it was delivered. <strong>Target</strong> is what it says it holds today.
    </p>
    <ul class="flows">
      ${flows.map((flow) => markup`<li><strong>${flow.flow}</strong>: ${flowVerdict(flow)}</li>`)}
    </ul>
    ${overview(
      "Source, ledger and target by flow",
      flows.filter(({ target }) => target !== undefined),
      true,
    )}
    ${overview(
      "Source and ledger by flow",
      flows.filter(({ target }) => target === undefined),
      false,
    )}
  </section>`

const signature = (role: string): Html =>
  markup`<div class="signature">
    <h3>${role}</h3>
    <dl>
      <div>
        <dt>Name</dt>
        <dd></dd>
      </div>
      <div>
        <dt>Date</dt>
        <dd></dd>
      </div>
      <div>
        <dt>Signature</dt>
        <dd></dd>
      </div>
    </dl>
  </div>`

const signOff = (tieOut: TieOut): Html =>
  markup`<section id="sign-off" aria-labelledby="sign-off-heading">
    <h2 id="sign-off-heading">Sign-off</h2>
    <p>${tieOut.pipeline}, as of ${tieOut.asOf}: ${tieOutVerdict(tieOut)}</p>
    <div class="signatures">${signature("Prepared by")}${signature("Checked by")}</div>
  </section>`

/** The beginning of the fingerprint stands on each printed page, so that pages can't be exchanged unseen. */
const styleOf = (fingerprint: string): string =>
  `${style}@page { @bottom-left { content: "Tie-out ${fingerprint.slice(0, 16)}" } }\n`

/** UTF-8; to be written as it is. Safe to open whatever the records hold: nothing in it can run or reach the network. */
export const tieOutHtml = (tieOut: TieOut): string => {
  const fingerprint = tieOutFingerprint(tieOut)
  const css = styleOf(fingerprint)
  const policy = `default-src 'none'; style-src 'sha256-${hash("sha256", css, "base64")}'; base-uri 'none'; form-action 'none'`
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Tie-out of ${tieOut.pipeline} as of ${tieOut.asOf}</title>
        <style>${new Html(css)}</style>
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        ${patterns} ${heading(tieOut)} ${contents(tieOut)}
        <main id="content">
          ${summary(tieOut)} ${tieOut.flows.map((flow, index) => flowSection(flow, idOf(index), tieOut.asOf))}
          ${rejects(tieOut)} ${decisions(tieOut)} ${notLookedAt(tieOut)} ${runs(tieOut)} ${signOff(tieOut)}
        </main>
        <footer>
          <p>Fingerprint: the SHA-256 of what <code>waybill reconcile --json</code> printed with this report</p>
          <p><code>${fingerprint}</code></p>
        </footer>
      </body>
    </html>
`.markup
}
