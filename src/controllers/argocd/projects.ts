import type { Application, SyncWindow } from '../../api/argocd/application.ts';
import { APP_PROJECT } from '../../api/argocd/resources.ts';
import { canSync, matchingWindows, type SyncPermit } from '../../api/argocd/windows/sync-windows.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { parseTime } from '../../api/times.ts';

/** The sync windows of an Application; undefined if its project is not there. The project `default` is in every installation. */
export function windowsOf(api: ObjectReader, app: Application): readonly SyncWindow[] | undefined {
  const name = app.spec.project === '' ? 'default' : app.spec.project;
  const project = api.find(APP_PROJECT, app.metadata.namespace ?? '', name);
  if (project === undefined) return name === 'default' ? [] : undefined;
  return matchingWindows(project.spec.syncWindows ?? [], app);
}

/** Whether the operation under way may go on. Source: controller/sync.go syncWindowPreventsSync */
export function operationPermit(api: ObjectReader, app: Application, nowMs: number): SyncPermit {
  const state = app.status?.operationState;
  const manual = state !== undefined && state.operation.initiatedBy.automated !== true;
  return canSync(windowsOf(api, app) ?? [], manual, nowMs, parseTime(state?.startedAt ?? ''));
}
