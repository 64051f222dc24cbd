/** The look of the page, light and dark, wide and narrow, on screen and on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1f2328; --quiet: #5c6470; --line: #d5d9e0; --box: #f6f7f9;
  --good: #1a7f37; --bad: #b3261e; --wait: #8a5a00; --busy: #1d5fa8;
  --stable: #1d5fa8; --canary: #b45309; --older: #6b7280;
  --goodBox: #e6f4ea; --badBox: #fbe9e7; --waitBox: #fdf3d7; --busyBox: #e8f0fa;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #e6e8eb; --quiet: #9aa3af; --line: #333a44; --box: #1c2027;
    --good: #57c26f; --bad: #ff8a80; --wait: #e3b341; --busy: #7fb2f0;
    --stable: #7fb2f0; --canary: #f0a050; --older: #9aa3af;
    --goodBox: #15291b; --badBox: #321a18; --waitBox: #2c2412; --busyBox: #172436;
  }
  .plot img, .picture img { filter: invert(0.92) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.6rem; }
.kicker { margin: 0 0 0.2rem; color: var(--quiet); }
code, pre, .prompt, output, .time { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: 0.88em; overflow-wrap: anywhere; }
.verdict { margin: 0 0 0.5rem; padding: 0.6rem 0.9rem; border-radius: 6px; font-weight: 600; font-size: 1.1rem; background: var(--box); }
.verdict.good { background: var(--goodBox); } .verdict.bad { background: var(--badBox); }
.verdict.wait { background: var(--waitBox); } .verdict.busy { background: var(--busyBox); }
.verdict .detail { color: var(--ink); font-weight: 400; font-size: 0.95rem; margin-left: 0.4rem; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.2rem; margin: 1.1rem 0 0.8rem; }
.facts dt { color: var(--quiet); font-size: 0.85rem; } .facts dd { margin: 0; font-size: 1.35rem; font-weight: 600; }
.updates { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
.updates caption { text-align: left; color: var(--quiet); font-size: 0.85rem; padding-bottom: 0.2rem; }
.updates th { text-align: left; font-weight: 400; color: var(--quiet); }
.updates th, .updates td { padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
.updates .image { white-space: normal; overflow-wrap: anywhere; }
.box { background: var(--box); border-radius: 6px; padding: 0.7rem 1rem; margin: 1.1rem 0 0; }
.box h2, .box summary { margin: 0; font-size: 1rem; font-weight: 600; } .box summary { cursor: pointer; }
.box ul { margin: 0.4rem 0 0.1rem; padding-left: 1.2rem; }
.checks { list-style: none; padding-left: 0 !important; } .checks li { display: flex; gap: 0.5rem; }
.player { display: flex; align-items: center; gap: 0.6rem; position: sticky; top: 0; z-index: 1; background: var(--paper); padding: 0.5rem 0; }
.player input { flex: 1; min-width: 4rem; accent-color: var(--busy); }
.player button, .time { font-size: 0.9rem; color: var(--ink); background: var(--box); border: 1px solid var(--line); border-radius: 5px; cursor: pointer; padding: 0.2rem 0.55rem; }
.player button:disabled { opacity: 0.4; cursor: default; }
.player output { min-width: 5rem; text-align: right; font-weight: 600; }
:focus-visible { outline: 2px solid var(--busy); outline-offset: 2px; }
.caption { margin: 0.1rem 0 0.8rem; color: var(--quiet); overflow-wrap: anywhere; min-height: 1.5em; }
.chart { margin: 0 0 0.8rem; overflow-x: auto; }
.plot { position: relative; min-width: 40rem; cursor: crosshair; }
.picture { min-width: 40rem; }
.plot img, .picture img { display: block; width: 100%; height: auto; border-radius: 6px; }
.cursor { position: absolute; top: 11%; bottom: 17%; width: 2px; margin-left: -1px; background: var(--bad); pointer-events: none; }
.traffic { padding-left: 1.2rem; }
.prompt { margin: 0 0 0.3rem; font-size: 0.85rem; color: var(--quiet); overflow-wrap: anywhere; }
.view { margin: 0 0 1.5rem; padding: 0.9rem 1rem; background: var(--box); border-radius: 6px; overflow-x: auto; font-size: 0.82rem; line-height: 1.45; }
.hint { margin: 0 0 0.6rem; color: var(--quiet); font-size: 0.9rem; }
.timeline { list-style: none; margin: 0; padding: 0; }
.timeline > li { display: grid; grid-template-columns: 5.2rem 1fr; gap: 0 0.9rem; padding: 0.35rem 0; border-top: 1px solid var(--line); }
.timeline > li.begins { border-top: 2px solid var(--ink); margin-top: 0.9rem; }
.time { align-self: start; text-align: right; } .time[aria-current="true"] { background: var(--ink); color: var(--paper); }
.line { display: grid; grid-template-columns: 5rem 1fr; gap: 0 0.7rem; } .line > div { overflow-wrap: anywhere; white-space: pre-wrap; min-width: 0; }
.lines { min-width: 0; }
.label { color: var(--quiet); } .label-run, .label-auto, .label-commit { color: var(--ink); font-weight: 600; } .label-fault { color: var(--bad); font-weight: 600; } .label-warning { color: var(--bad); } .label-finding { color: var(--wait); }
.note { color: var(--quiet); white-space: pre-wrap; }
.because { color: var(--quiet); font-size: 0.88rem; white-space: normal; } .because summary { cursor: pointer; } .because ul, .because p { margin: 0.2rem 0 0.3rem; padding-left: 1.6rem; }
.without-because .because { display: none; }
.good { color: var(--good); } .bad { color: var(--bad); } .wait { color: var(--wait); } .busy { color: var(--busy); }
.stable { color: var(--stable); font-weight: 600; } .canary { color: var(--canary); font-weight: 600; } .older { color: var(--older); font-weight: 600; }
.strong { font-weight: 600; } .quiet { color: var(--quiet); }
.reproduce { margin: 0; } .reproduce div { display: grid; grid-template-columns: 8rem 1fr; gap: 0 0.9rem; padding: 0.2rem 0; } .reproduce dt { color: var(--quiet); } .reproduce dd { margin: 0; min-width: 0; }
@media (max-width: 40rem) {
  main { padding: 1.2rem 0.9rem 2rem; } h1 { font-size: 1.5rem; }
  .timeline > li { grid-template-columns: 1fr; } .time { justify-self: start; }
  .line { grid-template-columns: 4.4rem 1fr; } .reproduce div { grid-template-columns: 1fr; }
  .updates { font-size: 0.82rem; } .updates th, .updates td { padding-right: 0.5rem; }
}
@media print { .player, .hint { display: none; } .cursor { display: none; } .view { white-space: pre-wrap; } }
`;
