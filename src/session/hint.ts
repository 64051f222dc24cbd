import type { Rehearsal } from '../scenario/rehearsal.ts';
import { outcomeOf } from '../timeline/facts/outcome.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { own } from '../text/own.ts';

/** Names more than so many would hide the command. */
const MOST_NAMES = 3;

/**
 * What to type so that a run gets further that failed for want of something: an object that nobody gave, or the answer to a metric. `command`: the
 * command line of the run. Undefined if the run lacks nothing.
 */
export function hintOf({ world, missing }: Rehearsal, timeline: Timeline, command: string): string | undefined {
  const isComplete = outcomeOf(timeline).workloads.every(({ end }) => end === 'complete');
  if (isComplete) return undefined;
  if (missing.length > 0) {
    const names = listed(missing.map(({ kind, name }) => `the ${kind} ${name}`));
    return `Name the file that has ${names} too, or type: ${command} --stand-ins`;
  }
  const unanswered = unansweredMetrics(timeline).filter((name) => own(world.metrics, name) === undefined);
  const [first] = unanswered;
  if (first === undefined || world.analysis !== undefined) return undefined;
  const options = unanswered.map((name) => `--metric ${/^[\w.-]+$/.test(name) ? name : `'${name}'`}=VALUE`).join(' ');
  return `Type: ${command} ${options}, or: ${command} --analysis pass`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

/** Metrics that no measurement ever got a value for. */
export function unansweredMetrics({ analyses }: Timeline): readonly string[] {
  const names = analyses.flatMap(({ metrics }) =>
    metrics
      .filter(({ measurements }) => measurements.length > 0 && measurements.every(({ phase }) => phase === 'Error'))
      .map(({ name }) => name),
  );
  return [...new Set(names)];
}
