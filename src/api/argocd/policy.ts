import type { Application, ApplicationSource } from './application.ts';

/** Whether the Application is synced without a person. Source: types.go SyncPolicy.IsAutomatedSyncEnabled. */
export function isAutomated({ spec }: Pick<Application, 'spec'>): boolean {
  const automated = spec.syncPolicy?.automated;
  return automated !== undefined && automated.enabled !== false;
}

/** The one source, or the first of several. Source: types.go ApplicationSpec.GetSource. */
export function sourceOf({ spec }: Pick<Application, 'spec'>): ApplicationSource {
  return spec.sources?.[0] ?? spec.source ?? { repoURL: '' };
}

/** Source: types.go SyncOptions.HasOption. */
export function hasSyncOption(options: readonly string[] | undefined, option: string): boolean {
  return options?.includes(option) === true;
}

/** Whether an operation is over. Source: gitops-engine/pkg/sync/common/types.go OperationPhase.Completed. */
export function isCompleted(phase: string | undefined): boolean {
  return phase === 'Failed' || phase === 'Error' || phase === 'Succeeded';
}

/** `https://git.example/shop.git` and `https://git.example/shop` are one repository. Source: util/git/git.go NormalizeGitURL */
export function isSameRepository(a: string, b: string): boolean {
  const normal = (url: string): string =>
    url
      .trim()
      .toLowerCase()
      .replace(/\.git$/, '')
      .replace(/\/$/, '');
  return normal(a) === normal(b);
}
