import { IGNORE_HEALTHCHECK_ANNOTATION } from '../../../api/argocd/names.ts';
import type { KubeObject } from '../../../api/resources.ts';
import { type Health, type HealthCode, isWorse } from './health-status.ts';
import { resourceHealth } from './resource-health.ts';

/** An object of an Application as its health is judged. */
export interface JudgedResource {
  readonly live: KubeObject | undefined;
  /** Skipped objects, hooks: no part of the Application's health. */
  readonly apart: boolean;
}

export interface ApplicationHealth {
  readonly status: HealthCode;
  /** Of each object, in their order; undefined if it has none. */
  readonly resources: readonly (Health | undefined)[];
}

/**
 * The health of an Application is that of its worst object. An object that is not there is Missing, which counts only when nothing of the Application
 * is there; a child Application's unknown health does not count.
 *
 * Source: controller/health.go setApplicationHealth
 */
export function applicationHealth(resources: readonly JudgedResource[]): ApplicationHealth {
  let status: HealthCode = 'Healthy';
  const judged = resources.map(({ live, apart }): Health | undefined => {
    if (apart || live?.metadata.annotations?.[IGNORE_HEALTHCHECK_ANNOTATION] === 'true') return undefined;
    if (live === undefined) return { status: 'Missing', message: '' };
    const found = resourceHealth(live);
    if (found !== undefined && isWorse(status, found.status)) status = found.status;
    return found;
  });
  const counted = resources.filter(({ apart }) => !apart);
  const nothingThere = counted.length > 0 && counted.every(({ live }) => live === undefined);
  return { status: nothingThere && isWorse(status, 'Missing') ? 'Missing' : status, resources: judged };
}
