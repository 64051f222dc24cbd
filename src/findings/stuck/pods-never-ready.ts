import { POD, REPLICA_SET } from '../../api/resources.ts';
import { controllerOf, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import { formatSpan } from '../../text/durations.ts';
import { podState } from '../../timeline/facts/pods.ts';
import { imagesOf } from '../../timeline/facts/rollouts.ts';
import { isOfKind } from '../../timeline/state.ts';
import type { FindingRule, FindingRun } from '../finding.ts';

/** Pods that are not ready for as long are not slow, but broken: two default progress deadlines would not help. */
const NEVER_MS = 120_000;

export const podsNeverReady: FindingRule = {
  id: 'finding.pods.notReady',
  title: 'Pods of the new version do not become ready',
  statement:
    'A step ends only when its pods are available. A pod that cannot be scheduled, pulled, started or kept running holds the update until the progress deadline reports it, or for ever if it is shorter-lived than that.',
  template: '{kind} {name} waits for pods of {version} since {since}: {ready} of {wanted} are ready{why}',
  severity: 'stuck',
  source: 'utils/conditions/conditions.go RolloutTimedOut, DeploymentTimedOut',
  example: {
    inputs: {
      kind: 'Rollout',
      name: 'shop',
      version: 'repo/shop:v2',
      since: '1m2s',
      ready: 0,
      wanted: 2,
      why: ' (CrashLoopBackOff)',
    },
    text: 'Rollout shop waits for pods of repo/shop:v2 since 1m2s: 0 of 2 are ready (CrashLoopBackOff)',
  },
  find: (run) => {
    const reader = run.at(run.endMs);
    return reader.list(REPLICA_SET).flatMap((replicaSet) => {
      const owner = controllerOf(replicaSet);
      const namespace = replicaSet.metadata.namespace ?? 'default';
      const wanted = specReplicas(replicaSet);
      const ready = replicaSet.status.availableReplicas ?? 0;
      if (owner === undefined || ready >= wanted) return [];
      const history = run.rollouts.find(({ object }) => object.namespace === namespace && object.name === owner.name);
      const since = lastSatisfied(run, replicaSet);
      if (run.endMs - since.atMs < NEVER_MS || history?.instants.at(-1)?.rollout.spec.paused === true) return [];
      const pods = reader.list(POD, namespace).filter((pod) => controllerOf(pod)?.uid === replicaSet.metadata.uid);
      const reasons = [...new Set(pods.flatMap((pod) => podState(pod).reason ?? []))];
      const object = { apiVersion: owner.apiVersion ?? '', kind: owner.kind, namespace, name: owner.name };
      const inputs = {
        kind: owner.kind,
        name: owner.name,
        version: imagesOf(replicaSet).join(', '),
        since: formatSpan(since.atMs),
        ready,
        wanted,
        why: reasons.length === 0 ? '' : ` (${reasons.join(', ')})`,
      };
      const cost = { pods: wanted - ready, ms: run.endMs - since.atMs };
      return [{ atMs: since.atMs, lastSeq: since.seq, object, field: 'spec.template', inputs, cost }];
    });
  },
};

/** The first instant after which the ReplicaSet always had fewer pods available than it wants. */
function lastSatisfied(run: FindingRun, replicaSet: ReplicaSet): { readonly atMs: number; readonly seq: number } {
  let since = { atMs: 0, seq: 0 };
  let isShort = false;
  for (const entry of run.timeline.entries) {
    if (entry.kind !== 'change' || entry.object.name !== replicaSet.metadata.name) continue;
    if (
      !isOfKind(REPLICA_SET, entry, entry.after) ||
      entry.object.namespace !== (replicaSet.metadata.namespace ?? 'default')
    )
      continue;
    const short = (entry.after.status.availableReplicas ?? 0) < specReplicas(entry.after);
    if (short && !isShort) since = { atMs: entry.atMs, seq: entry.seq };
    isShort = short;
  }
  return since;
}
