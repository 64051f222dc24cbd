import { parseInteger } from '../../api/int64.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import { DEPLOYMENT_ROLLBACK_TO } from './names.ts';

/**
 * The revision that the deprecated annotation asks to go back to, 0 for the last one; undefined without a readable one.
 * Source: rollback.go getRollbackTo.
 */
export function rollbackRevision(deployment: Deployment): number | undefined {
  const revision = parseInteger(deployment.metadata.annotations?.[DEPLOYMENT_ROLLBACK_TO] ?? '');
  return revision === undefined ? undefined : Number(revision);
}
