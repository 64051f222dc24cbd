import { analysisSection } from '../analysis/section.ts';
import { summarize } from '../summary.ts';
import { NO_TRAFFIC, trafficWords } from '../traffic/words.ts';
import { timelineLines } from '../../timeline/json-lines.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { BOOTSTRAP, packedScript } from './bootstrap.ts';
import { escapeHtml } from './escape.ts';
import { findingsSection } from './findings.ts';
import { headline } from './headline.ts';
import { lanesPictures } from './lanes-picture.ts';
import { contentSecurityPolicy } from './policy.ts';
import { reproduceSection } from './reproduce.ts';

/** The program of the page and its style, as `npm run build` makes them from src/web. */
export interface PageAssets {
  readonly program: string;
  readonly style: string;
}

/** A run on a page, and what tells it from others there. */
export interface LabelledRun {
  readonly label: string;
  readonly timeline: Timeline;
}

export interface PageOptions {
  readonly assets: PageAssets;
  /** The command line that makes this run again. */
  readonly command: string;
  /** What Rehearse decided by itself. */
  readonly remarks: readonly string[];
  /** Further runs, to compare the first one with. */
  readonly others?: readonly LabelledRun[];
}

/** The whole run as one page that needs nothing else: no network, no other file. */
export function runPage(timeline: Timeline, { assets, command, remarks, others = [] }: PageOptions): string {
  const { scenario } = timeline.header;
  const runs = [{ label: scenario.name, timeline }, ...others].map(({ label, timeline: run }) => ({
    label,
    lines: [...timelineLines(run, { rows: true })].join(''),
  }));
  const policy = contentSecurityPolicy([assets.style], [BOOTSTRAP, assets.program]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${scenario.name} · Rehearse`)}</title>
<link rel="icon" href="data:,">
<style>${assets.style}</style>
</head>
<body>
<div id="app"></div>
<div class="static">
<main>
${staticSections(timeline, command, remarks)}
</main>
</div>
${packedScript('runs', 'application/json', JSON.stringify({ runs }))}
${packedScript('program', 'text/javascript', assets.program)}
<script>${BOOTSTRAP}</script>
</body>
</html>
`;
}

/** What can be read without scripts and on paper: the outcome, findings, pictures, analyses. */
function staticSections(timeline: Timeline, command: string, remarks: readonly string[]): string {
  const summary = summarize(timeline);
  return [
    headline(timeline, summary),
    findingsSection(summary, remarks),
    trafficSection(timeline),
    lanesPictures(timeline),
    analysisSection(timeline),
    reproduceSection(timeline, command),
  ]
    .filter((section) => section !== '')
    .join('\n');
}

/** What callers had of the run, in words. */
function trafficSection(timeline: Timeline): string {
  const words = trafficWords(timeline);
  if (words === undefined) return `<p class="hint">Traffic: ${escapeHtml(NO_TRAFFIC)}.</p>`;
  const sentences = words.map(({ text, tone }) => `<li class="${tone}">${escapeHtml(text)}.</li>`).join('');
  return `<section><h2>Traffic</h2><ul class="traffic">${sentences}</ul></section>`;
}
