import type { ObjectReader } from '../../api/reader.ts';
import { REPLICA_SET } from '../../api/resources.ts';
import { getRolloutPhase } from '../../api/rollouts/phase.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { type AppFacts, gitFacts, type GitFacts, NO_APP, NO_GIT } from './argocd.ts';
import {
  canarySteps,
  findRollout,
  imagesOf,
  isFullyPromoted,
  isOwnedBy,
  POD_TEMPLATE_HASH_LABEL,
  revisionOf,
  type RolloutName,
  setWeightOf,
} from './rollouts.ts';

/** What conditions may ask of a ReplicaSet. */
export interface SideFacts {
  readonly replicas: number;
  readonly ready: number;
  readonly available: number;
  readonly hash: string;
  readonly image: string;
  readonly revision: number;
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
  readonly stable: SideFacts;
  readonly canary: SideFacts;
  readonly app: AppFacts;
  readonly git: GitFacts;
  readonly seconds: number;
}

type FactRecord = Readonly<Record<string, string | number | boolean>>;

/** The facts as plain records, as conditions take them. */
export function plainFacts({
  rollout,
  stable,
  canary,
  app,
  git,
  seconds,
}: ConditionFacts): Readonly<Record<string, FactRecord | number>> {
  return { rollout, stable: { ...stable }, canary: { ...canary }, app: { ...app }, git: { ...git }, seconds };
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
  stable: typesOf(NO_FACTS.stable),
  canary: typesOf(NO_FACTS.canary),
  app: typesOf(NO_FACTS.app),
  git: typesOf(NO_FACTS.git),
  seconds: 'number',
} as const;

/** The facts of a rollout at `atMs` milliseconds of the run; undefined while it does not exist. */
export function conditionFacts(reader: ObjectReader, name: RolloutName, atMs: number): ConditionFacts | undefined {
  const rollout = findRollout(reader, name);
  if (rollout === undefined) return undefined;
  const { status, spec } = rollout;
  const { phase, message } = getRolloutPhase(rollout);
  const promoted = isFullyPromoted(rollout);
  const side = (hash: string | undefined): SideFacts => sideFacts(replicaSetOf(reader, name, hash));
  return {
    rollout: {
      ...name,
      phase,
      message,
      step: status.currentStepIndex ?? 0,
      steps: canarySteps(rollout).length,
      weight: weightOf(rollout),
      replicas: spec.replicas ?? 1,
      current: status.replicas ?? 0,
      updated: status.updatedReplicas ?? 0,
      ready: status.readyReplicas ?? 0,
      available: status.availableReplicas ?? 0,
      revision: numberOf(revisionOf(rollout)),
      paused: spec.paused === true || (status.pauseConditions ?? []).length > 0,
      aborted: status.abort === true,
    },
    stable: side(status.stableRS),
    canary: promoted ? NOTHING : side(status.currentPodHash),
    ...gitFacts(reader, name),
    seconds: atMs / 1000,
  };
}

/** Of a blue-green rollout all traffic is asked for once it is promoted, none before. */
function weightOf(rollout: Rollout): number {
  return setWeightOf(rollout) ?? (isFullyPromoted(rollout) ? 100 : 0);
}

function replicaSetOf(reader: ObjectReader, rollout: RolloutName, hash: string | undefined): ReplicaSet | undefined {
  if (hash === undefined) return undefined;
  return reader
    .list(REPLICA_SET, rollout.namespace)
    .find((set) => set.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === hash && isOwnedBy(set, rollout.name));
}

function sideFacts(replicaSet: ReplicaSet | undefined): SideFacts {
  if (replicaSet === undefined) return NOTHING;
  return {
    replicas: replicaSet.spec.replicas ?? 0,
    ready: replicaSet.status.readyReplicas ?? 0,
    available: replicaSet.status.availableReplicas ?? 0,
    hash: replicaSet.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? '',
    image: imagesOf(replicaSet)[0] ?? '',
    revision: numberOf(revisionOf(replicaSet)),
  };
}

function numberOf(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}
