import { base64, escapeHtml } from '../html/escape.ts';
import { contentSecurityPolicy } from '../html/policy.ts';
import { PAGE_STYLE } from '../html/style.ts';
import type { ComparisonReport, StrategyReport } from './schema.ts';
import {
  durationText,
  fewestText,
  harmText,
  readingNotes,
  requestsText,
  rounded,
  verdictOf,
  versionNames,
  wayOutText,
} from './words.ts';

export interface ComparisonPageOptions {
  /** The drawn chart. */
  readonly svg: string;
  /** The command line that makes this again. */
  readonly command: string;
}

const STYLE = `${PAGE_STYLE}
.verdicts { list-style: none; margin: 0 0 1.2rem; padding: 0; }
.plot { cursor: auto; }
.wide { overflow-x: auto; }
.figures { border-collapse: collapse; font-size: 0.92rem; min-width: 44rem; width: 100%; }
.figures th, .figures td { padding: 0.35rem 0.8rem 0.35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.figures thead th { color: var(--quiet); font-weight: 400; vertical-align: bottom; } .figures tbody th { font-weight: 600; }
`;

/** The comparison as one page that needs nothing else: no network, no other file, no script. */
export function comparisonPage(report: ComparisonReport, options: ComparisonPageOptions): string {
  const { workload, strategies } = report;
  const { from, to } = versionNames(report);
  const title = `${workload.name}: from ${from} to ${to}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurityPolicy([STYLE], ['']))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${report.name}, compared · Rehearse`)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<p class="kicker">One change, ${strategies.length} ways: <strong>${escapeHtml(report.name)}</strong></p>
<h1>${escapeHtml(title)}</h1>
<ul class="verdicts">${strategies.map(verdictItem).join('')}</ul>
</header>
<figure class="chart"><div class="plot"><img alt="${escapeHtml(`Pods of ${workload.name} that answer and who meets ${to}, for each strategy; the table below has the figures`)}" src="data:image/svg+xml;base64,${base64(options.svg)}"></div></figure>
<h2>The figures</h2>
${figures(report, to)}
<h2>What was compared, and how</h2>
<dl class="reproduce">${strategies.map(notesOf).join('')}</dl>
<ul>${readingNotes(report)
    .map((note) => `<li>${escapeHtml(note)}</li>`)
    .join('')}</ul>
${reproduce(report, options.command)}
</main>
</body>
</html>
`;
}

function verdictItem(strategy: StrategyReport): string {
  const { sign, tone, text } = verdictOf(strategy);
  return `<li class="verdict ${tone}"><span class="sign">${sign}</span> ${escapeHtml(strategy.title)} <span class="detail">${escapeHtml(text)}</span></li>`;
}

function figures(report: ComparisonReport, to: string): string {
  const columns: readonly (readonly [string, (strategy: StrategyReport) => string])[] = [
    ['fewest pods that answer', fewestText],
    ['failed requests', requestsText],
    [`${to} is everywhere after`, durationText],
    ['most pods at once', ({ mostPods }) => String(mostPods)],
    ['extra pods, in pod-seconds', ({ extraPodSeconds }) => rounded(extraPodSeconds)],
    [`callers on ${to} before it is everywhere`, ({ exposedSeconds }) => `${rounded(exposedSeconds)}s of all`],
    ['if bad, back after', wayOutText],
    ['if bad, met it', harmText],
    ['manual steps', ({ manualActions }) => String(manualActions)],
  ];
  const head = columns.map(([label]) => `<th scope="col">${escapeHtml(label)}</th>`).join('');
  const rows = report.strategies.map((strategy) => {
    const { sign, tone } = verdictOf(strategy);
    const cells = columns.map(([, cell]) => `<td>${escapeHtml(cell(strategy))}</td>`).join('');
    return `<tr><th scope="row"><span class="${tone}">${sign}</span> ${escapeHtml(strategy.title)}</th>${cells}</tr>`;
  });
  return `<div class="wide" tabindex="0"><table class="figures"><thead><tr><th scope="col">strategy</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function notesOf({ title, notes }: StrategyReport): string {
  const text = notes.length === 0 ? 'as it is written' : notes.join('; ');
  return `<div><dt>${escapeHtml(title)}</dt><dd>${escapeHtml(text)}</dd></div>`;
}

function reproduce({ tool, seed, reference }: ComparisonReport, command: string): string {
  const rows: readonly (readonly [string, string])[] = [
    ['command', command],
    ['tool', tool],
    ['seed', String(seed)],
    ['reference', `Argo Rollouts ${reference.argoRollouts}, Kubernetes ${reference.kubernetes}`],
  ];
  const items = rows.map(([label, value]) => `<div><dt>${label}</dt><dd><code>${escapeHtml(value)}</code></dd></div>`);
  return `<footer><h2>How to make this again</h2><dl class="reproduce">${items.join('')}</dl></footer>`;
}
