import type { AnalysisRun, Measurement } from '../../api/shape/analysis.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { ageOf, ageSince } from './age.ts';
import { analysisIcon, ICON, KIND_ICON, podIcon, replicaSetIcon } from './icons.ts';
import type { OwnedObjects } from './owned-objects.ts';
import { podView } from './pod-view.ts';
import { replicaSetHealth, rolesOf, type Role, scaleDownDelay, shownRoles } from './replica-set-view.ts';
import type { Paint } from './style.ts';

/** What the rows of a tree are made with. */
export interface TreeContext {
  readonly owned: OwnedObjects;
  readonly nowMs: number;
  readonly paint: Paint;
}

/** NAME, KIND, STATUS, AGE, INFO. */
export type Row = readonly [string, string, string, string, string];

export const HEADER: Row = ['NAME', 'KIND', 'STATUS', 'AGE', 'INFO'];

/** What stands before a row, and before the rows below it. */
export interface Prefix {
  readonly own: string;
  readonly below: string;
}

export const NO_PREFIX: Prefix = { own: '', below: '' };

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get.go getPrefixes. */
export function childPrefix(isLast: boolean, below: string): Prefix {
  return isLast ? { own: `${below}└──`, below: `${below}   ` } : { own: `${below}├──`, below: `${below}│  ` };
}

/** Rows below a row: each of the makers gets its prefix. */
export function children(below: string, makers: readonly ((prefix: Prefix) => readonly Row[])[]): readonly Row[] {
  return makers.flatMap((make, index) => make(childPrefix(index === makers.length - 1, below)));
}

/** The colour of a name is that of the last role of it that is shown. */
function paintedName(name: string, roles: readonly Role[], paint: Paint): string {
  return roles.reduce((painted, role) => paint(painted, role), name);
}

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go PrintReplicaSetInfo. */
export function replicaSetRows(
  context: TreeContext,
  replicaSet: ReplicaSet,
  rollout: Rollout | undefined,
  prefix: Prefix,
): readonly Row[] {
  const { owned, nowMs, paint } = context;
  const roles = rollout === undefined ? [] : shownRoles(rolesOf(rollout, replicaSet));
  const delay = scaleDownDelay(replicaSet, nowMs);
  const info = [...roles.map((role) => paint(role)), ...(delay === undefined ? [] : [delay])];
  const health = replicaSetHealth(replicaSet);
  const name = paintedName(replicaSet.metadata.name ?? '', roles, paint);
  const row: Row = [
    `${prefix.own}${KIND_ICON.replicaSet} ${name}`,
    'ReplicaSet',
    `${paint(replicaSetIcon(health))} ${health}`,
    ageOf(replicaSet.metadata, nowMs),
    info.join(','),
  ];
  const pods = owned.pods(replicaSet).map((pod) => (below: Prefix): readonly Row[] => {
    const { status, ready, restarts } = podView(pod);
    const shown = `${below.own}${KIND_ICON.pod} ${pod.metadata.name ?? ''}`;
    const podInfo = restarts > 0 ? `ready:${ready},restarts:${restarts}` : `ready:${ready}`;
    return [[shown, 'Pod', `${paint(podIcon(status))} ${status}`, ageOf(pod.metadata, nowMs), podInfo]];
  });
  return [row, ...children(prefix.below, pods)];
}

/** The counts of an AnalysisRun's measurements over all its metrics. */
function measurementCounts({ status }: AnalysisRun, paint: Paint): string {
  const results = status.metricResults ?? [];
  const total = (pick: (result: (typeof results)[number]) => number | undefined): number =>
    results.reduce((sum, result) => sum + (pick(result) ?? 0), 0);
  const counts = [
    [ICON.ok, total(({ successful }) => successful)],
    [ICON.bad, total(({ failed }) => failed)],
    [ICON.unknown, total(({ inconclusive }) => inconclusive)],
    [ICON.warning, total(({ error }) => error)],
  ] as const;
  return counts
    .filter(([, count]) => count > 0)
    .map(([icon, count]) => `${paint(icon)} ${count}`)
    .join(',');
}

/** Measurements that a Job makes, by metric. */
function jobMeasurements({ status }: AnalysisRun): readonly Measurement[] {
  return (status.metricResults ?? [])
    .flatMap(({ measurements }) => measurements ?? [])
    .filter(({ metadata }) => metadata?.['job-name'] !== undefined);
}

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go PrintAnalysisRunInfo, PrintJob. */
export function analysisRunRows(context: TreeContext, run: AnalysisRun, prefix: Prefix): readonly Row[] {
  const { nowMs, paint } = context;
  const { phase } = run.status;
  const row: Row = [
    `${prefix.own}${KIND_ICON.analysisRun} ${paint(run.metadata.name ?? '', phase)}`,
    'AnalysisRun',
    `${paint(analysisIcon(phase))} ${phase}`,
    ageOf(run.metadata, nowMs),
    measurementCounts(run, paint),
  ];
  const jobs = jobMeasurements(run).map((measurement) => (below: Prefix): readonly Row[] => {
    const shown = `${below.own}${KIND_ICON.job} ${paint(measurement.metadata?.['job-name'] ?? '', measurement.phase)}`;
    const state = `${paint(analysisIcon(measurement.phase))} ${measurement.phase}`;
    return [[shown, 'Job', state, ageSince(measurement.startedAt, nowMs), '']];
  });
  return [row, ...children(prefix.below, jobs)];
}

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_experiment.go PrintExperimentInfo. */
export function experimentRows(context: TreeContext, experiment: Experiment, prefix: Prefix): readonly Row[] {
  const { owned, nowMs, paint } = context;
  const phase = experiment.status.phase ?? '';
  const row: Row = [
    `${prefix.own}${KIND_ICON.experiment} ${paint(experiment.metadata.name ?? '', phase)}`,
    'Experiment',
    `${paint(analysisIcon(phase))} ${phase}`,
    ageOf(experiment.metadata, nowMs),
    '',
  ];
  const below = [
    ...owned.replicaSets(experiment).map((replicaSet) => (place: Prefix) => {
      return replicaSetRows(context, replicaSet, undefined, place);
    }),
    ...owned.analysisRuns(experiment).map((run) => (place: Prefix) => analysisRunRows(context, run, place)),
  ];
  return [row, ...children(prefix.below, below)];
}
