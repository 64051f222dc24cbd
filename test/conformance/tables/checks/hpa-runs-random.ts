import { autoscalerRun, isRunAlike } from '../autoscaler.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = { table: 'hpa-runs-random', compute: autoscalerRun, equal: isRunAlike };
