import { REPLICA_SET, ROLLOUT } from '../../api/resources.ts';
import { maxTrafficWeight } from '../../api/rollouts/defaults.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { findRollout, isOwnedBy, revisionOf, type Role, roleOf, type RolloutName, setWeightOf } from './rollouts.ts';
import { stateAt } from '../state.ts';
import type { Timeline } from '../timeline.ts';

/** Replicas of one role: wanted by its ReplicaSets, there, ready, available. */
export interface ReplicaCounts {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly available: number;
}

/** A rollout at one instant, as charts need it. It holds until the next sample. */
export interface RolloutSample {
  readonly atMs: number;
  /** `spec.replicas` of the rollout. */
  readonly desired: number;
  readonly stable: ReplicaCounts;
  readonly canary: ReplicaCounts;
  readonly older: ReplicaCounts;
  /** Of the canary steps; behind the last one equal to `stepCount`. */
  readonly stepIndex: number | undefined;
  readonly stepCount: number;
  /** The weight that the steps ask for; undefined when the strategy is not a canary. */
  readonly setWeight: number | undefined;
  /** The weight that means all traffic. */
  readonly maxWeight: number;
  readonly phase: string;
  readonly message: string;
  /** Why it is paused: `CanaryPauseStep`, `PausedByUser`, …; empty when it runs. */
  readonly pauses: readonly string[];
  readonly aborted: boolean;
  readonly revision: string | undefined;
}

const NONE: ReplicaCounts = { desired: 0, current: 0, ready: 0, available: 0 };

function countsOf(replicaSet: ReplicaSet): ReplicaCounts {
  return {
    desired: replicaSet.spec.replicas ?? 0,
    current: replicaSet.status.replicas,
    ready: replicaSet.status.readyReplicas ?? 0,
    available: replicaSet.status.availableReplicas ?? 0,
  };
}

function add(a: ReplicaCounts, b: ReplicaCounts): ReplicaCounts {
  return {
    desired: a.desired + b.desired,
    current: a.current + b.current,
    ready: a.ready + b.ready,
    available: a.available + b.available,
  };
}

function pausesOf(rollout: Rollout): readonly string[] {
  const pauses = (rollout.status.pauseConditions ?? []).map((condition) => condition.reason);
  return rollout.spec.paused === true ? [...pauses, 'PausedByUser'] : pauses;
}

/** The sample of a rollout and its ReplicaSets as they are at `atMs`. */
export function sampleOf(atMs: number, rollout: Rollout, replicaSets: readonly ReplicaSet[]): RolloutSample {
  const counts: Record<Role, ReplicaCounts> = { stable: NONE, canary: NONE, older: NONE };
  for (const replicaSet of replicaSets) {
    const role = roleOf(rollout, replicaSet);
    counts[role] = add(counts[role], countsOf(replicaSet));
  }
  return {
    atMs,
    desired: rollout.spec.replicas ?? 1,
    ...counts,
    stepIndex: rollout.status.currentStepIndex,
    stepCount: rollout.spec.strategy.canary?.steps?.length ?? 0,
    setWeight: setWeightOf(rollout),
    maxWeight: maxTrafficWeight(rollout),
    phase: rollout.status.phase ?? '',
    message: rollout.status.message ?? '',
    pauses: pausesOf(rollout),
    aborted: rollout.status.abort === true,
    revision: revisionOf(rollout),
  };
}

/** The instants at which the rollout or one of its ReplicaSets changed, and the names of those ReplicaSets. */
function changesOf(timeline: Timeline, rollout: RolloutName): { instants: number[]; replicaSets: string[] } {
  const instants: number[] = [];
  const replicaSets = new Set<string>();
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.object.namespace !== rollout.namespace) continue;
    const { kind, name } = entry.object;
    const isRollout = kind === ROLLOUT.kind && name === rollout.name;
    if (!isRollout && kind !== REPLICA_SET.kind) continue;
    if (!isRollout && !replicaSets.has(name)) {
      const replicaSet = stateAt(timeline, entry.atMs).find(REPLICA_SET, rollout.namespace, name);
      if (replicaSet === undefined || !isOwnedBy(replicaSet, rollout.name)) continue;
      replicaSets.add(name);
    }
    if (instants[instants.length - 1] !== entry.atMs) instants.push(entry.atMs);
  }
  return { instants, replicaSets: [...replicaSets].sort() };
}

/** One sample for each instant at which the rollout or its ReplicaSets changed; instants without the rollout are left out. */
export function sampleRollout(timeline: Timeline, name: RolloutName): readonly RolloutSample[] {
  const { instants, replicaSets } = changesOf(timeline, name);
  return instants.flatMap((atMs) => {
    const reader = stateAt(timeline, atMs);
    const rollout = findRollout(reader, name);
    if (rollout === undefined) return [];
    const sets = replicaSets.flatMap((set) => reader.find(REPLICA_SET, name.namespace, set) ?? []);
    return [sampleOf(atMs, rollout, sets)];
  });
}
