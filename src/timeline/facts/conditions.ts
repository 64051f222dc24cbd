import type { ObjectReader } from '../../api/reader.ts';
import { ANALYSIS_RUN, DEPLOYMENT, EXPERIMENT, type KubeObject, ROLLOUT } from '../../api/resources.ts';
import {
  type ConditionSubjects,
  SUBJECT_NAMES,
  type SubjectName,
  VERSION_NAMES,
} from '../../world/condition-subjects.ts';
import { type AppFacts, gitFacts, type GitFacts, NO_APP, NO_GIT } from './argocd.ts';
import { canarySteps, findRollout, type RolloutName } from './rollouts.ts';
import { shownPhase, workloadAt, type WorkloadKind, type WorkloadState } from './workloads.ts';

/** What conditions may ask of a ReplicaSet. */
export interface SideFacts {
  readonly replicas: number;
  readonly ready: number;
  readonly available: number;
  readonly hash: string;
  readonly image: string;
  readonly revision: number;
}

/** What conditions may ask of what runs once and ends. */
interface RunFacts {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly message: string;
}

/** The values of the names that conditions of scenarios (`when`, `expect`) speak of, at one instant (see src/scenario/condition-names.ts). */
export interface ConditionFacts {
  readonly rollout: {
    readonly name: string;
    readonly namespace: string;
    readonly phase: string;
    readonly message: string;
    readonly step: number;
    readonly steps: number;
    readonly weight: number;
    readonly replicas: number;
    readonly current: number;
    readonly updated: number;
    readonly ready: number;
    readonly available: number;
    readonly revision: number;
    readonly paused: boolean;
    readonly aborted: boolean;
  };
  readonly deployment: {
    readonly name: string;
    readonly namespace: string;
    readonly phase: string;
    readonly message: string;
    readonly replicas: number;
    readonly current: number;
    readonly updated: number;
    readonly ready: number;
    readonly available: number;
    readonly revision: number;
    readonly paused: boolean;
  };
  readonly experiment: RunFacts & { readonly replicas: number; readonly available: number };
  readonly analysis: RunFacts;
  readonly stable: SideFacts;
  readonly canary: SideFacts;
  readonly app: AppFacts;
  readonly git: GitFacts;
  readonly seconds: number;
}

type FactRecord = Readonly<Record<string, string | number | boolean>>;

/** The facts as plain records, as conditions take them. */
export function plainFacts(facts: ConditionFacts): Readonly<Record<string, FactRecord | number>> {
  const { stable, canary, app, git } = facts;
  return {
    ...facts,
    experiment: { ...facts.experiment },
    stable: { ...stable },
    canary: { ...canary },
    app: { ...app },
    git: { ...git },
    analysis: { ...facts.analysis },
  };
}

const NOTHING: SideFacts = { replicas: 0, ready: 0, available: 0, hash: '', image: '', revision: 0 };

/** Facts in which nothing is there yet: they have the types of all others. */
const NO_FACTS: ConditionFacts = {
  rollout: {
    name: '',
    namespace: '',
    phase: '',
    message: '',
    step: 0,
    steps: 0,
    weight: 0,
    replicas: 0,
    current: 0,
    updated: 0,
    ready: 0,
    available: 0,
    revision: 0,
    paused: false,
    aborted: false,
  },
  deployment: {
    name: '',
    namespace: '',
    phase: '',
    message: '',
    replicas: 0,
    current: 0,
    updated: 0,
    ready: 0,
    available: 0,
    revision: 0,
    paused: false,
  },
  experiment: { name: '', namespace: '', phase: '', message: '', replicas: 0, available: 0 },
  analysis: { name: '', namespace: '', phase: '', message: '' },
  stable: NOTHING,
  canary: NOTHING,
  app: NO_APP,
  git: NO_GIT,
  seconds: 0,
};

type FactType = 'text' | 'whole number' | 'number' | 'true or false';

function typesOf(record: object): Readonly<Record<string, FactType>> {
  const typeOf = (value: unknown): FactType => {
    if (typeof value === 'string') return 'text';
    return typeof value === 'boolean' ? 'true or false' : 'whole number';
  };
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, typeOf(value)]));
}

/** The types of all facts, for those who check conditions over them. */
export const FACT_TYPES = {
  rollout: typesOf(NO_FACTS.rollout),
  deployment: typesOf(NO_FACTS.deployment),
  experiment: typesOf(NO_FACTS.experiment),
  analysis: typesOf(NO_FACTS.analysis),
  stable: typesOf(NO_FACTS.stable),
  canary: typesOf(NO_FACTS.canary),
  app: typesOf(NO_FACTS.app),
  git: typesOf(NO_FACTS.git),
  seconds: 'number',
} as const;

/**
 * What must exist for a condition that uses these names to be asked; undefined: nothing of it is missing. A condition that names no workload is
 * asked once there is any.
 */
