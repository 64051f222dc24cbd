import { APPLICATION } from '../../api/argocd/resources.ts';
import { PROGRESS_DEADLINE_EXCEEDED } from '../../api/deployments/names.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { ANALYSIS_RUN, DEPLOYMENT, EXPERIMENT, type KubeObject, type Resource, ROLLOUT } from '../../api/resources.ts';
import { getRolloutPhase } from '../../api/rollouts/phase.ts';
import { stepText } from '../../api/rollouts/step-kinds.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { isOfKind, stateAt } from '../state.ts';
import type { Timeline } from '../timeline.ts';
import { podTroubles } from './pods.ts';
import { canarySteps } from './rollouts.ts';
import { trafficFacts } from './traffic.ts';

/**
 * How a workload stood at the end of a run.
 *
 * - `complete`: all of it runs as its manifest says.
 * - `aborted`: an update was called off; the version before runs.
 * - `degraded`: it missed its deadline.
 * - `invalid`: the controller refuses its manifest, or misses an object that it names.
 * - `paused`: it waits for a person.
 * - `unsettled`: it was still on its way, or nothing moves it any more.
 * - `failed`: an Experiment, an AnalysisRun or an Application ended badly.
 */
export type End = 'complete' | 'aborted' | 'degraded' | 'invalid' | 'paused' | 'unsettled' | 'failed';

export interface WorkloadOutcome {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly end: End;
  /** Why it did not end complete, as the controllers say it, and what stands in its way; empty if it did. */
  readonly reason: string;
  /** The fewest available pods once it had all of them; undefined if it never had, or has no pods. */
  readonly leastAvailable: number | undefined;
  /** How long it had no available pod at all, in milliseconds, once it had had all of them. */
  readonly outageMs: number;
}

/** What callers had of a run, all flows together. */
export interface UsersOutcome {
  readonly requests: number;
  readonly failed: number;
  /** People whose request failed, and all people; undefined: nobody was counted. */
  readonly people: { readonly hit: number; readonly all: number } | undefined;
  /** How long nothing answered a flow of requests, in milliseconds. */
  readonly outageMs: number;
  /** Whether a flow failed more often than its objective allows; undefined without any objective. */
  readonly missedObjective: boolean | undefined;
}

/**
 * - `good`: nobody was hit.
 * - `kept`: requests failed, but no more than the declared objectives allow.
 * - `warning`: requests failed, and nobody declared how many may; without traffic: an update did not complete.
 * - `bad`: nothing answered, or an objective was missed.
 */
export type OutcomeLevel = 'good' | 'kept' | 'warning' | 'bad';

/** How a run came out for those who use the workloads. It says nothing of whether the run passed. */
export interface RunOutcome {
  readonly level: OutcomeLevel;
  /** Undefined: nobody sent requests. */
  readonly users: UsersOutcome | undefined;
  readonly workloads: readonly WorkloadOutcome[];
}

/** The outcome of a run, from its timeline alone. */
export function outcomeOf(timeline: Timeline): RunOutcome {
  const users = usersOutcome(timeline);
  const workloads = workloadOutcomes(timeline);
  return { level: levelOf(users, workloads), users, workloads };
}

function levelOf(users: UsersOutcome | undefined, workloads: readonly WorkloadOutcome[]): OutcomeLevel {
  if (users === undefined) {
    if (workloads.some(({ outageMs }) => outageMs > 0)) return 'bad';
    return workloads.every(({ end }) => end === 'complete') ? 'good' : 'warning';
  }
  if (users.outageMs > 0 || users.missedObjective === true) return 'bad';
  if (users.failed === 0) return users.requests === 0 ? 'warning' : 'good';
  return users.missedObjective === undefined ? 'warning' : 'kept';
}

function usersOutcome(timeline: Timeline): UsersOutcome | undefined {
  const flows = trafficFacts(timeline);
  if (flows === undefined) return undefined;
  const counted = flows.flatMap(({ flow, hurtUsers }) =>
    flow.users === undefined ? [] : [{ hit: hurtUsers ?? 0, all: flow.users }],
  );
  const objectives = flows.filter(({ flow }) => flow.objective !== undefined);
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return {
    requests: sum(flows.map(({ requests }) => requests)),
    failed: sum(flows.map(({ errors }) => errors)),
    people:
      counted.length === 0
        ? undefined
        : { hit: sum(counted.map(({ hit }) => hit)), all: sum(counted.map(({ all }) => all)) },
    outageMs: sum(
      (timeline.traffic ?? []).map(({ fromMs, toMs, requests, errors, versions }) => {
        const isAnswered = versions.some((version) => version.requests > 0);
        return requests > 0 && errors === requests && !isAnswered ? toMs - fromMs : 0;
      }),
    ),
    missedObjective: objectives.length === 0 ? undefined : objectives.some(({ budgetBurnt }) => (budgetBurnt ?? 0) > 1),
  };
}

