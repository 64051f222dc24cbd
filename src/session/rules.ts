import type { Rule } from '../api/reason.ts';
import { RUN_RULES } from '../simulation/rules.ts';
import { FINDINGS } from '../findings/table.ts';

/** Everything that `explain` knows: the rules of the controllers, and the findings. In the order of ids. */
export const ALL_RULES: readonly Rule[] = [...RUN_RULES, ...FINDINGS].sort((a, b) => (a.id < b.id ? -1 : 1));
