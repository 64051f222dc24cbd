import { weightText } from '../../timeline/facts/rollouts.ts';
import { outcomeOf } from '../../timeline/facts/outcome.ts';
import { sampleWorkload, type WorkloadSample } from '../../timeline/facts/samples.ts';
import { type WorkloadName, workloadsOf } from '../../timeline/facts/workloads.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { formatSpan } from '../../text/durations.ts';
import { printableLine } from '../../text/printable.ts';
import { outcomeWords } from '../outcome-words.ts';
import { workloadLabel } from '../workload-label.ts';

/** Where the approved behaviour of a scenario is kept: `scenario.behaviour.txt` beside `scenario.yaml`. */
export function behaviourPath(scenario: string): string {
  return `${scenario.replace(/\.ya?ml$/, '')}.behaviour.txt`;
}

/** Lines that say what the behaviour rests on; they are no part of it. */
const ABOUT = '# ';

/**
 * What a run does, as people review it: how users fared, findings, then for each workload one line for each revision, phase, step and weight, with the
 * fewest available pods until the next line. `tool`: the version that wrote it.
 */
export function behaviourText(timeline: Timeline, tool: string): string {
  const { header, findings } = timeline;
  const workloads = workloadsOf(timeline);
  const lines = [
    `${ABOUT}The behaviour of ${header.scenario.name}. rehearse test compares it; rehearse test --update approves a new one.`,
    `${ABOUT}${tool}, ${header.scenario.hash}`,
    '',
    `outcome   ${outcomeWords(outcomeOf(timeline)).text}`,
    `end       ${formatSpan(header.totals.endMs)}, ${header.totals.ended}`,
    ...findings.map(({ id, severity = 'remark', atMs }) => `finding   ${formatSpan(atMs)} ${severity} ${id}`),
    ...workloads.flatMap((workload) => workloadLines(timeline, workload, workloadLabel(workload, workloads))),
  ];
  return `${lines.map(printableLine).join('\n')}\n`;
}

function workloadLines(timeline: Timeline, workload: WorkloadName, label: string): readonly string[] {
  const rows: { readonly atMs: number; readonly text: string; least: number; readonly desired: number }[] = [];
  for (const sample of sampleWorkload(timeline, workload)) {
    const text = stateText(sample);
    const { atMs, available, desired } = sample;
    const last = rows.at(-1);
    if (last?.text === text && last.desired === desired) last.least = Math.min(last.least, available);
    else rows.push({ atMs, text, least: available, desired });
  }
  const width = Math.max(0, ...rows.map(({ atMs }) => formatSpan(atMs).length));
  return [
    '',
    label,
    ...rows.map(({ atMs, text, least, desired }) => {
      const pods = workload.kind === 'AnalysisRun' ? '' : `, at least ${least} of ${desired} available`;
      return `  ${formatSpan(atMs).padStart(width)}  ${text}${pods}`;
    }),
  ];
}

/** `revision 2, Paused, step 1/8, weight 20%`. */
function stateText(sample: WorkloadSample): string {
  const { revision, phase, message, step, aborted, stableHash, newestHash } = sample;
  // Without an update there is no canary to have a weight.
  const weights = stableHash === newestHash ? undefined : sample.weights;
  const parts = [
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    phase === '' ? 'no phase yet' : phase,
    ...(phase === 'Degraded' || phase === 'Failed' || phase === 'Error' ? [message] : []),
    ...(step === undefined ? [] : [`step ${step.index}/${step.count}`]),
    ...(weights === undefined ? [] : [`weight ${weightText(weights.set, weights.max)}`]),
    ...(weights?.actual === undefined || weights.actual === weights.set
      ? []
      : [`${weightText(weights.actual, weights.max)} at the router`]),
    ...(aborted ? ['aborted'] : []),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** How a behaviour differs from the approved one. */
export interface BehaviourDifference {
  /** The first line of the approved text that differs, from 1 on. */
  readonly line: number;
  /** The first difference, and who made it. */
  readonly text: string;
  /** Lines that went (`- `) and came (`+ `). */
  readonly lines: readonly string[];
}

const MOST_LINES = 20;

/** The difference between an approved behaviour and that of now; undefined if they are equal but for what they rest on. */
export function behaviourDifference(approved: string, now: string): BehaviourDifference | undefined {
  const [before, after] = [linesOf(approved), linesOf(now)];
  let first = 0;
  while (first < before.length && before[first] === after[first]) first += 1;
  if (first === before.length && first === after.length) return undefined;
  let same = 0;
  const most = Math.min(before.length, after.length) - first;
  while (same < most && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  const gone = before.slice(first, before.length - same).map((line) => `- ${line}`);
  const came = after.slice(first, after.length - same).map((line) => `+ ${line}`);
  const all = [...gone, ...came];
  const left = all.length - MOST_LINES;
  return {
    line: 1 + approved.split('\n').length - before.length + first,
    text: causeText(aboutOf(approved), aboutOf(now)),
    lines: left > 0 ? [...all.slice(0, MOST_LINES), `… ${left} more lines`] : all,
  };
}

function causeText(approved: string, now: string): string {
  const [version = '', world = ''] = approved.split(', ');
  const [currentVersion = '', currentWorld = ''] = now.split(', ');
  if (world !== currentWorld) return 'the scenario or one of its files changed';
  return version === currentVersion
    ? 'nothing changed but this text, which was edited by hand'
    : `Rehearse changed it: approved with ${version}, this is ${currentVersion}`;
}

/** The behaviour without what it rests on. */
function linesOf(text: string): readonly string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const first = lines.findIndex((line) => !line.startsWith(ABOUT));
  return first < 0 ? [] : lines.slice(first);
}

/** The line that names version and world. */
function aboutOf(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return (lines.findLast((line) => line.startsWith(ABOUT)) ?? '').slice(ABOUT.length);
}
