import type { Application, Operation, OperationState, ResourceStatus } from '../../api/argocd/application.ts';
import { isAutomated, isCompleted, sourceOf } from '../../api/argocd/policy.ts';
import { deepEqual } from '../../api/equality.ts';
import { parseTime } from '../../api/times.ts';
import { selfHealDelayMs } from './backoff.ts';
import type { SyncCode } from './comparison.ts';

/** What a comparison found, as far as auto-sync goes. */
export interface Found {
  readonly status: SyncCode;
  readonly revision: string;
  readonly resources: readonly ResourceStatus[];
}

export type AutoSync =
  | { readonly do: 'nothing'; readonly why: string }
  | { readonly do: 'sync'; readonly operation: Operation; readonly heals: boolean }
  /** Later: self-heal waits. */
  | { readonly do: 'wait'; readonly ms: number }
  /** Not, and people are told why. */
  | { readonly do: 'refuse'; readonly message: string };

/** Without a retry strategy an automated sync is tried five times more. */
const AUTOMATED_RETRIES = 5;

const nothing = (why: string): AutoSync => ({ do: 'nothing', why });

/**
 * Whether Argo CD syncs by itself, and what: a revision that it has not tried yet; the same one again only with selfHeal, after its back-off, and
 * then only the objects that differ.
 *
 * Source: controller/appcontroller.go autoSync
 */
export function decideAutoSync(app: Application, found: Found, nowMs: number): AutoSync {
  const policy = app.spec.syncPolicy;
  const automated = policy?.automated;
  if (!isAutomated(app)) return nothing('auto-sync is off');
  if (app.operation !== undefined) return nothing('another operation is in progress');
  if (found.status !== 'OutOfSync') return nothing(`application status is ${found.status}`);
  const prune = automated?.prune === true;
  const onlyPrunes = found.resources.every((r) => r.status === 'Synced' || r.requiresPruning === true);
  if (!prune && onlyPrunes) return nothing('need to prune extra resources only but automated prune is disabled');
  const operation = automatedOperation(app, found, prune);
  const last = app.status?.operationState;
  const decision = wasAttempted(app, found.revision) ? again(app, found, operation, last, nowMs) : undefined;
  if (decision !== undefined && decision.do !== 'sync') return decision;
  if (prune && automated?.allowEmpty !== true && found.resources.every((r) => r.requiresPruning === true)) {
    const message = `Skipping sync attempt to [${found.revision}]: auto-sync will wipe out all resources`;
    return { do: 'refuse', message };
  }
  return decision ?? { do: 'sync', operation, heals: false };
}

function automatedOperation(app: Application, { revision }: Found, prune: boolean): Operation {
  const policy = app.spec.syncPolicy;
  return {
    sync: { source: sourceOf(app), revision, prune, syncOptions: policy?.syncOptions },
    initiatedBy: { automated: true },
    retry: policy?.retry ?? { limit: AUTOMATED_RETRIES },
  };
}

/** The same revision again. */
function again(
  app: Application,
  { revision, resources }: Found,
  operation: Operation,
  last: OperationState | undefined,
  nowMs: number,
): AutoSync {
  if (last?.phase !== 'Succeeded') {
    const tried = last?.syncResult?.revision;
    const message = `Failed last sync attempt to [${tried ?? ''}]: ${last?.message ?? ''}`;
    return { do: 'refuse', message };
  }
  if (app.spec.syncPolicy?.automated?.selfHeal !== true) return nothing(`most recent sync already to [${revision}]`);
  const attempts = last.operation.sync?.autoHealAttemptsCount ?? 0;
  const finishedMs = parseTime(last.finishedAt ?? '');
  const waitMs = selfHealDelayMs(attempts) - (finishedMs === undefined ? 0 : nowMs - finishedMs);
  if (waitMs > 0) return { do: 'wait', ms: waitMs };
  const differing = resources
    .filter(({ status }) => status !== 'Synced')
    .map(({ group, kind = '', name = '' }) => ({ group, kind, name }));
  const sync = { ...operation.sync, autoHealAttemptsCount: attempts + 1, resources: differing };
  return { do: 'sync', operation: { ...operation, sync }, heals: true };
}

/** Whether the last operation was about this revision of this source. Source: controller/appcontroller.go alreadyAttemptedSync */
function wasAttempted(app: Application, revision: string): boolean {
  const state = app.status?.operationState;
  if (state === undefined) return false;
  if (state.syncResult === undefined) return isCompleted(state.phase);
  return state.syncResult.revision === revision && deepEqual(state.syncResult.source, sourceOf(app));
}
