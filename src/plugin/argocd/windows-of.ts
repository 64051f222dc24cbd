import type { Application, SyncWindow } from '../../api/argocd/application.ts';
import { APP_PROJECT } from '../../api/argocd/resources.ts';
import { matchingWindows } from '../../api/argocd/windows/sync-windows.ts';
import type { ObjectReader } from '../../api/reader.ts';

/** The sync windows that concern an Application. */
export function windowsOf(reader: ObjectReader, app: Application): readonly SyncWindow[] {
  const project = reader.find(APP_PROJECT, app.metadata.namespace ?? '', app.spec.project || 'default');
  return matchingWindows(project?.spec.syncWindows ?? [], app);
}
