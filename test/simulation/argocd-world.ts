import type { Application } from '../../src/api/argocd/application.ts';
import type { GitFile } from '../../src/api/argocd/git-repository.ts';
import { APPLICATION, ARGO_CD_NAMESPACE } from '../../src/api/argocd/resources.ts';
import type { JsonObject } from '../../src/api/json.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { stateAt } from '../../src/timeline/state.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import type { Action } from '../../src/world/actions/actions.ts';
import { type ArgoCdSettings, DEFAULT_SETTINGS } from '../../src/world/argocd.ts';
import type { World } from '../../src/world/world.ts';
import { worldOf } from './worlds.ts';

const URL = 'https://git.example/shop.git';

export function application(syncPolicy: JsonObject, spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'shop', namespace: ARGO_CD_NAMESPACE },
    spec: {
      project: 'default',
      source: { repoURL: URL, path: '.', targetRevision: 'HEAD' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'default' },
      syncPolicy,
      ...spec,
    },
  };
}

export const AUTOMATED = { automated: { prune: true, selfHeal: true } };

/** An object of Git that nobody acts on. */
export function configMap(name: string, data: JsonObject = { a: '1' }, annotations: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations }, data };
}

export function file(path: string, ...objects: readonly JsonObject[]): GitFile {
  return { path, objects };
}

export interface ArgoCdWorld {
  readonly app?: JsonObject;
  readonly also?: readonly JsonObject[];
  readonly files: readonly GitFile[];
  readonly settings?: Partial<ArgoCdSettings>;
  /** What happens, in seconds of the run. */
  readonly script?: readonly (readonly [number, Action])[];
  readonly world?: Partial<World>;
}

/** A run of one Application and its repository, with a webhook unless told otherwise. */
export function runArgoCd({
  app = application(AUTOMATED),
  also = [],
  files,
  settings,
  script = [],
  world,
}: ArgoCdWorld): Timeline {
  return runWorld(
    worldOf({
      git: [{ name: 'shop', url: URL, message: 'first', files }],
      argocd: { ...DEFAULT_SETTINGS, webhook: true, ...settings },
      manifests: [...also, app],
      script: script.map(([seconds, action]) => ({ trigger: { atMs: seconds * 1000 }, action })),
      until: { ms: 600_000 },
      ...world,
    }),
    { freeze: true },
  );
}

/** The Application at a second of the run. */
export function appAt(timeline: Timeline, seconds: number): Application {
  const found = stateAt(timeline, seconds * 1000).find(APPLICATION, ARGO_CD_NAMESPACE, 'shop');
  if (found === undefined) throw new Error('no Application');
  return found;
}

export function commit(files: readonly GitFile[], more: Partial<Extract<Action, { do: 'commit' }>> = {}): Action {
  return { do: 'commit', repository: 'shop', message: 'next', files, ...more };
}

export function run(command: string): Action {
  return { do: 'run', command, namespace: 'default' };
}
