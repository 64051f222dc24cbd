import { isScheduledAlike, schedule } from '../scheduling.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = { table: 'scheduler-fit', compute: schedule, equal: isScheduledAlike };
