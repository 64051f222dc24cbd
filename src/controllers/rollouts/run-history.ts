import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { getPodTemplateHash } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { ObjectMeta } from '../../api/shape/meta.ts';
import { deleteAnalysisRuns } from './analysis-writes.ts';
import type { RolloutContext } from './context.ts';
import { deleteExperiments } from './experiment-steps.ts';

/** AnalysisRuns and Experiments of a version go with its ReplicaSet. Source: rollout/sync.go reconcileRevisionHistoryLimit. */
export function deleteRunsAndExperimentsOf(context: RolloutContext, rs: ReplicaSet): void {
  const hash = getPodTemplateHash(rs);
  if (hash === '') return;
  const isOfVersion = ({ metadata }: { readonly metadata: ObjectMeta }): boolean =>
    metadata.labels?.[POD_TEMPLATE_HASH_LABEL] === hash;
  deleteAnalysisRuns(context, context.otherArs.filter(isOfVersion));
  deleteExperiments(context, context.otherExs.filter(isOfVersion));
}
