import { stepText } from '../../api/rollouts/step-kinds.ts';
import { compareBySeverity } from '../../findings/finding.ts';
import { formatSpan } from '../../text/durations.ts';
import { textWidth } from '../../text/width.ts';
import { outcomeOf } from '../../timeline/facts/outcome.ts';
import { canarySteps, findRollout, weightText } from '../../timeline/facts/rollouts.ts';
import { sampleWorkload, type WorkloadSample } from '../../timeline/facts/samples.ts';
import { stateAt } from '../../timeline/state.ts';
import type { Finding, Timeline } from '../../timeline/timeline.ts';
import { type Span, span, type Tone } from '../moment.ts';
import { summarize, type Summary, type UpdateSummary, type WorkloadSummary } from '../summary.ts';
import { grouped } from '../traffic/words.ts';
import type { TextOptions } from './timeline-text.ts';
import { wrapSpans } from './wrap.ts';

/** Findings that are shown before -v. */
const FINDINGS_SHOWN = 3;

/** Lines that all workloads together may take. */
const COURSE_LINES = 12;

/** Cells of the strip that shows a weight. */
const STRIP = 10;

const SEVERITY_LOOKS: ReadonlyMap<Finding['severity'], { readonly sign: string; readonly tone: Tone }> = new Map([
  ['harm', { sign: '✖', tone: 'bad' }],
  ['stuck', { sign: '✖', tone: 'bad' }],
  ['trap', { sign: '▲', tone: 'wait' }],
  ['waste', { sign: '▲', tone: 'wait' }],
]);

/** The run in about 25 lines below its outcome: findings, the course of each workload, expectations, and what ended it. Ends with a line feed. */
export function oneLookText(timeline: Timeline, options: TextOptions): string {
  const summary = summarize(timeline);
  const parts = [
    findingLines(timeline.findings, options),
    courseLines(timeline, summary, options),
    [...expectationLines(summary, options), ...endLines(timeline, options)],
  ];
  return parts.flatMap((lines) => (lines.length === 0 ? [] : [`${lines.join('\n')}\n`])).join('\n');
}

/** Every finding, the worst first, with a line of space behind it; empty if there is none. */
export function findingsText({ findings }: Timeline, options: TextOptions): string {
  return told(findings)
    .map((finding) => `${oneFinding(finding, options).join('\n')}\n\n`)
    .join('');
}

/** The worst finding in one line; undefined if there is none worth a line. */
export function worstFinding({ findings }: Timeline, { width, style }: TextOptions): string | undefined {
  const [worst] = told(findings).filter(isWorthALine);
  if (worst === undefined) return undefined;
  const { sign, tone } = lookOf(worst);
  return wrapSpans([span(`${sign} ${placeOf(worst)}${worst.text}`, tone)], width, style).join('\n');
}

/** What changes what a user does, the worst first; remarks come last. */
function told(findings: readonly Finding[]): readonly Finding[] {
  const texts = new Set<string>();
  return findings.toSorted(compareBySeverity).filter(({ text }) => {
    const isNew = !texts.has(text);
    texts.add(text);
    return isNew;
  });
}

/** Work that nobody but the API server notices is left to -v. */
function isWorthALine({ severity, cost }: Finding): boolean {
  return severity !== 'waste' || cost !== undefined;
}

function lookOf({ severity }: Finding): { readonly sign: string; readonly tone: Tone } {
  return SEVERITY_LOOKS.get(severity) ?? { sign: '•', tone: 'quiet' };
}

function placeOf({ where }: Finding): string {
  return where === undefined ? '' : `${where.file}:${where.line}:${where.column}: `;
}

function findingLines(findings: readonly Finding[], options: TextOptions): readonly string[] {
  const all = told(findings).filter(isWorthALine);
  const more = all.length - FINDINGS_SHOWN;
  return [
    ...all.slice(0, FINDINGS_SHOWN).flatMap((finding) => oneFinding(finding, options)),
    ...(more > 0 ? [options.style(`  and ${more} more (-v shows them)`, 'quiet')] : []),
  ];
}

function oneFinding(finding: Finding, { width, style }: TextOptions): readonly string[] {
  const { id, title, text, fix, severity } = finding;
  const { sign, tone } = lookOf(finding);
  const inner = width - 2;
  const head = title === undefined ? [] : [span(`${sign} ${title}`, tone), ...costSpans(finding)];
  const body = [span(title === undefined ? `${sign} ` : '', tone), span(`${placeOf(finding)}${text}`)];
  const rest = [
    ...(fix === undefined ? [] : wrapSpans([span('fix: ', 'good'), span(fixText(fix))], inner, style)),
    ...(severity === undefined ? [] : [style(`rehearse explain ${id}`, 'quiet')]),
  ];
  const bodyLines = wrapSpans(body, head.length === 0 ? width : inner, style);
  return [
    ...(head.length === 0 ? [] : wrapSpans(head, width, style)),
    ...bodyLines.map((line) => (head.length === 0 ? line : `  ${line}`)),
    ...rest.map((line) => `  ${line}`),
  ];
}

