import type { KubeObject, Resource } from '../resources.ts';
import { type Application, application, type AppProject, appProject } from './application.ts';
import { type GitRepository, gitRepository } from './git-repository.ts';

export const APPLICATION: Resource<Application> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'Application',
  plural: 'applications',
  namespaced: true,
  statusSubresource: false,
  generation: true,
  shape: application,
};

export const APP_PROJECT: Resource<AppProject> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  kind: 'AppProject',
  plural: 'appprojects',
  namespaced: true,
  statusSubresource: false,
  generation: true,
  shape: appProject,
};

/** A Git repository of a rehearsal. */
export const GIT_REPOSITORY: Resource<GitRepository> = {
  group: 'rehearse.dev',
  version: 'v1',
  kind: 'GitRepository',
  plural: 'gitrepositories',
  namespaced: false,
  statusSubresource: false,
  generation: false,
  shape: gitRepository,
};

/** The kinds of Argo CD and of the Git repositories that it reads. */
export const ARGO_CD_RESOURCES: readonly Resource<KubeObject>[] = [APPLICATION, APP_PROJECT, GIT_REPOSITORY];

/** Where Argo CD is installed, and its Applications are. */
export const ARGO_CD_NAMESPACE = 'argocd';
