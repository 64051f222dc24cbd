import { formatSpan } from '../report/durations.ts';
import { finalState, findRollout, rolloutsOf } from '../timeline/facts/rollouts.ts';
import { sampleRollout } from '../timeline/facts/samples.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** What to type next: the view of a rollout in the middle of its update, and the rule behind the first reason. `args`: the files and options of the run. */
export function nextCommands(timeline: Timeline, args: string): readonly string[] {
  const [rollout] = rolloutsOf(timeline);
  if (rollout === undefined) return [];
  const samples = sampleRollout(timeline, rollout);
  const shown = samples.find((sample) => sample.canary.available > 0) ?? samples.at(-1);
  const because = timeline.entries.find((entry) => entry.kind === 'change' && entry.because.length > 0);
  const rule = because?.kind === 'change' ? because.because[0]?.rule : undefined;
  const isInput = args === '-' || args.startsWith('- ');
  return [
    ...(isRefused(timeline) && /^\S+\.ya?ml\b/.test(args) ? [`rehearse lint ${args.replace(/ --?[a-z].*/, '')}`] : []),
    ...(shown === undefined || isInput
      ? []
      : [`rehearse get rollout ${rollout.name} --at ${formatSpan(shown.atMs)} ${args}`.trimEnd()]),
    ...(rule === undefined ? [] : [`rehearse explain ${rule}`]),
  ];
}

function isInvalidSpec({ type, status }: { readonly type?: string; readonly status?: string }): boolean {
  return type === 'InvalidSpec' && status === 'True';
}

/** Whether the controller refuses a rollout's spec at the end: then nothing is more urgent than where the mistake stands. */
function isRefused(timeline: Timeline): boolean {
  const end = finalState(timeline);
  return rolloutsOf(timeline).some((name) => findRollout(end, name)?.status.conditions?.some(isInvalidSpec) === true);
}
