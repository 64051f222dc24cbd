import type { Application } from '../../api/argocd/application.ts';
import type { GitRepository } from '../../api/argocd/git-repository.ts';
import { GIT_REPOSITORY } from '../../api/argocd/resources.ts';
import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { bodyChanged } from '../../api/object-form.ts';
import type { KubeObject, Resource } from '../../api/resources.ts';
import type { ApiServer, WatchEvent } from '../../api/server.ts';
import { resourceHealth } from './health/resource-health.ts';
import { instanceName, keyOfManifest, keyOfObject, type ObjectKey, trackedBy } from './objects.ts';

/** The objects of the cluster that Applications track: of the kinds that Git has or ever had. */
export class LiveObjects {
  readonly #api: ApiServer;
  readonly #kinds = new Set<Resource<KubeObject>>();
  readonly #changed: (app: string) => void;

  /** `changed` hears the name of an Application of which an object has changed in a way that counts. */
  constructor(api: ApiServer, changed: (app: string) => void) {
    this.#api = api;
    this.#changed = changed;
    for (const repository of api.list(GIT_REPOSITORY)) this.#learn(repository);
    api.watch(GIT_REPOSITORY, ({ object }) => this.#learn(object));
  }

  /** Objects that carry the Application's tracking id and belong to no other object. */
  trackedBy(app: Application): readonly { readonly key: ObjectKey; readonly object: KubeObject }[] {
    const name = instanceName(app);
    return [...this.#kinds].flatMap((resource) =>
      this.#api
        .list(resource)
        .filter((object) => isRoot(object) && trackedBy(object) === name)
        .map((object) => ({ key: keyOfObject(resource, object), object })),
    );
  }

  #learn({ commits = [] }: GitRepository): void {
    const files = commits.at(-1)?.files ?? [];
    for (const object of files.flatMap(({ objects = [] }) => objects)) if (isJsonObject(object)) this.#watch(object);
  }

  #watch(manifest: JsonObject): void {
    const { resource } = keyOfManifest(this.#api, manifest);
    if (this.#kinds.has(resource)) return;
    this.#kinds.add(resource);
    this.#api.watch(resource, (event) => this.#hear(resource, event));
  }

  #hear(resource: Resource<KubeObject>, event: WatchEvent<KubeObject>): void {
    const app = trackedBy(event.object);
    if (app === undefined || !isRoot(event.object)) return;
    if (event.type !== 'MODIFIED' || counts(resource, event.previous, event.object)) this.#changed(app);
  }
}

/** Source: gitops-engine/pkg/cache/resource.go isRootAppNode */
function isRoot({ metadata }: KubeObject): boolean {
  return (metadata.ownerReferences ?? []).length === 0;
}

/**
 * A change counts unless it is one of the status alone that leaves the health as it was.
 *
 * Source: controller/cache/cache.go skipResourceUpdate, with the defaults of ignoreResourceUpdates
 */
function counts(resource: Resource<KubeObject>, before: KubeObject, after: KubeObject): boolean {
  if (bodyChanged({ ...resource, statusSubresource: true }, before, after)) return true;
  if (before.metadata.annotations !== after.metadata.annotations) return true;
  if (before.metadata.labels !== after.metadata.labels) return true;
  return resourceHealth(before)?.status !== resourceHealth(after)?.status;
}
