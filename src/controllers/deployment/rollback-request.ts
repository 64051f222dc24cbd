import { DEPLOYMENT_ROLLBACK_TO } from '../../api/deployments/names.ts';
import { annotatedInteger } from '../../api/deployments/revisions.ts';
import type { Deployment } from '../../api/shape/apps.ts';

/**
 * The revision that the deprecated annotation asks to go back to, 0 for the last one; undefined without a readable one.
 * Source: rollback.go getRollbackTo.
 */
export function rollbackRevision(deployment: Deployment): number | undefined {
  return annotatedInteger(deployment, DEPLOYMENT_ROLLBACK_TO);
}
