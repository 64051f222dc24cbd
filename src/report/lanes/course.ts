import { ANALYSIS_RUN } from '../../api/resources.ts';
import { stepText } from '../../api/rollouts/step-kinds.ts';
import { parseTime } from '../../api/times.ts';
import { actionsAbout } from '../../timeline/facts/actions.ts';
import { serviceSwitches, servicesOf, versionOfService } from '../../timeline/facts/services.ts';
import { canarySteps, findRollout } from '../../timeline/facts/rollouts.ts';
import { sampleWorkload, type WorkloadSample } from '../../timeline/facts/samples.ts';
import { isOfKind, stateAt } from '../../timeline/state.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { actionLabel, performerOf } from '../../world/actions/actions.ts';
import { type Workload, belongingsOf } from './workloads.ts';

/** Something done or reached at one instant. */
export interface Mark {
  readonly atMs: number;
  readonly kind:
    'action' | 'fault' | 'abort' | 'switch' | 'stable' | 'analysis' | 'expectation' | 'finding' | 'failure';
  readonly label: string;
}

/** The update of a rollout from an instant on. */
export interface CourseAt {
  readonly atMs: number;
  readonly sample: WorkloadSample;
  /** What the steps ask for and what the router was given, in percent; undefined: the strategy has no weights, or no router has one. */
  readonly asked: number | undefined;
  readonly given: number | undefined;
  /** Steps as text, equal while the spec is. */
  readonly steps: readonly string[];
  /** The version that the active or stable Service selects, as its hash; undefined: no Service is named. */
  readonly served: string | undefined;
  readonly isBlueGreen: boolean;
  readonly stableHash: string | undefined;
  readonly currentHash: string | undefined;
}

/** How a workload went, from instant to instant. */
export function courseOf(timeline: Timeline, workload: Workload): readonly CourseAt[] {
  return sampleWorkload(timeline, workload).map((sample) => {
    const state = stateAt(timeline, sample.atMs);
    const rollout = workload.kind === 'Rollout' ? findRollout(state, workload) : undefined;
    const { weights } = sample;
    const percent = (weight: number | undefined): number | undefined =>
      weights === undefined || weight === undefined ? undefined : (100 * weight) / weights.max;
    const [service] = servicesOf(rollout);
    return {
      atMs: sample.atMs,
      sample,
      asked: percent(weights?.set),
      given: percent(weights?.actual),
      steps: canarySteps(rollout).map((step) => stepText(step, 'words')),
      served: service === undefined ? undefined : versionOfService(state, workload.namespace, service.name),
      isBlueGreen: sample.strategy === 'blue-green',
      stableHash: sample.stableHash,
      currentHash: sample.newestHash,
    };
  });
}

/** One measurement of an AnalysisRun of the workload. */
export interface MeasurementAt {
  readonly atMs: number;
  readonly run: string;
  readonly metric: string;
  readonly phase: string;
  readonly value: string;
  /** `successCondition` or `failureCondition` of the metric, the first that it has. */
  readonly condition: string;
}

/** The measurements of a workload's AnalysisRuns in the order of time, also those that the status did not keep. */
export function measurementsOf(timeline: Timeline, workload: number): readonly MeasurementAt[] {
  const workloads = belongingsOf(timeline);
  const epochMs = parseTime(timeline.header.epoch) ?? 0;
  const found = new Map<string, MeasurementAt>();
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || !isOfKind(ANALYSIS_RUN, entry, entry.after)) continue;
    if (workloads.workloadOf(entry.object) !== workload) continue;
    const run = entry.after;
    for (const { name, measurements = [] } of run.status.metricResults ?? []) {
      const metric = run.spec.metrics?.find((one) => one.name === name);
      for (const { phase, value, finishedAt, startedAt } of measurements) {
        const at = parseTime(finishedAt ?? startedAt ?? '');
        if (at === undefined || phase === undefined) continue;
        found.set(`${entry.object.name}/${name}/${startedAt ?? at}`, {
          atMs: Math.max(0, at - epochMs),
          run: entry.object.name,
          metric: name,
          phase,
          value: value ?? '',
          condition: metric?.successCondition ?? metric?.failureCondition ?? '',
        });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.atMs - b.atMs);
}

/** What a chart marks: actions, aborts, switches, promotions, failed analyses and expectations, findings, in the order of time. */
export function marksOf(timeline: Timeline, index: number, course: readonly CourseAt[]): readonly Mark[] {
  const workload = belongingsOf(timeline).list[index];
  if (workload === undefined) return [];
  const own = (
    object: { readonly kind: string; readonly namespace: string; readonly name: string } | undefined,
  ): boolean => {
    const owner = object === undefined ? undefined : belongingsOf(timeline).workloadOf(object);
    return owner === undefined || owner === index;
  };
  const marks: Mark[] = actionsAbout(timeline, workload).map((entry) => ({
    atMs: entry.atMs,
    kind: performerOf(entry.action) === 'fault' ? 'fault' : 'action',
    label: actionLabel(entry),
  }));
  marks.push(...turns(timeline, workload, course));
  for (const { atMs, object, phase } of timeline.analyses) {
    if ((phase === 'Failed' || phase === 'Error') && own(object))
      marks.push({ atMs, kind: 'analysis', label: `analysis ${phase.toLowerCase()}` });
  }
  for (const { atMs, passed, expectation } of timeline.verdicts) {
    if (!passed) marks.push({ atMs, kind: 'expectation', label: `expectation failed: ${expectation}` });
  }
  for (const { atMs, object, text } of timeline.findings) {
    if (own(object)) marks.push({ atMs, kind: 'finding', label: text });
  }
  for (const entry of timeline.entries) {
    if (entry.kind === 'failure' && entry.lastMs > entry.atMs + 1000 && own(entry.object)) {
      marks.push({ atMs: entry.atMs, kind: 'failure', label: entry.error });
    }
  }
  return marks.sort((a, b) => a.atMs - b.atMs);
}

/** Aborts, promotions and switches of Services. */
function turns(timeline: Timeline, workload: Workload, course: readonly CourseAt[]): readonly Mark[] {
  const marks: Mark[] = [];
  const nameOf = (hash: string): string => workload.versions.find((version) => version.hash === hash)?.name ?? hash;
  let before = stateAt(timeline, -1);
  let was: CourseAt | undefined;
  for (const now of course) {
    const { atMs } = now;
    const state = stateAt(timeline, atMs);
    if (now.sample.aborted && was?.sample.aborted !== true) {
      marks.push({ atMs, kind: 'abort', label: `${nameOf(now.currentHash ?? '')} aborted` });
    }
    if (was?.stableHash !== undefined && now.stableHash !== undefined && now.stableHash !== was.stableHash) {
      marks.push({ atMs, kind: 'stable', label: `${nameOf(now.stableHash)} is stable` });
    }
    const rollout = workload.kind === 'Rollout' ? findRollout(state, workload) : undefined;
    for (const { role, to } of serviceSwitches(rollout, workload.namespace, before, state)) {
      if (role === 'active') marks.push({ atMs, kind: 'switch', label: `active Service selects ${nameOf(to)}` });
    }
    [before, was] = [state, now];
  }
  return marks;
}
