/** The look of a report: quiet, of the reader's own fonts; on paper A4, in black where it can be. */
export const style = `
:root { color-scheme: light; --ink: #1b2530; --soft: #4f5b67; --rule: #c9d0d7; --deep: #1f4e79; --warn: #8a2c0d; --wash: #f5f7f9 }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0 auto; padding: 3rem 2rem 4rem; max-width: 68rem; background: #fff; color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
h1, h2, h3, .verdict { font-family: Charter, "Bitstream Charter", Cambria, Georgia, "Times New Roman", serif; font-weight: 600; line-height: 1.2; overflow-wrap: anywhere }
h1 { margin: 0 0 1.5rem; font-size: 2.5rem }
h2 { margin: 4rem 0 .75rem; padding-top: 1rem; border-top: 2px solid var(--ink); font-size: 1.75rem }
h3 { margin: 2.5rem 0 .5rem; font-size: 1.2rem }
p, li { max-width: 46rem; overflow-wrap: anywhere }
a { color: var(--deep) }
:focus-visible { outline: 3px solid var(--deep); outline-offset: 2px }
.skip { position: absolute; left: -100rem }
.skip:focus { position: static }
.patterns { position: absolute }
.brand { margin: 0 0 .5rem; color: var(--soft); letter-spacing: .08em; text-transform: uppercase; font-size: .8rem }
.verdict { display: flex; gap: 1rem; align-items: baseline; margin: 0 0 2rem; padding: 1rem 1.25rem; max-width: none; border-left: 6px solid var(--deep); background: var(--wash); font-size: 1.4rem }
.verdict.differs, .verdict.stopped { border-left: 6px double var(--warn) }
.mark { font-family: system-ui, sans-serif }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 1rem 2rem; margin: 0 }
.facts .wide { grid-column: 1 / -1 }
dt { color: var(--soft); font-size: .8rem }
dd { margin: 0; overflow-wrap: anywhere }
code { font: .85em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere }
nav { margin-top: 2rem }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none }
.route { margin-top: 0; color: var(--soft) }
.stands { padding-left: 1rem; border-left: 4px double var(--warn) }
.stands.ties { border-left: 4px solid var(--deep) }
.hint { display: block; color: var(--soft) }
.scroll { margin: 1rem 0 0; overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: .875rem; line-height: 1.4 }
caption { padding-bottom: .4rem; color: var(--soft); text-align: left; font-size: .85rem }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; font-weight: 400 }
th:first-child, td:first-child { padding-left: 0 }
th:last-child, td:last-child { padding-right: 0 }
thead th { border-bottom: 1px solid var(--ink); font-weight: 600; vertical-align: bottom }
thead td { border: 0 }
thead .upper { border-bottom: 1px solid var(--rule); text-align: center }
tbody th { min-width: 6.5rem; overflow-wrap: break-word }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums lining-nums }
.total > * { border-top: 1px solid var(--ink); border-bottom: 3px double var(--ink); font-weight: 600 }
.differs > * { font-weight: 700 }
.part > th { padding-left: 1.5rem; color: var(--soft) }
.step { display: block; min-width: 11rem; padding-left: 1.2em; text-indent: -1.2em }
.sign { display: inline-block; width: 1.2em; text-indent: 0; font-weight: 600 }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.why { display: block; min-width: 12rem; max-width: 26rem; overflow-wrap: break-word }
.sum { display: block }
.more { color: var(--soft); font-style: italic }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem 3rem; margin-top: 1.5rem }
figure { margin: 0; max-width: 40rem; break-inside: avoid }
figcaption { margin-bottom: .75rem; font-weight: 600; font-size: .9rem }
.legend { display: block; color: var(--soft); font-weight: 400; font-size: .8rem }
.key { display: inline-block; margin-right: .75rem }
.key svg { vertical-align: -1px }
svg { overflow: visible }
svg text { fill: var(--ink); font-size: 13px; font-variant-numeric: tabular-nums }
svg .value { text-anchor: end }
svg .solid { fill: #1f4e79 }
svg .striped { fill: url(#striped); stroke: #1f4e79 }
svg .dotted { fill: url(#dotted); stroke: #8a2c0d }
.signatures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1rem 4rem }
.signature { break-inside: avoid }
.signature dl { margin: 0 }
.signature dl div { display: flex; gap: 1rem; align-items: flex-end; height: 3.25rem; border-bottom: 1px solid var(--ink) }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .85rem }
footer p { margin: 0; max-width: none }
@media (max-width: 40rem) { body { padding: 1.5rem 1.1rem 3rem } h1 { font-size: 1.9rem } h2 { margin-top: 3rem; font-size: 1.5rem } .verdict { font-size: 1.15rem } }
@page { size: A4; margin: 18mm 15mm 20mm; font: 8pt system-ui, sans-serif; color: #4f5b67; @bottom-right { content: "Page " counter(page) " of " counter(pages) } }
@media print {
  html { font-size: 9.5pt }
  body { padding: 0; max-width: none; line-height: 1.4 }
  h1 { font-size: 24pt } h2 { margin-top: 24pt; font-size: 16pt } h3 { margin-top: 16pt; font-size: 11.5pt }
  h2, h3, caption, .route, .stands { break-after: avoid }
  .skip, nav { display: none }
  .verdict { background: none; font-size: 13pt }
  table { font-size: 7.5pt }
  caption, figcaption { font-size: 8pt }
  .legend { font-size: 7.5pt }
  th, td { padding: 2.5pt 4pt }
  thead { display: table-header-group }
  tr, p, li, .verdict, .signature { break-inside: avoid }
  .scroll { overflow: visible }
  .why { min-width: 8rem }
  .figures { grid-template-columns: 1fr 1fr; gap: 12pt 24pt }
  svg text { font-size: 8.5pt }
  #sign-off { break-inside: avoid }
}
`
