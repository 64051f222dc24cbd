import { toleration } from '../../../../src/api/shape/core-affinity.ts';
import { evictionDelayMs, NOT_READY, UNREACHABLE, withDefaultTolerations } from '../../../../src/api/tolerations.ts';
import { listOf, shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'toleration-seconds',
  compute: (row) => {
    const tolerations = withDefaultTolerations(listOf(row['tolerations']).map((item) => shaped(toleration, item)));
    const secondsOn = (key: string): number | null => {
      const delayMs = evictionDelayMs(tolerations, [{ key, value: '', effect: 'NoExecute' }]);
      return delayMs === Infinity ? null : delayMs / 1000;
    };
    return {
      tolerations: tolerations.map((item) => ({ ...item })),
      notReady: secondsOn(NOT_READY),
      unreachable: secondsOn(UNREACHABLE),
    };
  },
};
