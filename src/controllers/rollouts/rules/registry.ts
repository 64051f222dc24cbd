import type { Rule } from '../../../api/reason.ts';
import * as analysis from './analysis.ts';
import * as conditions from './conditions.ts';
import { COUNT_RULES } from './counts.ts';
import * as mirrors from './mirrors.ts';
import * as oldReplicaSets from './old-replica-sets.ts';
import * as pause from './pause.ts';
import * as phase from './phase.ts';
import * as progress from './progress.ts';
import * as promotion from './promotion.ts';
import * as scaling from './scaling.ts';
import * as services from './services.ts';
import * as sizes from './sizes.ts';
import * as steps from './steps.ts';
import * as traffic from './traffic.ts';

/** Modules export rules, and what is needed to use them. */
function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'template' in value;
}

const MODULES: readonly object[] = [
  analysis,
  conditions,
  mirrors,
  oldReplicaSets,
  pause,
  phase,
  progress,
  promotion,
  scaling,
  services,
  sizes,
  steps,
  traffic,
];

/** Every rule of the rollout engine, in the order of ids. */
export const ROLLOUT_RULES: readonly Rule[] = [
  ...MODULES.flatMap((rules): readonly unknown[] => Object.values(rules)).filter(isRule),
  ...COUNT_RULES,
  ...conditions.CONDITIONS_AS_READ,
  ...mirrors.RUN_STATUS_RULES,
].sort((a, b) => (a.id < b.id ? -1 : 1));
