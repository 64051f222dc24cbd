import { appProject, application, type SyncWindow } from '../../../../src/api/argocd/application.ts';
import { canSync, matchingWindows } from '../../../../src/api/argocd/windows/sync-windows.ts';
import { parseTime } from '../../../../src/api/times.ts';
import { jsonOf, objectOf, shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

export const check: TableCheck = {
  table: 'argocd-windows',
  compute: (input) => {
    const { name, server, cluster, namespace } = objectOf(input['app']);
    const destination = { server, name: cluster, namespace };
    const app = shaped(application, { metadata: { name }, spec: { destination, project: 'default' } });
    const project = shaped(appProject, { metadata: {}, spec: { syncWindows: input['windows'] } });
    const windows: readonly SyncWindow[] = project.spec.syncWindows ?? [];
    const matching = matchingWindows(windows, app);
    const startedMs = input['started'] === undefined ? undefined : parseTime(textOf(input['started']));
    const permit = canSync(matching, input['manual'] === true, parseTime(textOf(input['now'])) ?? NaN, startedMs);
    return jsonOf({
      can: permit.allowed,
      error: permit.error,
      matches: matching.map((window) => windows.indexOf(window)),
    });
  },
};
