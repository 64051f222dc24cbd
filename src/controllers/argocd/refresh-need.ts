import type { Application } from '../../api/argocd/application.ts';
import { REFRESH_ANNOTATION } from '../../api/argocd/names.ts';
import { sourceOf } from '../../api/argocd/policy.ts';
import { deepEqual } from '../../api/equality.ts';

/** How deep a refresh goes: the cluster against the revision compared last, against Git as it is known, or as it is. */
export const COMPARE_WITH_RECENT = 1;
export const COMPARE_WITH_LATEST = 2;
export const COMPARE_FORCE_RESOLVE = 3;
export type CompareLevel = typeof COMPARE_WITH_RECENT | typeof COMPARE_WITH_LATEST | typeof COMPARE_FORCE_RESOLVE;

/** Why an Application is compared again, and how. */
export interface RefreshNeed {
  readonly reason: string;
  readonly level: CompareLevel;
}

/** When an Application was compared with Git last, in whole seconds, and for how long that counts. */
export interface RefreshClock {
  readonly nowMs: number;
  readonly refreshMs: number;
  readonly comparedMs: number | undefined;
}

/**
 * Whether an Application must be compared again: somebody asks for it, its source has changed, its last comparison is too old, or an object of it
 * has changed (`requested`).
 *
 * Source: controller/appcontroller.go needRefreshAppStatus, comparisonExpiry; types.go ApplicationStatus.Expired
 */
export function refreshNeed(
  app: Application,
  requested: CompareLevel | undefined,
  { nowMs, refreshMs, comparedMs }: RefreshClock,
): RefreshNeed | undefined {
  const asked = app.metadata.annotations?.[REFRESH_ANNOTATION];
  if (asked !== undefined) return { reason: `${asked} refresh requested`, level: COMPARE_FORCE_RESOLVE };
  const compared = app.status?.sync?.comparedTo;
  if (!deepEqual(compared?.source, sourceOf(app))) {
    return { reason: 'spec.source differs', level: COMPARE_FORCE_RESOLVE };
  }
  // Never compared: always. A refresh period of 0 never ends.
  const isExpired = comparedMs === undefined || (refreshMs > 0 && comparedMs + refreshMs < nowMs);
  if (isExpired) return { reason: 'comparison expired', level: COMPARE_WITH_LATEST };
  if (!deepEqual(compared?.destination, app.spec.destination)) {
    return { reason: 'spec.destination differs', level: COMPARE_WITH_LATEST };
  }
  if (!deepEqual(compared?.ignoreDifferences ?? [], app.spec.ignoreDifferences ?? [])) {
    return { reason: 'spec.ignoreDifferences differs', level: COMPARE_WITH_LATEST };
  }
  return requested === undefined ? undefined : { reason: 'controller refresh requested', level: requested };
}
