import { formatSpan } from '../text/durations.ts';
import { own } from '../text/own.ts';
import { finalState, findRollout, rolloutsOf } from '../timeline/facts/rollouts.ts';
import { sampleWorkload } from '../timeline/facts/samples.ts';
import { workloadsOf } from '../timeline/facts/workloads.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** What to type next: the view of a workload in the middle of its update, and the rule behind the first reason. `args`: the files and options of the run. */
export function nextCommands(timeline: Timeline, args: string): readonly string[] {
  const [workload] = workloadsOf(timeline);
  if (workload === undefined) return [];
  const { kind, name } = workload;
  const samples = sampleWorkload(timeline, workload);
  const shown = samples.find((sample) => sample.canary.available > 0) ?? samples.at(-1);
  const rule = firstShownRule(timeline);
  const isInput = args === '-' || args.startsWith('- ');
  return [
    ...(isRefused(timeline) && /^\S+\.ya?ml\b/.test(args) ? [`rehearse lint ${args.replace(/ --?[a-z].*/, '')}`] : []),
    ...(shown === undefined || isInput
      ? []
      : [`rehearse get ${kind.toLowerCase()} ${name} --at ${formatSpan(shown.atMs)} ${args}`.trimEnd()]),
    ...(rule === undefined ? [] : [`rehearse explain ${rule}`]),
  ];
}

/** The rule of the first reason that a line of the report shows. */
function firstShownRule({ entries, header }: Timeline): string | undefined {
  const isShown = (id: string): boolean => own(header.rules, id)?.explains !== 'detail';
  for (const entry of entries) {
    const reason = entry.kind === 'change' ? entry.because.find(({ rule }) => isShown(rule)) : undefined;
    if (reason !== undefined) return reason.rule;
  }
  return undefined;
}

function isInvalidSpec({ type, status }: { readonly type?: string; readonly status?: string }): boolean {
  return type === 'InvalidSpec' && status === 'True';
}

/** Whether the controller refuses a rollout's spec at the end: then nothing is more urgent than where the mistake stands. */
function isRefused(timeline: Timeline): boolean {
  const end = finalState(timeline);
  return rolloutsOf(timeline).some((name) => findRollout(end, name)?.status.conditions?.some(isInvalidSpec) === true);
}
