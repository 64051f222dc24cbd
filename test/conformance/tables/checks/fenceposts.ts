import {
  getMaxSurgeOrDefault,
  getMaxUnavailableOrDefault,
  getReplicasOrDefault,
} from '../../../../src/api/rollouts/defaults.ts';
import { maxSurge, maxUnavailable, resolveFenceposts } from '../../../../src/controllers/rollouts/decide/fenceposts.ts';
import { objectOf, rolloutOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'fenceposts',
  compute: (input, _file, { out }) => {
    const rollout = rolloutOf(input['rollout']);
    const both = { maxSurge: maxSurge(rollout), maxUnavailable: maxUnavailable(rollout) };
    if (objectOf(out)['fenceposts'] === undefined) return both;
    const resolved = resolveFenceposts(
      getMaxSurgeOrDefault(rollout),
      getMaxUnavailableOrDefault(rollout),
      getReplicasOrDefault(rollout.spec.replicas),
    );
    return { ...both, fenceposts: typeof resolved === 'string' ? { error: resolved } : { ...resolved } };
  },
};
