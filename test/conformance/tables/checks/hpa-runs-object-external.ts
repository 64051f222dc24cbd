import { autoscalerRun, isRunAlike } from '../autoscaler.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = { table: 'hpa-runs-object-external', compute: autoscalerRun, equal: isRunAlike };
