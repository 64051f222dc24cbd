import type { Rule } from '../api/reason.ts';
import { RULES } from '../controllers/rules.ts';
import { FINDING_RULES } from './findings/find-findings.ts';

/** Every rule that a run can name: those of the controllers, and those of findings. In the order of ids. */
export const ALL_RULES: readonly Rule[] = [...RULES, ...FINDING_RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