function fixText({ text, outcome }: NonNullable<Finding['fix']>): string {
  return outcome === undefined ? text : `${text}. With it: ${outcome}`;
}

function costSpans({ cost = {} }: Finding): readonly Span[] {
  const { failedRequests, users, pods, ms } = cost;
  const parts = [
    ...(failedRequests === undefined ? [] : [`${grouped(failedRequests)} requests failed`]),
    ...(users === undefined ? [] : [`${grouped(users)} users hit`]),
    ...(pods === undefined ? [] : [`${pods} ${pods === 1 ? 'pod' : 'pods'}`]),
    ...(ms === undefined || ms < 1000 ? [] : [formatSpan(Math.floor(ms / 1000) * 1000)]),
  ];
  return parts.length === 0 ? [] : [span(`  ${parts.join(', ')}`, 'quiet')];
}

/** The updates of each workload with its steps; of many workloads only how each ended. */
function courseLines(timeline: Timeline, { workloads }: Summary, options: TextOptions): readonly string[] {
  const shown = workloads.filter(({ kind }) => kind !== 'AnalysisRun' || workloads.length === 1);
  const lines = shown.map((workload) => workloadLines(timeline, workload, options));
  const isLong = lines.reduce((sum, of) => sum + of.length, 0) > COURSE_LINES;
  if (isLong && shown.length > 1) return shown.map((workload) => lastUpdateLine(timeline, workload, options));
  return lines.flat();
}

function workloadLines(timeline: Timeline, workload: WorkloadSummary, options: TextOptions): readonly string[] {
  const { kind, label, updates } = workload;
  const samples = sampleWorkload(timeline, workload);
  const head = [span(label, 'strong'), span(`  ${kind}`, 'quiet')];
  const [first, ...later] = updates;
  const lines = [
    ...wrapSpans(head, options.width, options.style),
    ...(first === undefined ? [] : [updateLine(timeline, first, options)]),
    ...later.flatMap((update) => [
      updateLine(timeline, update, options),
      ...stepLines(timeline, workload, samples, update, options),
    ]),
  ];
  if (lines.length <= COURSE_LINES) return lines;
  const hidden = lines.length - COURSE_LINES + 1;
  const note = options.style(`  … ${hidden} more lines (-v shows them)`, 'quiet');
  return [...lines.slice(0, COURSE_LINES / 2), note, ...lines.slice(-(COURSE_LINES / 2 - 1))];
}

function lastUpdateLine(timeline: Timeline, { label, updates, last }: WorkloadSummary, options: TextOptions): string {
  const update = updates.at(-1);
  const name = options.style(label, 'strong');
  return update === undefined
    ? `${name}  ${last?.phase ?? 'is gone'}`
    : `${name}${updateLine(timeline, update, options)}`;
}