/** Every Rollout, Deployment, Experiment, AnalysisRun and Application that stands for itself and is there at the end. */
export function workloadOutcomes(timeline: Timeline): readonly WorkloadOutcome[] {
  const { endMs } = timeline.header.totals;
  const end = stateAt(timeline, endMs);
  const lent = new Set(
    end.list(ROLLOUT).map(({ metadata, spec }) => `${metadata.namespace ?? ''}/${spec.workloadRef?.name ?? ''}`),
  );
  const standing = <T extends KubeObject>(resource: Resource<T>): readonly T[] =>
    end.list(resource).filter((object) => controllerOf(object) === undefined);
  return [
    ...standing(ROLLOUT).map((rollout) => outcome(timeline, 'Rollout', rollout, rolloutEnd(timeline, rollout))),
    ...standing(DEPLOYMENT)
      .filter(({ metadata }) => !lent.has(`${metadata.namespace ?? ''}/${metadata.name ?? ''}`))
      .map((deployment) => outcome(timeline, 'Deployment', deployment, deploymentEnd(timeline, deployment))),
    ...standing(EXPERIMENT).map((experiment) => outcome(timeline, 'Experiment', experiment, measuredEnd(experiment))),
    ...standing(ANALYSIS_RUN).map((run) => outcome(timeline, 'AnalysisRun', run, measuredEnd(run))),
    ...applicationOutcomes(timeline, end),
  ];
}

interface Ending {
  readonly end: End;
  readonly reason: string;
}

const COMPLETE: Ending = { end: 'complete', reason: '' };

function outcome(timeline: Timeline, kind: string, { metadata }: KubeObject, ending: Ending): WorkloadOutcome {
  const { namespace = '', name = '' } = metadata;
  return { kind, namespace, name, ...ending, ...availability(timeline, kind, namespace, name) };
}

function rolloutEnd(timeline: Timeline, rollout: Rollout): Ending {
  const { phase, message } = getRolloutPhase(rollout);
  const invalid = rollout.status.conditions?.find(({ type, status }) => type === 'InvalidSpec' && status === 'True');
  if (invalid !== undefined) return { end: 'invalid', reason: `InvalidSpec: ${invalid.message ?? ''}` };
  if (rollout.status.abort === true) return { end: 'aborted', reason: message };
  switch (phase) {
    case 'Healthy':
      return COMPLETE;
    case 'Degraded':
      return { end: 'degraded', reason: withTrouble(timeline, rollout, message) };
    case 'Paused':
      return { end: 'paused', reason: message === '' ? 'paused' : `paused: ${message}` };
    default:
      return { end: 'unsettled', reason: withTrouble(timeline, rollout, stuckText(timeline, rollout, message)) };
  }
}

/** Why a rollout that is Progressing gets no further: what its controller fails at (a single failed try is a conflict, and over), or the step that does not end. */
function stuckText(timeline: Timeline, rollout: Rollout, message: string): string {
  const { endMs } = timeline.header.totals;
  const { namespace = '', name = '' } = rollout.metadata;
  const failure = timeline.entries.findLast(
    (entry) =>
      entry.kind === 'failure' &&
      entry.object.kind === ROLLOUT.kind &&
      entry.object.namespace === namespace &&
      entry.object.name === name &&
      entry.tries > 1 &&
      endMs - entry.lastMs <= LONGEST_RETRY_MS,
  );
  if (failure?.kind === 'failure') return `Progressing: the controller fails again and again: ${failure.error}`;
  const index = rollout.status.currentStepIndex ?? 0;
  const step = canarySteps(rollout)[index];
  if (step?.experiment !== undefined || step?.analysis !== undefined || step?.plugin !== undefined) {
    return `Progressing: step ${index} does not end (${stepText(step, 'words')})`;
  }
  return `Progressing: ${message}`;
}

