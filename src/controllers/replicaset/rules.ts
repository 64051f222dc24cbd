import { selectorMatches } from '../../api/input-functions.ts';
import {
  type Because,
  defineRule,
  isAnything,
  isFlag,
  isInt,
  isIntOrNull,
  isText,
  isTextOrNull,
  type PodCount,
  type Rule,
  type RuleInput,
  type Write,
} from '../../api/reason.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';

/** Why a ReplicaSet has the pods that it has, and what its status says of them. */

const MANAGE = 'pkg/controller/replicaset/replica_set.go manageReplicas';
const STATUS = 'pkg/controller/replicaset/replica_set_utils.go calculateStatus';

export const podCreated = defineRule({
  id: 'replicaSet.pod.created',
  title: 'Missing pods are created',
  statement: 'A ReplicaSet with fewer pods than spec.replicas creates the missing ones.',
  template: 'ReplicaSet {replicaSet} has {existing} of {wanted} pods',
  source: MANAGE,
  explains: 'detail',
  path: 'metadata.ownerReferences[kind=ReplicaSet].name',
  inputs: { replicaSet: isText, wanted: isInt, existing: isInt },
  formula: ({ replicaSet, wanted, existing }) => (existing < wanted ? replicaSet : undefined),
  example: {
    inputs: { replicaSet: 'shop-76ddfb4f47', wanted: 5, existing: 3 },
    value: 'shop-76ddfb4f47',
    text: 'ReplicaSet shop-76ddfb4f47 has 3 of 5 pods',
  },
});

export const podDeleted = defineRule({
  id: 'replicaSet.pod.deleted',
  title: 'Surplus pods are deleted',
  statement:
    'A ReplicaSet with more pods than spec.replicas deletes the surplus: first those that run on no node, are not ready, or share a node with others.',
  template: 'ReplicaSet {replicaSet} has {existing} pods, {wanted} are wanted',
  source: MANAGE,
  explains: 'detail',
  path: '',
  inputs: { replicaSet: isText, wanted: isIntOrNull, existing: isInt },
  formula: ({ wanted, existing }) => (existing > (wanted ?? 0) ? null : undefined),
  example: {
    inputs: { replicaSet: 'shop-76ddfb4f47', wanted: 3, existing: 5 },
    value: null,
    text: 'ReplicaSet shop-76ddfb4f47 has 5 pods, 3 are wanted',
  },
});

export const podAdopted = defineRule({
  id: 'replicaSet.pod.adopted',
  title: 'A ReplicaSet adopts orphans that match',
  statement: 'A pod that nothing controls and that matches the selector of a ReplicaSet becomes one of its pods.',
  template: 'the selector of ReplicaSet {replicaSet} matches: {matches}',
  source: 'pkg/controller/controller_ref_manager.go ClaimPods',
  explains: 'detail',
  path: 'metadata.ownerReferences[kind=ReplicaSet].name',
  inputs: { replicaSet: isText, matches: isFlag },
  formula: ({ replicaSet, matches }) => (matches ? replicaSet : undefined),
  example: {
    inputs: { replicaSet: 'shop-76ddfb4f47', matches: true },
    value: 'shop-76ddfb4f47',
    text: 'the selector of ReplicaSet shop-76ddfb4f47 matches: true',
  },
});

export const podReleased = defineRule({
  id: 'replicaSet.pod.released',
  title: 'A ReplicaSet releases pods that no longer match',
  statement: 'A pod whose labels no longer match the selector of its ReplicaSet loses it as its owner.',
  template: 'the selector of ReplicaSet {replicaSet} matches: {matches}',
  source: 'pkg/controller/controller_ref_manager.go ClaimPods',
  explains: 'detail',
  path: 'metadata.ownerReferences[kind=ReplicaSet].name',
  inputs: { replicaSet: isText, matches: isFlag },
  formula: ({ matches }) => (matches ? undefined : null),
  example: {
    inputs: { replicaSet: 'shop-76ddfb4f47', matches: false },
    value: null,
    text: 'the selector of ReplicaSet shop-76ddfb4f47 matches: false',
  },
});

interface CountTexts {
  readonly field: string;
  readonly title: string;
  readonly statement: string;
  readonly template: string;
}

function countRule({ field, ...texts }: CountTexts) {
  return defineRule({
    ...texts,
    id: `replicaSet.count.${field}`,
    source: STATUS,
    explains: 'detail',
    path: `status.${field}`,
    inputs: { count: isInt, was: isIntOrNull },
    // Counts of 0 are left out, but for status.replicas.
    formula: ({ count }) => (count === 0 && field !== 'replicas' ? null : count),
    example: {
      inputs: { count: 5, was: 4 },
      value: 5,
      text: texts.template.replace('{count}', '5').replace('{was}', '4'),
    },
  });
}

export const countedReplicas = countRule({
  field: 'replicas',
  title: 'The status counts pods',
  statement: 'status.replicas is the number of pods that the ReplicaSet controls and that have not ended.',
  template: '{count} pods exist ({was} before)',
});

