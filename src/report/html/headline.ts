import type { Timeline } from '../../timeline/timeline.ts';
import { formatSpan } from '../../text/durations.ts';
import { phaseSign, phaseTone } from '../phases.ts';
import type { Summary, UpdateSummary, WorkloadSummary } from '../summary.ts';
import { escapeHtml } from './escape.ts';

/** The first thing that a reader sees: how it came out, and the few numbers that matter. */
export function headline(timeline: Timeline, summary: Summary): string {
  const { scenario, totals } = timeline.header;
  const title = scenario.title === '' || scenario.title === scenario.name ? '' : scenario.title;
  return `<header>
<p class="kicker">Rehearsal of <strong>${escapeHtml(scenario.name)}</strong></p>
<h1>${escapeHtml(title === '' ? scenario.name : title)}</h1>
${expectationVerdict(summary)}
${summary.workloads.map(workloadVerdict).join('\n')}
${summary.workloads.map((workload) => facts(workload, totals.endMs)).join('\n')}
</header>`;
}

function expectationVerdict({ verdicts }: Summary): string {
  if (verdicts.length === 0) return '';
  const broken = verdicts.filter((verdict) => !verdict.passed).length;
  return broken === 0
    ? `<p class="verdict good"><span class="sign">✔</span> ${verdicts.length === 1 ? 'The one expectation holds' : `All ${verdicts.length} expectations hold`}</p>`
    : `<p class="verdict bad"><span class="sign">✖</span> ${broken} of ${verdicts.length} expectations broke</p>`;
}

function workloadVerdict({ label, last }: WorkloadSummary): string {
  if (last === undefined)
    return `<p class="verdict quiet"><strong>${escapeHtml(label)}</strong> is gone at the end</p>`;
  const { phase, message, revision, images } = last;
  const details = [
    revision === undefined ? '' : ` at revision ${revision}`,
    images.length === 0 ? '' : `, ${images.join(', ')}`,
    message === '' ? '' : `: ${message}`,
  ].join('');
  return `<p class="verdict ${phaseTone(phase)}"><span class="sign">${phaseSign(phase)}</span> ${escapeHtml(phase === '' ? 'no phase yet' : phase)} <span class="detail"><strong>${escapeHtml(label)}</strong>${escapeHtml(details)}</span></p>`;
}

function facts({ kind, label, last, podsAtMost, availableAtLeast, updates }: WorkloadSummary, endMs: number): string {
  const step = last?.step;
  const never = kind === 'Experiment' ? 'never running' : 'never healthy';
  const rows: (readonly [string, string])[] = [
    ['simulated', formatSpan(endMs)],
    ...(step === undefined ? [] : [['steps done', `${step.index} of ${step.count}`] as const]),
    ...(podsAtMost === undefined
      ? []
      : ([
          ['pods at once, at most', String(podsAtMost)],
          ['available, at least', availableAtLeast === undefined ? never : String(availableAtLeast)],
        ] as const)),
  ];
  const numbers = rows.map(([label, value]) => `<div><dt>${label}</dt><dd>${escapeHtml(value)}</dd></div>`).join('');
  const list = `<dl class="facts">${numbers}</dl>`;
  if (updates.length === 0) return list;
  return `${list}
<table class="updates"><caption>Updates of ${escapeHtml(label)}</caption>
<thead><tr><th>revision</th><th>image</th><th>began</th><th>outcome</th><th>after</th></tr></thead>
<tbody>${updates.map(updateRow).join('')}</tbody></table>`;
}

const OUTCOME_TONES: Readonly<Record<UpdateSummary['outcome'], string>> = {
  completed: 'good',
  aborted: 'bad',
  replaced: 'quiet',
  'under way': 'wait',
};

function updateRow({ revision, images, startedMs, endedMs, outcome }: UpdateSummary): string {
  const after = endedMs === undefined ? '' : endedMs === startedMs ? 'at once' : formatSpan(endedMs - startedMs);
  return `<tr><td>${escapeHtml(revision)}</td><td class="image">${escapeHtml(images.join(', '))}</td><td>${formatSpan(startedMs)}</td><td class="${OUTCOME_TONES[outcome]}">${outcome}</td><td>${after}</td></tr>`;
}
