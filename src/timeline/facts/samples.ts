import { REPLICA_SET } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { Timeline } from '../timeline.ts';
import { stateAt } from '../state.ts';
import type { Role } from './rollouts.ts';
import { type ReplicaCounts, workloadAt, type WorkloadName, type WorkloadState } from './workloads.ts';

/** A workload at one instant, with its pods by role, as charts need it. It holds until the next sample. */
export interface WorkloadSample extends WorkloadState, Readonly<Record<Role, ReplicaCounts>> {
  readonly atMs: number;
}

const NONE: ReplicaCounts = { desired: 0, current: 0, ready: 0, available: 0 };

function add(a: ReplicaCounts, b: ReplicaCounts): ReplicaCounts {
  return {
    desired: a.desired + b.desired,
    current: a.current + b.current,
    ready: a.ready + b.ready,
    available: a.available + b.available,
  };
}

/** The pods of a workload by what their versions are to it. */
export function podsByRole({ versions }: WorkloadState): Readonly<Record<Role, ReplicaCounts>> {
  const counts: Record<Role, ReplicaCounts> = { stable: NONE, canary: NONE, older: NONE };
  for (const { role, pods } of versions) counts[role] = add(counts[role], pods);
  return counts;
}

/** The instants at which the workload or one of its ReplicaSets changed. */
function instantsOf(timeline: Timeline, { kind, namespace, name }: WorkloadName): readonly number[] {
  const instants: number[] = [];
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.object.namespace !== namespace) continue;
    const isItself = entry.resource.kind === kind && entry.object.name === name;
    if (!isItself) {
      const object = entry.after ?? entry.before;
      const owner = entry.resource.kind === REPLICA_SET.kind && object !== undefined ? controllerOf(object) : undefined;
      if (owner?.kind !== kind || owner.name !== name) continue;
    }
    if (instants.at(-1) !== entry.atMs) instants.push(entry.atMs);
  }
  return instants;
}

/** One sample for each instant at which the workload or its ReplicaSets changed; instants without the workload are left out. */
export function sampleWorkload(timeline: Timeline, name: WorkloadName): readonly WorkloadSample[] {
  return instantsOf(timeline, name).flatMap((atMs) => {
    const state = workloadAt(stateAt(timeline, atMs), name);
    return state === undefined ? [] : [{ atMs, ...state, ...podsByRole(state) }];
  });
}
