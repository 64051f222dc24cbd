import type { Summary } from '../summary.ts';
import { escapeHtml } from './escape.ts';

/** Expectations with their outcome, findings, and what Rehearse decided by itself; nothing if there is none of them. */
export function findingsSection(summary: Summary, remarks: readonly string[]): string {
  return [expectations(summary), findings(summary), remarkList(remarks)].filter((part) => part !== '').join('\n');
}

function expectations({ verdicts }: Summary): string {
  if (verdicts.length === 0) return '';
  const items = verdicts.map(({ expectation, passed, text }) => {
    const sign = passed ? '<span class="good">✔</span>' : '<span class="bad">✖</span>';
    const note = text === '' ? '' : `<div class="note">${escapeHtml(text)}</div>`;
    return `<li>${sign} <span>${escapeHtml(expectation)}${note}</span></li>`;
  });
  const broken = verdicts.some((verdict) => !verdict.passed);
  return `<details class="box"${broken ? ' open' : ''}><summary>Expectations</summary><ul class="checks">${items.join('')}</ul></details>`;
}

function findings(summary: Summary): string {
  const counts = new Map<string, { readonly upstream: string | undefined; count: number }>();
  for (const { text, upstream } of summary.findings) {
    const known = counts.get(text);
    if (known === undefined) counts.set(text, { upstream, count: 1 });
    else known.count += 1;
  }
  if (counts.size === 0) return '';
  const items = [...counts].map(([text, { upstream, count }]) => {
    const times = count === 1 ? '' : ` <span class="quiet">×${count}</span>`;
    const source = upstream === undefined ? '' : `<div class="note">see ${escapeHtml(upstream)}</div>`;
    return `<li>${escapeHtml(text)}${times}${source}</li>`;
  });
  return `<section class="box"><h2>Findings</h2><ul>${items.join('')}</ul></section>`;
}

function remarkList(remarks: readonly string[]): string {
  if (remarks.length === 0) return '';
  const items = remarks.map((remark) => `<li>${escapeHtml(remark)}</li>`);
  return `<section class="box"><h2>Done without being asked</h2><ul>${items.join('')}</ul></section>`;
}
