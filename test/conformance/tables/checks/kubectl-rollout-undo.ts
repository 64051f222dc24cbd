import { numberOf } from '../inputs.ts';
import { kubectl } from '../kubectl.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'kubectl-rollout-undo',
  compute: (row) => {
    const command = `kubectl rollout undo deployment/shop --to-revision=${numberOf(row['revision'])}`;
    const { output, error, deployment } = kubectl(command, row);
    return {
      ...(error === undefined ? { text: output.replace('deployment.apps/shop ', '').trimEnd() } : { error }),
      annotations: { ...deployment.metadata.annotations },
      template: { ...deployment.spec.template },
    };
  },
};
