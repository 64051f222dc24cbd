import { deploymentRolloutStatus } from '../../../../src/plugin/views/deployment.ts';
import { CommandError } from '../../../../src/plugin/command.ts';
import { deployment } from '../../../../src/api/shape/apps.ts';
import { numberOf, shaped } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'kubectl-rollout-status',
  compute: (row) => {
    try {
      return { ...deploymentRolloutStatus(shaped(deployment, row['deployment']), numberOf(row['revision'])) };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return { done: false, error: error.message, text: '' };
    }
  },
};
