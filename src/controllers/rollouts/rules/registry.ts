import type { Rule } from '../../../api/reason.ts';
import * as analysis from './analysis.ts';
import * as oldReplicaSets from './old-replica-sets.ts';
import * as scaling from './scaling.ts';
import * as services from './services.ts';
import * as sizes from './sizes.ts';
import * as status from './status.ts';

/** Every rule of the rollout engine, in the order of ids. */
export const ROLLOUT_RULES: readonly Rule[] = [
  ...Object.values(analysis),
  ...Object.values(oldReplicaSets),
  ...Object.values(scaling),
  ...Object.values(services),
  ...Object.values(sizes),
  ...Object.values(status),
].sort((a, b) => (a.id < b.id ? -1 : 1));
