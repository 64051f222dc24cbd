import { POD } from '../../api/resources.ts';
import { controllerOf } from '../../api/rollouts/replica-sets.ts';
import type { Pod } from '../../api/shape/core.ts';
import { isOfKind } from '../state.ts';
import type { Timeline } from '../timeline.ts';

/** What a pod is doing, at the grain in which people speak of it. */
export interface PodState {
  readonly phase: 'starting' | 'ready' | 'not ready' | 'terminating' | 'failed';
  /** Why it is not ready: `CrashLoopBackOff`, `ErrImagePull`, `Unschedulable`, `Evicted`; undefined for one that starts as it should. */
  readonly reason: string | undefined;
  readonly restarts: number;
  readonly node: string | undefined;
}

/** Reasons of containers that start as they should. */
const ORDINARY: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

/** The state of a pod, from its spec and status. Source: kubectl pkg/printers/internalversion/printers.go printPod, for the reasons. */
export function podState({ metadata, spec, status }: Pod): PodState {
  const containers = status.containerStatuses ?? [];
  const restarts = containers.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const trouble = containers.flatMap(({ state }) => state.waiting?.reason ?? []).find((one) => !ORDINARY.has(one));
  const unscheduled = status.conditions?.find(
    ({ type, status: value }) => type === 'PodScheduled' && value === 'False',
  );
  const reason = [status.reason, trouble, unscheduled?.reason].find((one) => one !== undefined && one !== '');
  return { phase: phaseOf(metadata.deletionTimestamp, status), reason, restarts, node: spec.nodeName };
}

function phaseOf(deleted: unknown, status: Pod['status']): PodState['phase'] {
  if (status.phase === 'Failed') return 'failed';
  if (deleted !== undefined && deleted !== null) return 'terminating';
  if (status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') === true)
    return 'ready';
  const hasRun = status.containerStatuses?.some(
    ({ state, lastState }) => state.running !== undefined || lastState.terminated !== undefined,
  );
  return hasRun === true ? 'not ready' : 'starting';
}

/** Pods of a ReplicaSet are in trouble: the first, or twice as many as when this was last reported. */
export interface PodTrouble {
  readonly atMs: number;
  readonly namespace: string;
  readonly replicaSet: string;
  readonly reason: string;
  /** Pods that have had this reason so far. */
  readonly pods: number;
}

const troubles = new WeakMap<Timeline, readonly PodTrouble[]>();

/** What went wrong with pods, folded: a reason of a ReplicaSet's pods comes once, and again when the number of such pods has doubled. */
export function podTroubles(timeline: Timeline): readonly PodTrouble[] {
  let known = troubles.get(timeline);
  if (known === undefined) troubles.set(timeline, (known = findTroubles(timeline)));
  return known;
}

function findTroubles(timeline: Timeline): readonly PodTrouble[] {
  const found: PodTrouble[] = [];
  const seen = new Map<string, { readonly pods: Set<string>; reported: number }>();
  let open = new Map<string, PodTrouble>();
  let openMs = -1;
  const close = (): void => {
    for (const [key, trouble] of open) {
      const count = seen.get(key);
      if (count === undefined || count.pods.size < 2 * count.reported) continue;
      count.reported = count.pods.size;
      found.push({ ...trouble, pods: count.pods.size });
    }
    open = new Map();
  };
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || !isOfKind(POD, entry, entry.after)) continue;
    const { reason } = podState(entry.after);
    const owner = controllerOf(entry.after);
    if (reason === undefined || owner === undefined) continue;
    if (entry.atMs !== openMs) close();
    openMs = entry.atMs;
    const { namespace, name } = entry.object;
    const key = `${namespace}/${owner.name}/${reason}`;
    const count = seen.get(key) ?? { pods: new Set(), reported: 0.5 };
    seen.set(key, count);
    count.pods.add(name);
    open.set(key, { atMs: entry.atMs, namespace, replicaSet: owner.name, reason, pods: 0 });
  }
  close();
  return found;
}
