import type { Rule } from '../api/reason.ts';
import { RULES } from '../controllers/rules.ts';
import { FINDINGS } from '../findings/table.ts';

/** Everything that `explain` knows: the rules of the controllers, and the findings. In the order of ids. */
export const ALL_RULES: readonly Rule[] = [...RULES, ...FINDINGS].sort((a, b) => (a.id < b.id ? -1 : 1));
