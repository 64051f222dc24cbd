import type { Application } from '../../api/argocd/application.ts';
import type { GitRepository } from '../../api/argocd/git-repository.ts';
import { isSameRepository, sourceOf } from '../../api/argocd/policy.ts';
import { APPLICATION, GIT_REPOSITORY } from '../../api/argocd/resources.ts';
import type { ObjectReader } from '../../api/reader.ts';

/** What conditions may ask of the Application that manages a rollout. */
export interface AppFacts {
  readonly name: string;
  readonly sync: string;
  readonly health: string;
  readonly revision: string;
  readonly commit: number;
  readonly operation: string;
  readonly message: string;
  readonly syncs: number;
}

/** What conditions may ask of the Git repository of that Application. */
export interface GitFacts {
  readonly revision: string;
  readonly commit: number;
  readonly message: string;
}

export const NO_APP: AppFacts = {
  name: '',
  sync: '',
  health: '',
  revision: '',
  commit: 0,
  operation: '',
  message: '',
  syncs: 0,
};
export const NO_GIT: GitFacts = { revision: '', commit: 0, message: '' };

interface Workload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A revision as people read it. */
const SHORT = 7;

/** The facts of Argo CD and Git around a workload, at the instant of a reader. */
export function gitFacts(reader: ObjectReader, workload: Workload): { readonly app: AppFacts; readonly git: GitFacts } {
  const app = applicationOf(reader, workload);
  const repositories = reader.list(GIT_REPOSITORY);
  const url = app === undefined ? '' : sourceOf(app).repoURL;
  const repository = repositories.find(({ spec }) => isSameRepository(spec.url, url)) ?? repositories[0];
  return { app: app === undefined ? NO_APP : appFacts(app, repository), git: repositoryFacts(repository) };
}

/** The Application whose objects the workload is among, else the first one. */
function applicationOf(reader: ObjectReader, { kind, namespace, name }: Workload): Application | undefined {
  const apps = reader.list(APPLICATION);
  const manages = ({ status }: Application): boolean =>
    (status?.resources ?? []).some(
      (resource) => resource.kind === kind && resource.namespace === namespace && resource.name === name,
    );
  return apps.find(manages) ?? apps[0];
}

function appFacts({ metadata, status }: Application, repository: GitRepository | undefined): AppFacts {
  const revision = status?.sync?.revision ?? '';
  return {
    name: metadata.name ?? '',
    sync: status?.sync?.status ?? '',
    health: status?.health?.status ?? '',
    revision: revision.slice(0, SHORT),
    commit: ordinalOf(repository, revision),
    operation: status?.operationState?.phase ?? '',
    message: status?.operationState?.message ?? '',
    syncs: (status?.history?.at(-1)?.id ?? -1) + 1,
  };
}

function repositoryFacts(repository: GitRepository | undefined): GitFacts {
  const head = repository?.commits?.at(-1);
  if (head === undefined) return NO_GIT;
  return {
    revision: head.revision.slice(0, SHORT),
    commit: repository?.commits?.length ?? 0,
    message: head.message ?? '',
  };
}

/** The first commit of the branch is 1; 0 for a revision that it has not. */
function ordinalOf(repository: GitRepository | undefined, revision: string): number {
  return (repository?.commits ?? []).findIndex((commit) => commit.revision === revision) + 1;
}