export function missingSubject(facts: ConditionFacts, names: readonly string[]): string | undefined {
  const has = (name: SubjectName): boolean => facts[name].name !== '';
  const missing = SUBJECT_NAMES.find((name) => names.includes(name) && !has(name));
  if (missing !== undefined) return missing;
  const isOfVersions = names.some((name) => VERSION_NAMES.has(name));
  if (isOfVersions) return has('rollout') || has('deployment') ? undefined : 'rollout';
  return SUBJECT_NAMES.some(has) ? undefined : 'rollout';
}

/** The facts of a run at `atMs` milliseconds of it, about these subjects. */
export function conditionFacts(reader: ObjectReader, subjects: ConditionSubjects, atMs: number): ConditionFacts {
  const rollout = workloadOf(reader, 'Rollout', subjects.rollout ?? nameOf(reader.list(ROLLOUT)[0]));
  const deployment = workloadOf(reader, 'Deployment', subjects.deployment ?? deploymentOf(reader, rollout));
  const experiment = workloadOf(reader, 'Experiment', subjects.experiment ?? nameOf(newest(reader.list(EXPERIMENT))));
  const analysis = workloadOf(reader, 'AnalysisRun', subjects.analysis ?? nameOf(newest(reader.list(ANALYSIS_RUN))));
  const versions = rollout ?? deployment;
  return {
    rollout: rollout === undefined ? NO_FACTS.rollout : rolloutFacts(reader, rollout),
    deployment: deployment === undefined ? NO_FACTS.deployment : deploymentFacts(deployment),
    experiment:
      experiment === undefined
        ? NO_FACTS.experiment
        : { ...runFacts(experiment), replicas: experiment.desired, available: experiment.available },
    analysis: analysis === undefined ? NO_FACTS.analysis : runFacts(analysis),
    stable: sideFacts(versions, 'stable'),
    canary: sideFacts(versions, 'canary'),
    ...gitFacts(reader, versions ?? { kind: '', namespace: '', name: '' }),
    seconds: atMs / 1000,
  };
}

function workloadOf(
  reader: ObjectReader,
  kind: WorkloadKind,
  name: RolloutName | undefined,
): WorkloadState | undefined {
  return name === undefined ? undefined : workloadAt(reader, { kind, ...name });
}

function nameOf(object: KubeObject | undefined): RolloutName | undefined {
  const { namespace, name } = object?.metadata ?? {};
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

/** The Deployment that lends its template to the rollout, else the first one. */
function deploymentOf(reader: ObjectReader, rollout: WorkloadState | undefined): RolloutName | undefined {
  const { kind, name } = (rollout && findRollout(reader, rollout)?.spec.workloadRef) ?? {};
  if (rollout !== undefined && kind === DEPLOYMENT.kind && name !== undefined)
    return { namespace: rollout.namespace, name };
  return nameOf(reader.list(DEPLOYMENT)[0]);
}

/** The object that was made last; of those of one second the last by name. */
function newest<T extends KubeObject>(objects: readonly T[]): T | undefined {
  const made = ({ metadata }: KubeObject): string => metadata.creationTimestamp ?? '';
  return objects.reduce<T | undefined>(
    (latest, object) => (latest === undefined || made(object) >= made(latest) ? object : latest),
    undefined,
  );
}

function rolloutFacts(reader: ObjectReader, state: WorkloadState): ConditionFacts['rollout'] {
  const { name, namespace, desired, current, updated, ready, available, revision, aborted, pauses } = state;
  const rollout = findRollout(reader, state);
  return {
    name,
    namespace,
    ...shownPhase(reader, state),
    step: rollout?.status.currentStepIndex ?? 0,
    steps: canarySteps(rollout).length,
    weight: weightOf(state),
    replicas: desired,
    current,
    updated,
    ready,
    available,
    revision: numberOf(revision),
    paused: pauses.length > 0,
    aborted,
  };
}

/** Of a blue-green rollout all traffic is asked for once it is promoted, none before. */
function weightOf({ weights, stableHash, newestHash }: WorkloadState): number {
  return weights?.set ?? (stableHash !== undefined && stableHash === newestHash ? 100 : 0);
}

function deploymentFacts(state: WorkloadState): ConditionFacts['deployment'] {
  const { name, namespace, phase, message, desired, current, updated, ready, available, revision, pauses } = state;
  const counts = { replicas: desired, current, updated, ready, available };
  return { name, namespace, phase, message, ...counts, revision: numberOf(revision), paused: pauses.length > 0 };
}

function runFacts({ name, namespace, phase, message }: WorkloadState): RunFacts {
  return { name, namespace, phase, message };
}

/** The stable version, or the version of the update; nothing of it while no update is under way. */
function sideFacts(state: WorkloadState | undefined, side: 'stable' | 'canary'): SideFacts {
  if (state === undefined) return NOTHING;
  const { stableHash, newestHash, versions } = state;
  if (side === 'canary' && stableHash === newestHash) return NOTHING;
  const hash = side === 'stable' ? stableHash : newestHash;
  const version = hash === undefined ? undefined : versions.find((one) => one.hash === hash);
  if (version === undefined) return NOTHING;
  const { pods, images, revision } = version;
  return {
    replicas: pods.desired,
    ready: pods.ready,
    available: pods.available,
    hash: version.hash,
    image: images[0] ?? '',
    revision: numberOf(revision),
  };
}

function numberOf(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}