/** `  1m0s  repo/shop:v2  aborted after 4m2s  45 requests failed`. */
function updateLine(timeline: Timeline, update: UpdateSummary, { width, style }: TextOptions): string {
  const { images, startedMs, endedMs, outcome } = update;
  const took =
    endedMs === undefined ? '' : endedMs === startedMs ? ' at once' : ` after ${formatSpan(endedMs - startedMs)}`;
  const tone = outcome === 'completed' ? 'good' : outcome === 'aborted' ? 'bad' : 'wait';
  const failed = failedIn(timeline, startedMs, endedMs ?? timeline.header.totals.endMs);
  return [
    `  ${formatSpan(startedMs).padEnd(7)}`,
    clipped(images.map((image) => image.replace(/^.*\//, '')).join(', '), Math.max(12, width - 56)).trimEnd(),
    style(`${outcome}${took}`, tone),
    ...(failed === 0 ? [] : [style(`${grouped(failed)} requests failed`, 'bad')]),
  ].join(' ');
}

/** One line for each step that the update came to: when, what, the weight as a strip, pods, and what failed meanwhile. */
function stepLines(
  timeline: Timeline,
  workload: WorkloadSummary,
  samples: readonly WorkloadSample[],
  update: UpdateSummary,
  { width, style }: TextOptions,
): readonly string[] {
  const untilMs = update.endedMs ?? timeline.header.totals.endMs;
  const own = samples.filter(
    ({ atMs, revision }) => revision === update.revision && atMs >= update.startedMs && atMs <= untilMs,
  );
  const starts = own.filter(
    (sample, index) => !sample.aborted && (index === 0 || sample.step?.index !== own[index - 1]?.step?.index),
  );
  const rows = starts.flatMap((sample, index) => {
    const steps = canarySteps(findRollout(stateAt(timeline, sample.atMs), workload));
    const step = steps[sample.step?.index ?? steps.length];
    if (step === undefined) return [];
    const toMs = starts[index + 1]?.atMs ?? untilMs;
    const last = own.findLast(({ atMs }) => atMs < toMs || atMs === sample.atMs) ?? sample;
    const failed = failedIn(timeline, sample.atMs, toMs);
    const text = `${(sample.step?.index ?? 0) + 1}/${steps.length} ${stepText(step, 'words')}`;
    const cells = [
      `  ${formatSpan(sample.atMs).padEnd(7)}`,
      clipped(text, Math.max(8, Math.min(24, width - 52))),
      style(stripOf(last), 'canary'),
      weightOf(last).padStart(5),
      ` ${last.stable.ready}+${last.canary.ready} pods`,
      ...(failed === 0 ? [] : [style(`${grouped(failed)} failed`, 'bad')]),
    ];
    return [cells.join(' ').trimEnd()];
  });
  const abort = own.find(({ aborted }) => aborted);
  if (abort === undefined) return rows;
  const message = abort.message.replace(/^RolloutAborted: Rollout aborted update to revision \d+:? ?/, '');
  const time = `  ${formatSpan(abort.atMs).padEnd(7)} `;
  const lines = wrapSpans(
    [span('aborted', 'bad'), span(message === '' ? '' : `: ${message}`)],
    width - time.length,
    style,
  );
  return [...rows, ...lines.map((line, index) => (index === 0 ? time : ' '.repeat(time.length)) + line)];
}

function clipped(text: string, width: number): string {
  const letters = [...text];
  const short = textWidth(text) > width ? `${letters.slice(0, width - 1).join('')}…` : text;
  return short + ' '.repeat(Math.max(0, width - textWidth(short)));
}

function weightOf({ weights }: WorkloadSample): string {
  return weights === undefined ? '' : weightText(weights.set, weights.max);
}

function stripOf({ weights }: WorkloadSample): string {
  if (weights === undefined || weights.max <= 0) return ' '.repeat(STRIP);
  const filled = Math.min(STRIP, Math.max(0, Math.round((weights.set * STRIP) / weights.max)));
  return '█'.repeat(filled) + '░'.repeat(STRIP - filled);
}

/** Requests that failed for their callers in [fromMs, toMs), whatever they called. */
function failedIn({ traffic = [] }: Timeline, fromMs: number, toMs: number): number {
  return traffic.reduce((sum, { fromMs: at, errors }) => (at >= fromMs && at < toMs ? sum + errors : sum), 0);
}

function expectationLines({ verdicts }: Summary, { width, style }: TextOptions): readonly string[] {
  const judged = verdicts.filter(({ about }) => about !== 'end');
  const broken = judged.filter(({ passed }) => !passed);
  if (judged.length === 0) return [];
  if (broken.length === 0) {
    return [
      style(judged.length === 1 ? '✔ the one expectation holds' : `✔ all ${judged.length} expectations hold`, 'good'),
    ];
  }
  return broken
    .slice(0, FINDINGS_SHOWN)
    .flatMap(({ expectation, text }) =>
      wrapSpans([span(`✖ ${expectation}`, 'bad'), span(text === '' ? '' : `  ${text}`)], width, style),
    );
}

/** Why a workload did not end complete, one line each; and what was not asked of the run. */
function endLines(timeline: Timeline, { width, style }: TextOptions): readonly string[] {
  const outcome = outcomeOf(timeline);
  const reasons = outcome.workloads
    .filter(({ end, reason }) => end !== 'complete' && reason !== '')
    .slice(0, FINDINGS_SHOWN)
    .flatMap(({ name, reason }) => wrapSpans([span(`${name}: `, 'wait'), span(reason)], width, style));
  return [...reasons, ...(isUnchanged(timeline) ? [style(NOTHING_CHANGES, 'quiet')] : [])];
}

const NOTHING_CHANGES = 'nothing changes the version in this run: --set-image CONTAINER=IMAGE does';

/** Whether nobody did anything, so that only the first deployment was rehearsed. */
function isUnchanged({ entries }: Timeline): boolean {
  return !entries.some(({ kind }) => kind === 'action');
}
