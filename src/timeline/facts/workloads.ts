import { DEPLOYMENT_HASH_LABEL, DEPLOYMENT_REVISION, NEW_REPLICA_SET_AVAILABLE } from '../../api/deployments/names.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { ANALYSIS_RUN, DEPLOYMENT, EXPERIMENT, type KubeObject, REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { getRolloutPhase } from '../../api/rollouts/phase.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { AnalysisRun } from '../../api/shape/analysis.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import type { Experiment } from '../../api/shape/experiment.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { own } from '../../text/own.ts';
import { isOfKind } from '../state.ts';
import type { Timeline } from '../timeline.ts';
import {
  canarySteps,
  imagesOf,
  imagesOfRollout,
  POD_TEMPLATE_HASH_LABEL,
  REVISION_ANNOTATION,
  type Role,
  roleOf,
} from './rollouts.ts';
import { type Weights, weightsOf } from './weights.ts';

/** What brings pods or measurements out, in the order in which reports have them. */
export const WORKLOAD_KINDS = ['Rollout', 'Deployment', 'Experiment', 'AnalysisRun'] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** Names a workload of the run. */
export interface WorkloadName {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
}

/** Pods of a version: wanted by its ReplicaSet, existing, ready, available. */
export interface ReplicaCounts {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly available: number;
}

/** A version of a workload: one of its ReplicaSets. */
export interface VersionState {
  readonly role: Role;
  /** Pod-template hash. */
  readonly hash: string;
  readonly revision: string | undefined;
  readonly images: readonly string[];
  readonly replicaSet: string;
  /** The template of an Experiment that it belongs to. */
  readonly template: string | undefined;
  readonly pods: ReplicaCounts;
}

/** A workload at an instant. */
export interface WorkloadState extends WorkloadName {
  readonly strategy: 'canary' | 'blue-green' | 'RollingUpdate' | 'Recreate' | 'experiment' | 'analysis';
  /** How many pods it is to have. */
  readonly desired: number;
  /** Pods of all versions, as its status counts them. */
  readonly current: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  /** The newest revision; undefined for a workload that has none. */
  readonly revision: string | undefined;
  readonly images: readonly string[];
  /** `Healthy`, `Progressing`, `Paused` or `Degraded`; of an Experiment or AnalysisRun its own phase; empty before there is one. */
  readonly phase: string;
  readonly message: string;
  /** Why it is paused: `CanaryPauseStep`, `PausedByUser`, …; empty when it runs. */
  readonly pauses: readonly string[];
  readonly aborted: boolean;
  /** Hash of the version that callers get back to if an update is aborted or undone. */
  readonly stableHash: string | undefined;
  /** Hash of the newest version. */
  readonly newestHash: string | undefined;
  /** Of a canary with steps: the current one, counted from 0. */
  readonly step: { readonly index: number; readonly count: number } | undefined;
  readonly weights: Weights | undefined;
  readonly versions: readonly VersionState[];
}

/** Source: experiments/names. */
const TEMPLATE_NAME_ANNOTATION = 'experiment.argoproj.io/template-name';

const RESOURCES = { Rollout: ROLLOUT, Deployment: DEPLOYMENT, Experiment: EXPERIMENT, AnalysisRun: ANALYSIS_RUN };

/** Whether two names are of the same workload. */
export function isSameWorkload(a: WorkloadName, b: WorkloadName): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

const known = new WeakMap<Timeline, readonly WorkloadName[]>();

/**
 * Every workload that existed at some time of the run and stands for itself: Rollouts, Deployments, then Experiments and AnalysisRuns that no other
 * object controls, each in the order of namespaces and names. A Deployment that only lends its template to a Rollout (`workloadRef`) is one of them
 * if it ever wants pods of its own.
 */
export function workloadsOf(timeline: Timeline): readonly WorkloadName[] {
  let workloads = known.get(timeline);
  if (workloads === undefined) known.set(timeline, (workloads = findWorkloads(timeline)));
  return workloads;
}

function findWorkloads({ entries }: Timeline): readonly WorkloadName[] {
  const names = new Map<string, WorkloadName>();
  const wantsPods = new Set<string>();
  const lenders = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== 'change') continue;
    const { namespace, name } = entry.object;
    const object = entry.after ?? entry.before;
    const { group, kind: written } = entry.resource;
    const kind = WORKLOAD_KINDS.find((one) => one === written && RESOURCES[one].group === group);
    if (kind === undefined || object === undefined || controllerOf(object) !== undefined) continue;
    const key = keyOf({ kind, namespace, name });
    names.set(key, { kind, namespace, name });
    if (isOfKind(DEPLOYMENT, entry, object) && (object.spec.replicas ?? 1) > 0) wantsPods.add(key);
    if (isOfKind(ROLLOUT, entry, object)) {
      const { kind: lender, name: lent } = object.spec.workloadRef ?? {};
      if (lender === DEPLOYMENT.kind && lent !== undefined) {
        lenders.add(keyOf({ kind: 'Deployment', namespace, name: lent }));
      }
    }
  }
  const keys = [...names.keys()].filter((key) => !lenders.has(key) || wantsPods.has(key)).sort();
  return keys.flatMap((key) => names.get(key) ?? []);
}

