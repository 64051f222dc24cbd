import type { Rule } from '../api/reason.ts';
import { ANALYSIS_RULES } from '../controllers/analysis/rules.ts';
import { DEPLOYMENT_RULES } from '../controllers/deployment/rules.ts';
import { ROLLOUT_RULES } from '../controllers/rollouts/rules/registry.ts';

/** Every rule of every controller, in the order of ids. */
export const RULES: readonly Rule[] = [...ROLLOUT_RULES, ...ANALYSIS_RULES, ...DEPLOYMENT_RULES].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

/** Where to read the function of the reference that a rule follows. */
export function referenceUrl(rule: Rule): string {
  const [file = ''] = rule.source.split(' ');
  return `https://github.com/argoproj/argo-rollouts/blob/v1.9.1/${file}`;
}
