import type { ObjectReader } from '../api/reader.ts';
import { REPLICA_SET } from '../api/resources.ts';
import { controllerOf, revision } from '../api/rollouts/replica-sets.ts';
import { labelSelectorAsSelector } from '../api/selector.ts';
import type { ReplicaSet } from '../api/shape/apps.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import { CommandError } from './command.ts';

/**
 * The ReplicaSets that the rollout's selector matches and that it controls, in the order of names. A missing selector matches everything.
 * Source: pkg/kubectl-argo-rollouts/cmd/undo/undo.go listReplicaSets.
 */
function replicaSetsOf(reader: ObjectReader, rollout: Rollout): readonly ReplicaSet[] {
  const selector = labelSelectorAsSelector(rollout.spec.selector ?? {});
  return reader
    .list(REPLICA_SET, rollout.metadata.namespace, selector)
    .filter((replicaSet) => controllerOf(replicaSet)?.uid === rollout.metadata.uid);
}

/**
 * The ReplicaSet of a revision; of the one before the latest for 0. A revision that is no number does not count; a missing one is 0.
 * Source: pkg/kubectl-argo-rollouts/cmd/undo/undo.go rolloutRevision.
 */
export function replicaSetOfRevision(reader: ObjectReader, rollout: Rollout, toRevision: number): ReplicaSet {
  let latest: { readonly revision: number; readonly replicaSet?: ReplicaSet } = { revision: -1 };
  let previous = latest;
  for (const replicaSet of replicaSetsOf(reader, rollout)) {
    const own = revision(replicaSet);
    if (own === undefined) continue;
    if (toRevision !== 0) {
      if (own === toRevision) return replicaSet;
    } else if (latest.revision < own) {
      previous = latest;
      latest = { revision: own, replicaSet };
    } else if (previous.revision < own) {
      previous = { revision: own, replicaSet };
    }
  }
  if (toRevision > 0) throw new CommandError(`unable to find specified revision ${toRevision} in history`);
  if (previous.replicaSet !== undefined) return previous.replicaSet;
  throw new CommandError(`no revision found for rollout "${rollout.metadata.name ?? ''}"`);
}