export const countedLabeled = countRule({
  field: 'fullyLabeledReplicas',
  title: 'The status counts pods with the labels of the template',
  statement: 'status.fullyLabeledReplicas is the number of pods that have all labels of the template.',
  template: '{count} pods have the labels of the template ({was} before)',
});

export const countedReady = countRule({
  field: 'readyReplicas',
  title: 'The status counts ready pods',
  statement: 'status.readyReplicas is the number of pods that are ready.',
  template: '{count} pods are ready ({was} before)',
});

export const countedAvailable = countRule({
  field: 'availableReplicas',
  title: 'The status counts available pods',
  statement: 'status.availableReplicas is the number of pods that have been ready for minReadySeconds.',
  template: '{count} pods are available ({was} before)',
});

export const observedGeneration = defineRule({
  id: 'replicaSet.observedGeneration',
  title: 'The status names the generation that it is about',
  statement: 'status.observedGeneration is the generation of the spec that the controller has acted on.',
  template: 'the controller has seen generation {generation}',
  source: 'pkg/controller/replicaset/replica_set_utils.go updateReplicaSetStatus',
  explains: 'detail',
  path: 'status.observedGeneration',
  inputs: { generation: isIntOrNull },
  formula: ({ generation }) => generation,
  example: { inputs: { generation: 2 }, value: 2, text: 'the controller has seen generation 2' },
});

export const replicaFailure = defineRule({
  id: 'replicaSet.failure',
  title: 'A ReplicaSet reports that pods cannot be created or deleted',
  statement: 'The condition ReplicaFailure stands while pods of the ReplicaSet cannot be created or deleted.',
  template: 'pods cannot be created or deleted: {message}',
  source: STATUS,
  explains: 'pods',
  path: 'status.conditions',
  inputs: { message: isTextOrNull, written: isAnything },
  formula: ({ written }) => written,
  example: {
    inputs: { message: 'exceeded quota', written: [] },
    value: [],
    text: 'pods cannot be created or deleted: exceeded quota',
  },
});

interface Counted {
  readonly replicas: number;
  readonly labeled: number;
  readonly ready: number;
  readonly available: number;
  /** The resourceVersion of the last write before the pods were listed. */
  readonly asOf: string;
}

/** Why the status of a ReplicaSet says what it says. */
export function becauseOfStatus(
  replicaSet: ReplicaSet,
  { replicas, labeled, ready, available, asOf }: Counted,
): readonly Because[] {
  const counted = (
    write: Write,
    count: number,
    what: PodCount,
    field: string,
  ): { count: RuleInput; was: RuleInput } => ({
    count: write.pods(count, what, replicaSet, asOf),
    was: write.before(`status.${field}`),
  });
  return [
    countedReplicas.because((write) => counted(write, replicas, 'all', 'replicas')),
    countedLabeled.because((write) => counted(write, labeled, 'labeled', 'fullyLabeledReplicas')),
    countedReady.because((write) => counted(write, ready, 'ready', 'readyReplicas')),
    countedAvailable.because((write) => counted(write, available, 'available', 'availableReplicas')),
    observedGeneration.because((write) => ({ generation: write.of(replicaSet, 'metadata.generation') })),
    replicaFailure.because((write) => ({
      message: write.after('status.conditions[type=ReplicaFailure].message'),
      written: write.after('status.conditions'),
    })),
  ];
}

/** Why pods are created; `existing` were there after the write with the resourceVersion `asOf`. */
export function becauseOfNewPods(replicaSet: ReplicaSet, existing: number, asOf: string): Because {
  return podCreated.because((write) => ({
    replicaSet: write.of(replicaSet, 'metadata.name'),
    wanted: write.of(replicaSet, 'spec.replicas'),
    existing: write.pods(existing, 'all', replicaSet, asOf),
  }));
}

/** Why pods are deleted. */
export function becauseOfFewerPods(replicaSet: ReplicaSet, existing: number, asOf: string): Because {
  return podDeleted.because((write) => ({
    replicaSet: write.of(replicaSet, 'metadata.name'),
    wanted: write.of(replicaSet, 'spec.replicas'),
    existing: write.pods(existing, 'all', replicaSet, asOf),
  }));
}

/** Why a pod joins a ReplicaSet, or leaves it. */
export function becauseOfClaim(replicaSet: ReplicaSet, isAdopted: boolean): Because {
  return (isAdopted ? podAdopted : podReleased).because((write) => ({
    replicaSet: write.of(replicaSet, 'metadata.name'),
    matches: selectorMatches.of(write.of(replicaSet, 'spec.selector'), write.before('metadata.labels')),
  }));
}

/** Every rule of the ReplicaSet controller. */
export const REPLICA_SET_RULES: readonly Rule[] = [
  podCreated,
  podDeleted,
  podAdopted,
  podReleased,
  countedReplicas,
  countedLabeled,
  countedReady,
  countedAvailable,
  observedGeneration,
  replicaFailure,
];
