/** Applications, as in github.com/argoproj/argo-cd v3.5.1 pkg/apis/application/v1alpha1/types.go. Parts that nothing here acts on are kept as written. */
import { objectMeta, typeMeta } from '../shape/meta.ts';
import { bool, type Infer, int, kept, list, map, omit, pointer, raw, struct, text, time } from '../shape/shape.ts';

const applicationSource = struct({
  repoURL: kept(text),
  path: omit(text),
  targetRevision: omit(text),
  helm: omit(raw),
  kustomize: omit(raw),
  directory: pointer(struct({ recurse: omit(bool), jsonnet: omit(raw), exclude: omit(text), include: omit(text) })),
  plugin: omit(raw),
  chart: omit(text),
  ref: omit(text),
  name: omit(text),
});
export type ApplicationSource = Infer<typeof applicationSource>;

const applicationDestination = struct({ server: omit(text), namespace: omit(text), name: omit(text) });

const retryStrategy = struct({
  limit: omit(int),
  backoff: pointer(struct({ duration: omit(text), factor: pointer(int), maxDuration: omit(text) })),
  refresh: omit(bool),
});
export type RetryStrategy = Infer<typeof retryStrategy>;

export const syncPolicy = struct({
  automated: pointer(
    struct({ prune: pointer(bool), selfHeal: pointer(bool), allowEmpty: pointer(bool), enabled: pointer(bool) }),
  ),
  syncOptions: omit(list(text)),
  retry: pointer(retryStrategy),
  managedNamespaceMetadata: omit(raw),
});
export type SyncPolicy = Infer<typeof syncPolicy>;

const resourceIgnoreDifferences = struct({
  group: omit(text),
  kind: kept(text),
  name: omit(text),
  namespace: omit(text),
  jsonPointers: omit(list(text)),
  jqPathExpressions: omit(list(text)),
  managedFieldsManagers: omit(list(text)),
});
export type ResourceIgnoreDifferences = Infer<typeof resourceIgnoreDifferences>;

const applicationSpec = struct({
  source: pointer(applicationSource),
  destination: kept(applicationDestination),
  project: kept(text),
  syncPolicy: pointer(syncPolicy),
  ignoreDifferences: omit(list(resourceIgnoreDifferences)),
  info: omit(raw),
  revisionHistoryLimit: pointer(int),
  sources: omit(list(applicationSource)),
  sourceHydrator: omit(raw),
});
export type ApplicationSpec = Infer<typeof applicationSpec>;

const syncOperationResource = struct({
  group: omit(text),
  kind: kept(text),
  name: kept(text),
  namespace: omit(text),
});
export type SyncOperationResource = Infer<typeof syncOperationResource>;

export const syncStrategy = struct({
  apply: pointer(struct({ force: omit(bool) })),
  hook: pointer(struct({ force: omit(bool) })),
});

const syncOperation = struct({
  revision: omit(text),
  prune: omit(bool),
  dryRun: omit(bool),
  syncStrategy: pointer(syncStrategy),
  resources: omit(list(syncOperationResource)),
  source: pointer(applicationSource),
  manifests: omit(list(text)),
  syncOptions: omit(list(text)),
  sources: omit(list(applicationSource)),
  revisions: omit(list(text)),
  autoHealAttemptsCount: omit(int),
});
export type SyncOperation = Infer<typeof syncOperation>;

const operationInitiator = struct({ username: omit(text), automated: omit(bool) });

export const operation = struct({
  sync: pointer(syncOperation),
  initiatedBy: kept(operationInitiator),
  info: omit(raw),
  retry: kept(retryStrategy),
});
export type Operation = Infer<typeof operation>;

const resourceResult = struct({
  group: kept(text),
  version: kept(text),
  kind: kept(text),
  namespace: kept(text),
  name: kept(text),
  status: omit(text),
  message: omit(text),
  hookType: omit(text),
  hookPhase: omit(text),
  syncPhase: omit(text),
  images: omit(list(text)),
});
export type ResourceResult = Infer<typeof resourceResult>;

