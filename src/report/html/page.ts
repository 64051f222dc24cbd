import { summarize } from '../summary.ts';
import { analysisSection } from '../analysis/section.ts';
import { momentsOf } from '../moments.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { escapeHtml } from './escape.ts';
import { type ChartPicture, explorerData, explorerSection, type ViewAt } from './explorer.ts';
import { findingsSection } from './findings.ts';
import { headline } from './headline.ts';
import { contentSecurityPolicy } from './policy.ts';
import { reproduceSection } from './reproduce.ts';
import { PAGE_SCRIPT } from './script.ts';
import { PAGE_STYLE } from './style.ts';
import { timelineSection } from './timeline-section.ts';
import { type TrafficPicture, trafficSection } from './traffic-section.ts';

export interface PageOptions {
  /** One picture for each workload of the run that has pods. */
  readonly charts: readonly ChartPicture[];
  /** One picture for each flow of requests. */
  readonly traffic?: readonly TrafficPicture[];
  /** What `get` prints of a workload at an instant. */
  readonly viewAt: ViewAt;
  /** The command line that makes this run again. */
  readonly command: string;
  /** What Rehearse decided by itself. */
  readonly remarks: readonly string[];
}

/** The whole run as one page that needs nothing else: no network, no other file. */
export function runPage(timeline: Timeline, options: PageOptions): string {
  const moments = momentsOf(timeline);
  const summary = summarize(timeline);
  const { scenario } = timeline.header;
  const explorer = explorerData(timeline, moments, options.charts, options.viewAt);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurityPolicy(PAGE_STYLE, PAGE_SCRIPT))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`${scenario.name} · Rehearse`)}</title>
<link rel="icon" href="data:,">
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${headline(timeline, summary)}
${findingsSection(summary, options.remarks)}
${explorerSection(explorer, options.charts)}
${trafficSection(timeline, options.traffic ?? [])}
${analysisSection(timeline)}
${timelineSection(moments)}
${reproduceSection(timeline, options.command)}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}