/** Sorts by kind, then by namespace, then by name. */
function keyOf({ kind, namespace, name }: WorkloadName): string {
  return `${WORKLOAD_KINDS.indexOf(kind)}/${namespace}/${name}`;
}

/** A workload as it is for a reader; undefined while it does not exist. */
export function workloadAt(reader: ObjectReader, name: WorkloadName): WorkloadState | undefined {
  const sets = replicaSetsOfWorkload(reader, name);
  switch (name.kind) {
    case 'Rollout': {
      const rollout = reader.find(ROLLOUT, name.namespace, name.name);
      return rollout && rolloutState(name, rollout, sets);
    }
    case 'Deployment': {
      const deployment = reader.find(DEPLOYMENT, name.namespace, name.name);
      return deployment && deploymentState(name, deployment, sets);
    }
    case 'Experiment': {
      const experiment = reader.find(EXPERIMENT, name.namespace, name.name);
      return experiment && experimentState(name, experiment, sets);
    }
    case 'AnalysisRun': {
      const run = reader.find(ANALYSIS_RUN, name.namespace, name.name);
      return run && analysisState(name, run);
    }
  }
}

/** The ReplicaSets that a workload controls, in the order of names. */
export function replicaSetsOfWorkload(
  reader: ObjectReader,
  { kind, namespace, name }: WorkloadName,
): readonly ReplicaSet[] {
  if (kind === 'AnalysisRun') return [];
  return reader.list(REPLICA_SET, namespace).filter((set) => {
    const owner = controllerOf(set);
    return owner?.kind === kind && owner.name === name;
  });
}

function countsOf({ spec, status }: ReplicaSet): ReplicaCounts {
  return {
    desired: spec.replicas ?? 0,
    current: status.replicas,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
  };
}

/** The version of a ReplicaSet, whoever made it. */
export function hashOf({ metadata }: Pick<ReplicaSet, 'metadata'>): string {
  return metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? metadata.labels?.[DEPLOYMENT_HASH_LABEL] ?? '';
}

function versionState(set: ReplicaSet, role: Role): VersionState {
  const annotations = set.metadata.annotations ?? {};
  return {
    role,
    hash: hashOf(set),
    revision: annotations[REVISION_ANNOTATION] ?? annotations[DEPLOYMENT_REVISION],
    images: imagesOf(set),
    replicaSet: set.metadata.name ?? '',
    template: annotations[TEMPLATE_NAME_ANNOTATION],
    pods: countsOf(set),
  };
}

function annotation({ metadata }: KubeObject, key: string): string | undefined {
  return own(metadata.annotations, key);
}

function rolloutState(name: WorkloadName, rollout: Rollout, sets: readonly ReplicaSet[]): WorkloadState {
  const { spec, status } = rollout;
  const steps = canarySteps(rollout).length;
  const pauses = (status.pauseConditions ?? []).map((condition) => condition.reason);
  return {
    ...name,
    strategy: spec.strategy.canary === undefined ? 'blue-green' : 'canary',
    desired: spec.replicas ?? 1,
    current: status.replicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    revision: annotation(rollout, REVISION_ANNOTATION),
    images: imagesOfRollout(rollout, sets),
    phase: status.phase ?? '',
    message: status.message ?? '',
    pauses: spec.paused === true ? [...pauses, 'PausedByUser'] : pauses,
    aborted: status.abort === true,
    stableHash: status.stableRS,
    newestHash: status.currentPodHash,
    step:
      steps === 0 || status.currentStepIndex === undefined
        ? undefined
        : { index: status.currentStepIndex, count: steps },
    weights: weightsOf(rollout),
    versions: sets.map((set) => versionState(set, roleOf(rollout, set))),
  };
}

/** The phase of a rollout as clients of it show it, also before its controller has seen the latest spec. */
export function shownPhase(reader: ObjectReader, state: WorkloadState): Pick<WorkloadState, 'phase' | 'message'> {
  const rollout = state.kind === 'Rollout' ? reader.find(ROLLOUT, state.namespace, state.name) : undefined;
  return rollout === undefined ? state : getRolloutPhase(rollout);
}