/** Twice the longest pause between two tries of a controller. */
const LONGEST_RETRY_MS = 20_000;

/** A reason with what is wrong with the pods, if something is. */
function withTrouble(timeline: Timeline, { metadata }: KubeObject, reason: string): string {
  const { namespace = '', name = '' } = metadata;
  const trouble = podTroubles(timeline).findLast(
    (one) => one.namespace === namespace && one.replicaSet.startsWith(`${name}-`),
  );
  if (trouble === undefined) return reason;
  const { replicaSet, pods, reason: why } = trouble;
  return `${reason} (${pods === 1 ? 'a pod' : `${pods} pods`} of ${replicaSet}: ${why})`;
}

/** Source: k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go DeploymentStatusViewer.Status. */
function deploymentEnd(timeline: Timeline, deployment: Deployment): Ending {
  const { spec, status } = deployment;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = status;
  const late = status.conditions?.find(({ reason }) => reason === PROGRESS_DEADLINE_EXCEEDED);
  if (late !== undefined) {
    return {
      end: 'degraded',
      reason: withTrouble(timeline, deployment, `${PROGRESS_DEADLINE_EXCEEDED}: ${late.message ?? ''}`),
    };
  }
  const wanted = spec.replicas ?? 1;
  if (spec.paused === true) return { end: 'paused', reason: 'paused' };
  if (updatedReplicas < wanted || replicas > updatedReplicas || availableReplicas < updatedReplicas) {
    const text = `Progressing: ${updatedReplicas} of ${wanted} pods are updated, ${availableReplicas} available`;
    return { end: 'unsettled', reason: withTrouble(timeline, deployment, text) };
  }
  return COMPLETE;
}

/** A measurement that goes on is as it should be. */
function measuredEnd({ status }: Experiment | AnalysisRun): Ending {
  const { phase = '', message = '' } = status;
  const isBad = phase === 'Failed' || phase === 'Error' || phase === 'Inconclusive';
  return isBad ? { end: 'failed', reason: message === '' ? phase : `${phase}: ${message}` } : COMPLETE;
}

function applicationOutcomes(timeline: Timeline, end: ObjectReader): readonly WorkloadOutcome[] {
  return end.list(APPLICATION).flatMap((application) => {
    const { phase = '', message = '' } = application.status?.operationState ?? {};
    if (phase !== 'Failed' && phase !== 'Error') return [];
    return [
      outcome(timeline, 'Application', application, { end: 'failed', reason: `the sync is ${phase}: ${message}` }),
    ];
  });
}

/** The available pods of a workload from the first instant on at which it had all of them. */
function availability(
  timeline: Timeline,
  kind: string,
  namespace: string,
  name: string,
): Pick<WorkloadOutcome, 'leastAvailable' | 'outageMs'> {
  let leastAvailable: number | undefined;
  let outageMs = 0;
  let emptySinceMs: number | undefined;
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.object.name !== name || entry.object.namespace !== namespace) continue;
    const counts = countsOf(kind, entry);
    if (counts === undefined) continue;
    const { wanted, available } = counts;
    if (leastAvailable === undefined && available < wanted) continue;
    leastAvailable = Math.min(leastAvailable ?? available, available);
    const isEmpty = available === 0 && wanted > 0;
    if (isEmpty) emptySinceMs ??= entry.atMs;
    else if (emptySinceMs !== undefined) {
      outageMs += entry.atMs - emptySinceMs;
      emptySinceMs = undefined;
    }
  }
  if (emptySinceMs !== undefined) outageMs += timeline.header.totals.endMs - emptySinceMs;
  return { leastAvailable, outageMs };
}

function countsOf(
  kind: string,
  entry: Extract<Timeline['entries'][number], { kind: 'change' }>,
): { readonly wanted: number; readonly available: number } | undefined {
  const { after } = entry;
  if (kind === 'Rollout' && isOfKind(ROLLOUT, entry, after)) {
    return { wanted: after.spec.replicas ?? 1, available: after.status.availableReplicas ?? 0 };
  }
  if (kind === 'Deployment' && isOfKind(DEPLOYMENT, entry, after)) {
    return { wanted: after.spec.replicas ?? 1, available: after.status.availableReplicas ?? 0 };
  }
  return undefined;
}
