import type { Timeline } from '../../timeline/timeline.ts';
import { formatSpan } from '../durations.ts';
import { phaseSign, phaseTone } from '../phases.ts';
import type { RolloutSummary, Summary, UpdateSummary } from '../summary.ts';
import { escapeHtml } from './escape.ts';

/** The first thing that a reader sees: how it came out, and the few numbers that matter. */
export function headline(timeline: Timeline, summary: Summary): string {
  const { scenario, totals } = timeline.header;
  const title = scenario.title === '' || scenario.title === scenario.name ? '' : scenario.title;
  return `<header>
<p class="kicker">Rehearsal of <strong>${escapeHtml(scenario.name)}</strong></p>
<h1>${escapeHtml(title === '' ? scenario.name : title)}</h1>
${expectationVerdict(summary)}
${summary.rollouts.map(rolloutVerdict).join('\n')}
${summary.rollouts.map((rollout) => facts(rollout, totals.endMs)).join('\n')}
</header>`;
}

function expectationVerdict({ verdicts }: Summary): string {
  if (verdicts.length === 0) return '';
  const broken = verdicts.filter((verdict) => !verdict.passed).length;
  return broken === 0
    ? `<p class="verdict good"><span class="sign">✔</span> ${verdicts.length === 1 ? 'The one expectation holds' : `All ${verdicts.length} expectations hold`}</p>`
    : `<p class="verdict bad"><span class="sign">✖</span> ${broken} of ${verdicts.length} expectations broke</p>`;
}

function rolloutVerdict({ label, phase, message, revision, images }: RolloutSummary): string {
  if (phase === '') return `<p class="verdict quiet"><strong>${escapeHtml(label)}</strong> is gone at the end</p>`;
  const note = message === '' ? '' : `: ${message}`;
  return `<p class="verdict ${phaseTone(phase)}"><span class="sign">${phaseSign(phase)}</span> ${escapeHtml(phase)} <span class="detail"><strong>${escapeHtml(label)}</strong> at revision ${escapeHtml(revision ?? '?')}, ${escapeHtml(images.join(', ') + note)}</span></p>`;
}

function facts(rollout: RolloutSummary, endMs: number): string {
  const { step, podsAtMost, availableAtLeast, updates } = rollout;
  const rows: (readonly [string, string])[] = [
    ['simulated', formatSpan(endMs)],
    ...(step === undefined ? [] : [['steps done', `${step.index} of ${step.count}`] as const]),
    ['pods at once, at most', String(podsAtMost)],
    ['available, at least', availableAtLeast === undefined ? 'never healthy' : String(availableAtLeast)],
  ];
  const numbers = rows.map(([label, value]) => `<div><dt>${label}</dt><dd>${escapeHtml(value)}</dd></div>`).join('');
  return `<dl class="facts">${numbers}</dl>
<table class="updates"><caption>Updates of ${escapeHtml(rollout.label)}</caption>
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