function progressing({ status }: Deployment): string | undefined {
  return status.conditions?.find(({ type }) => type === 'Progressing')?.reason;
}

function deploymentState(name: WorkloadName, deployment: Deployment, sets: readonly ReplicaSet[]): WorkloadState {
  const { spec, status } = deployment;
  const desired = spec.replicas ?? 1;
  const byRevision = sets.toSorted((a, b) => revisionNumber(b) - revisionNumber(a));
  const [newest, ...older] = byRevision;
  const olderPods = older.filter((set) => set.status.replicas > 0);
  const isUnderWay = older.length > 0 && (olderPods.length > 0 || !isComplete(deployment));
  const stable = isUnderWay ? (olderPods[0] ?? older[0]) : newest;
  const role = (set: ReplicaSet): Role => (set === stable ? 'stable' : set === newest ? 'canary' : 'older');
  return {
    ...name,
    strategy: spec.strategy.type === 'Recreate' ? 'Recreate' : 'RollingUpdate',
    desired,
    current: status.replicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
    revision: annotation(deployment, DEPLOYMENT_REVISION),
    images: (spec.template.spec.containers ?? []).map(({ image = '' }) => image),
    ...deploymentPhase(deployment),
    pauses: spec.paused === true ? ['PausedByUser'] : [],
    aborted: false,
    stableHash: stable && hashOf(stable),
    newestHash: newest && hashOf(newest),
    step: undefined,
    weights: undefined,
    versions: sets.map((set) => versionState(set, role(set))),
  };
}

function revisionNumber(set: ReplicaSet): number {
  return Number(annotation(set, DEPLOYMENT_REVISION) ?? 0);
}

/** Whether the newest version has come out. A Deployment without a progress deadline has no condition of it: then its pods decide. */
function isComplete(deployment: Deployment): boolean {
  const { spec, status } = deployment;
  const reason = progressing(deployment);
  return reason === undefined
    ? (status.updatedReplicas ?? 0) === (spec.replicas ?? 1)
    : reason === NEW_REPLICA_SET_AVAILABLE;
}

/**
 * The phase of a Deployment in the words that Rollouts have, by the order in which `kubectl rollout status` asks.
 * Source: k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go DeploymentStatusViewer.Status.
 */
function deploymentPhase(deployment: Deployment): Pick<WorkloadState, 'phase' | 'message'> {
  const { metadata, spec, status } = deployment;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, observedGeneration = 0, conditions = [] } = status;
  const waiting = (message: string): Pick<WorkloadState, 'phase' | 'message'> => ({ phase: 'Progressing', message });
  const late = conditions.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  if ((metadata.generation ?? 0) > observedGeneration) return waiting('waiting for the spec update to be observed');
  if (late !== undefined) return { phase: 'Degraded', message: `${late.reason ?? ''}: ${late.message ?? ''}` };
  if (spec.paused === true) return { phase: 'Paused', message: 'manually paused' };
  if (updatedReplicas < (spec.replicas ?? 1)) return waiting('more replicas need to be updated');
  if (replicas > updatedReplicas) return waiting('old replicas are pending termination');
  if (availableReplicas < updatedReplicas) return waiting('updated replicas are still becoming available');
  return { phase: 'Healthy', message: '' };
}

function experimentState(name: WorkloadName, experiment: Experiment, sets: readonly ReplicaSet[]): WorkloadState {
  const { spec, status } = experiment;
  const versions = sets.map((set) => versionState(set, 'canary'));
  const sum = (count: keyof ReplicaCounts): number => versions.reduce((all, { pods }) => all + pods[count], 0);
  return {
    ...name,
    strategy: 'experiment',
    desired: (spec.templates ?? []).reduce((all, { replicas }) => all + (replicas ?? 1), 0),
    current: sum('current'),
    updated: sum('current'),
    ready: sum('ready'),
    available: sum('available'),
    revision: undefined,
    images: [...new Set(versions.flatMap(({ images }) => images))],
    phase: status.phase ?? '',
    message: status.message ?? '',
    pauses: [],
    aborted: false,
    stableHash: undefined,
    newestHash: undefined,
    step: undefined,
    weights: undefined,
    versions,
  };
}

function analysisState(name: WorkloadName, { status }: AnalysisRun): WorkloadState {
  return {
    ...name,
    strategy: 'analysis',
    desired: 0,
    current: 0,
    updated: 0,
    ready: 0,
    available: 0,
    revision: undefined,
    images: [],
    phase: status.phase,
    message: status.message ?? '',
    pauses: [],
    aborted: false,
    stableHash: undefined,
    newestHash: undefined,
    step: undefined,
    weights: undefined,
    versions: [],
  };
}
