import type { Application, ApplicationStatus } from '../../api/argocd/application.ts';
import { REFRESH_ANNOTATION } from '../../api/argocd/names.ts';
import { sourceOf } from '../../api/argocd/policy.ts';
import { deepEqual } from '../../api/equality.ts';
import { parseTime } from '../../api/times.ts';

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

/**
 * Whether an Application must be compared again: somebody asks for it, its source has changed, its last comparison is too old, or an object of it
 * has changed (`requested`).
 *
 * Source: controller/appcontroller.go needRefreshAppStatus, comparisonExpiry
 */
export function refreshNeed(
  app: Application,
  requested: CompareLevel | undefined,
  nowMs: number,
  refreshMs: number,
): RefreshNeed | undefined {
  const asked = app.metadata.annotations?.[REFRESH_ANNOTATION];
  if (asked !== undefined) return { reason: `${asked} refresh requested`, level: COMPARE_FORCE_RESOLVE };
  const compared = app.status?.sync?.comparedTo;
  if (!deepEqual(compared?.source, sourceOf(app))) {
    return { reason: 'spec.source differs', level: COMPARE_FORCE_RESOLVE };
  }
  if (isExpired(app.status, nowMs, refreshMs)) return { reason: 'comparison expired', level: COMPARE_WITH_LATEST };
  if (!deepEqual(compared?.destination, app.spec.destination)) {
    return { reason: 'spec.destination differs', level: COMPARE_WITH_LATEST };
  }
  if (!deepEqual(compared?.ignoreDifferences ?? [], app.spec.ignoreDifferences ?? [])) {
    return { reason: 'spec.ignoreDifferences differs', level: COMPARE_WITH_LATEST };
  }
  return requested === undefined ? undefined : { reason: 'controller refresh requested', level: requested };
}

/** An Application that was never compared is out of date; a refresh of 0 never is. Source: types.go ApplicationStatus.Expired */
function isExpired(status: ApplicationStatus | undefined, nowMs: number, refreshMs: number): boolean {
  const reconciledMs = parseTime(status?.reconciledAt ?? '');
  if (reconciledMs === undefined) return true;
  return refreshMs > 0 && reconciledMs + refreshMs < nowMs;
}
