import { APPLICATION } from '../../api/argocd/resources.ts';
import { formatSpan } from '../../text/durations.ts';
import { refOf } from '../../timeline/object-ref.ts';
import { isOfKind } from '../../timeline/state.ts';
import type { FindingRule } from '../finding.ts';

export const argocdSyncFails: FindingRule = {
  id: 'finding.argocd.syncFails',
  title: 'A sync fails, and the cluster stays as it was',
  statement:
    'A sync that fails changes nothing more; automated syncs of a commit that failed are not repeated without a retry policy, so that the cluster keeps what it had.',
  template: 'Application {name} is not synced since {since}: {message}',
  severity: 'stuck',
  source: 'argo-cd: controller/appcontroller.go processRequestedAppOperation, autoSync',
  example: {
    inputs: { name: 'shop', since: '2m0s', message: 'one or more objects failed to apply' },
    text: 'Application shop is not synced since 2m0s: one or more objects failed to apply',
  },
  find: (run) =>
    run
      .at(run.endMs)
      .list(APPLICATION)
      .flatMap((application) => {
        const state = application.status?.operationState;
        if (state === undefined) return [];
        const isRetried = state.phase === 'Running' && (state.retryCount ?? 0) > 0;
        if (state.phase !== 'Failed' && state.phase !== 'Error' && !isRetried) return [];
        const object = refOf(APPLICATION, application);
        const began = run.timeline.entries.find(
          (entry) =>
            entry.kind === 'change' &&
            isOfKind(APPLICATION, entry, entry.after) &&
            entry.object.name === object.name &&
            entry.after.status?.operationState?.startedAt === state.startedAt,
        );
        const failed = (state.syncResult?.resources ?? []).find(({ status }) => status === 'SyncFailed');
        const detail = failed === undefined ? '' : ` (${failed.kind} ${failed.name}: ${failed.message ?? ''})`;
        const atMs = began?.atMs ?? run.endMs;
        const inputs = { name: object.name, since: formatSpan(atMs), message: `${state.message ?? ''}${detail}` };
        return [
          { atMs, lastSeq: began?.seq ?? 0, object, field: 'spec.source', inputs, cost: { ms: run.endMs - atMs } },
        ];
      }),
};
