import { contentHash } from '../../timeline/json-lines.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { escapeHtml } from './escape.ts';

/** What it takes to make this run again, byte for byte, and how to see that it is the same. */
export function reproduceSection(timeline: Timeline, command: string): string {
  const { tool, seed, scenario, reference, epoch } = timeline.header;
  const rows: readonly (readonly [string, string])[] = [
    ['command', command],
    ['tool', tool],
    ['seed', String(seed)],
    ['scenario', scenario.hash],
    ['timeline', contentHash(timeline)],
    ['reference', `Argo Rollouts ${reference.argoRollouts}, Kubernetes ${reference.kubernetes}`],
    ['simulated from', epoch],
  ];
  const items = rows.map(([label, value]) => `<div><dt>${label}</dt><dd><code>${escapeHtml(value)}</code></dd></div>`);
  return `<footer>
<h2>How to make this again</h2>
<p>The same scenario, version and seed give the same bytes on every machine.</p>
<dl class="reproduce">${items.join('')}</dl>
</footer>`;
}
