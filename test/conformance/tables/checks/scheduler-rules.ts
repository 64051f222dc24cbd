import { isScheduledAlike, schedule } from '../scheduling.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = { table: 'scheduler-rules', compute: schedule, equal: isScheduledAlike };