export const syncResult = struct({
  resources: omit(list(resourceResult)),
  revision: kept(text),
  source: pointer(applicationSource),
  sources: omit(list(applicationSource)),
  revisions: omit(list(text)),
  managedNamespaceMetadata: omit(raw),
});
export type SyncResult = Infer<typeof syncResult>;

export const operationState = struct({
  operation: kept(operation),
  phase: kept(text),
  message: omit(text),
  syncResult: pointer(syncResult),
  startedAt: kept(time),
  finishedAt: pointer(time),
  retryCount: omit(int),
});
export type OperationState = Infer<typeof operationState>;

export const resourceHealth = struct({
  status: omit(text),
  message: omit(text),
  lastTransitionTime: pointer(time),
});

export const resourceStatus = struct({
  group: omit(text),
  version: omit(text),
  kind: omit(text),
  namespace: omit(text),
  name: omit(text),
  status: omit(text),
  health: pointer(resourceHealth),
  hook: omit(bool),
  requiresPruning: omit(bool),
  syncWave: omit(int),
  requiresDeletionConfirmation: omit(bool),
});
export type ResourceStatus = Infer<typeof resourceStatus>;

export const syncStatus = struct({
  status: kept(text),
  comparedTo: kept(
    struct({
      source: pointer(applicationSource),
      destination: kept(applicationDestination),
      sources: omit(list(applicationSource)),
      ignoreDifferences: omit(list(resourceIgnoreDifferences)),
    }),
  ),
  revision: omit(text),
  revisions: omit(list(text)),
});
export type SyncStatus = Infer<typeof syncStatus>;

export const revisionHistory = struct({
  revision: omit(text),
  deployedAt: kept(time),
  id: kept(int),
  source: pointer(applicationSource),
  deployStartedAt: pointer(time),
  sources: omit(list(applicationSource)),
  revisions: omit(list(text)),
  initiatedBy: kept(operationInitiator),
});
export type RevisionHistory = Infer<typeof revisionHistory>;

const applicationCondition = struct({
  type: kept(text),
  message: kept(text),
  lastTransitionTime: pointer(time),
});
export type ApplicationCondition = Infer<typeof applicationCondition>;

const applicationStatus = struct({
  resources: omit(list(resourceStatus)),
  sync: pointer(syncStatus),
  health: pointer(resourceHealth),
  history: omit(list(revisionHistory)),
  conditions: omit(list(applicationCondition)),
  reconciledAt: pointer(time),
  operationState: pointer(operationState),
  observedAt: pointer(time),
  sourceType: omit(text),
  summary: omit(raw),
  resourceHealthSource: omit(text),
  sourceTypes: omit(list(text)),
  controllerNamespace: omit(text),
  sourceHydrator: omit(raw),
});
export type ApplicationStatus = Infer<typeof applicationStatus>;

export const application = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(applicationSpec),
  status: pointer(applicationStatus),
  operation: pointer(operation),
});
export type Application = Infer<typeof application>;

const syncWindow = struct({
  kind: omit(text),
  schedule: omit(text),
  duration: omit(text),
  applications: omit(list(text)),
  namespaces: omit(list(text)),
  clusters: omit(list(text)),
  manualSync: omit(bool),
  timeZone: omit(text),
  andOperator: omit(bool),
  description: omit(text),
  syncOverrun: omit(bool),
});
export type SyncWindow = Infer<typeof syncWindow>;

export const appProject = struct({
  ...typeMeta.fields,
  metadata: kept(objectMeta),
  spec: kept(
    struct({
      sourceRepos: omit(list(text)),
      destinations: omit(raw),
      description: omit(text),
      roles: omit(raw),
      clusterResourceWhitelist: omit(raw),
      namespaceResourceBlacklist: omit(raw),
      orphanedResources: omit(raw),
      syncWindows: omit(list(syncWindow)),
      namespaceResourceWhitelist: omit(raw),
      signatureKeys: omit(raw),
      clusterResourceBlacklist: omit(raw),
      sourceNamespaces: omit(list(text)),
      permitOnlyProjectScopedClusters: omit(bool),
      destinationServiceAccounts: omit(raw),
      sourceIntegrity: omit(raw),
    }),
  ),
  status: omit(map(raw)),
});
export type AppProject = Infer<typeof appProject>;
