import { deepEqual } from '../../api/equality.ts';
import type { ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import { formatTime } from '../../api/times.ts';
import { own } from '../../text/own.ts';
import { isPodReady, readyTransitionMs } from './pod-index.ts';

/** When a ready pod is available, in epoch milliseconds, as its object tells it. Source: pkg/api/v1/pod/util.go IsPodAvailable. */
function availableFromMs({ status }: Pod, minReadySeconds: number): number | undefined {
  if (!isPodReady(status)) return undefined;
  if (minReadySeconds <= 0) return 0;
  const sinceMs = readyTransitionMs(status);
  return sinceMs === undefined ? undefined : sinceMs + minReadySeconds * 1000;
}

/** When the next ready pod becomes available. Source: pkg/controller/controller_utils.go FindMinNextPodAvailabilityCheck. */
export function nextAvailableMs(pods: readonly Pod[], minReadySeconds: number, nowMs: number): number | undefined {
  let next: number | undefined;
  for (const pod of pods) {
    const fromMs = availableFromMs(pod, minReadySeconds);
    if (fromMs !== undefined && fromMs > nowMs && (next === undefined || fromMs < next)) next = fromMs;
  }
  return next;
}

function hasLabels({ metadata }: Pod, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => own(metadata.labels, key) === value);
}

/**
 * The status as the pods tell it, which a pass listed before it made or deleted any; a failure to do so stays as a condition until a pass succeeds.
 * Source: pkg/controller/replicaset/replica_set_utils.go calculateStatus.
 */
export function calculateStatus(
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
  failure: string | undefined,
  nowMs: number,
): ReplicaSetStatus {
  const { status, spec } = replicaSet;
  const minReadySeconds = spec.minReadySeconds ?? 0;
  const counted = (count: (pod: Pod) => boolean): number | undefined => pods.filter(count).length || undefined;
  return {
    ...status,
    replicas: pods.length,
    fullyLabeledReplicas: counted((pod) => hasLabels(pod, spec.template.metadata.labels ?? {})),
    readyReplicas: counted((pod) => isPodReady(pod.status)),
    availableReplicas: counted((pod) => (availableFromMs(pod, minReadySeconds) ?? Infinity) <= nowMs),
    conditions: conditionsOf(replicaSet, pods.length, failure, nowMs),
  };
}

function conditionsOf(
  { status, spec }: ReplicaSet,
  existing: number,
  failure: string | undefined,
  nowMs: number,
): readonly ReplicaSetCondition[] | undefined {
  const failed = status.conditions?.some(({ type }) => type === 'ReplicaFailure') ?? false;
  if (failed === (failure !== undefined)) return status.conditions;
  const others = status.conditions?.filter(({ type }) => type !== 'ReplicaFailure') ?? [];
  if (failure === undefined) return others.length === 0 ? undefined : others;
  const reason = existing < (spec.replicas ?? 0) ? 'FailedCreate' : 'FailedDelete';
  return [
    ...others,
    { type: 'ReplicaFailure', status: 'True', lastTransitionTime: formatTime(nowMs), reason, message: failure },
  ];
}

/** The status to write; undefined if the stored one says so already. Source: replica_set_utils.go updateReplicaSetStatus. */
export function statusToWrite(
  { status, metadata }: ReplicaSet,
  wanted: ReplicaSetStatus,
): ReplicaSetStatus | undefined {
  const observed = metadata.generation;
  if (status.observedGeneration === observed && deepEqual(status, wanted)) return undefined;
  return { ...wanted, observedGeneration: observed };
}
