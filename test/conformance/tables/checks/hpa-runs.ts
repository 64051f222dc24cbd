import { autoscalerRun, isRunAlike } from '../autoscaler.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = { table: 'hpa-runs', compute: autoscalerRun, equal: isRunAlike };
