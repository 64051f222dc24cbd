import type { Application } from '../../api/argocd/application.ts';
import { TRACKING_ID_ANNOTATION } from '../../api/argocd/names.ts';
import { ARGO_CD_NAMESPACE } from '../../api/argocd/resources.ts';
import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { apiVersionOf, type KubeObject, type Resource } from '../../api/resources.ts';
import type { ApiServer } from '../../api/server.ts';
import { own } from '../../text/own.ts';
import { textAt, valueAt } from './fields.ts';

/** What names an object among those of an Application. */
export interface ObjectKey {
  readonly resource: Resource<KubeObject>;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** `argoproj.io/Rollout/default/shop`. Source: gitops-engine/pkg/utils/kube/kube.go ResourceKey.String */
export function keyText({ resource, namespace, name }: ObjectKey): string {
  return `${resource.group}/${resource.kind}/${namespace}/${name}`;
}

export function keyOfManifest(api: ApiServer, manifest: JsonObject): ObjectKey {
  const resource = api.resourceFor(textAt(manifest, 'apiVersion') ?? '', textAt(manifest, 'kind') ?? '');
  const namespace = resource.namespaced ? (textAt(manifest, 'metadata', 'namespace') ?? '') : '';
  return { resource, namespace, name: textAt(manifest, 'metadata', 'name') ?? '' };
}

export function keyOfObject(resource: Resource<KubeObject>, { metadata }: KubeObject): ObjectKey {
  return { resource, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}

/** The name under which an Application tracks objects. Source: types.go Application.InstanceName */
export function instanceName({ metadata: { namespace, name = '' } }: Application): string {
  return namespace === undefined || namespace === ARGO_CD_NAMESPACE ? name : `${namespace}_${name}`;
}

/** `shop:argoproj.io/Rollout:default/shop`. Source: util/argo/resource_tracking.go BuildAppInstanceValue */
function trackingId(app: string, { resource, namespace, name }: ObjectKey, appNamespace: string): string {
  return `${app}:${resource.group}/${resource.kind}:${namespace === '' ? appNamespace : namespace}/${name}`;
}

/** The Application of a tracking id; undefined for a text that is none. Source: util/argo/resource_tracking.go ParseAppInstanceValue */
export function trackedBy(object: KubeObject): string | undefined {
  const parts = object.metadata.annotations?.[TRACKING_ID_ANNOTATION]?.split(':') ?? [];
  return parts.length === 3 ? parts[0] : undefined;
}

/** Whether the object's tracking id is its own: a ReplicaSet has that of its Rollout. Source: controller/state.go isSelfReferencedObj */
export function isSelfReferenced(app: string, key: ObjectKey, object: KubeObject, appNamespace: string): boolean {
  const id = object.metadata.annotations?.[TRACKING_ID_ANNOTATION];
  return id === undefined || trackedBy(object) !== app || id === trackingId(app, key, appNamespace);
}

export function annotationsOf(manifest: JsonObject | undefined): JsonObject {
  const annotations = valueAt(manifest, 'metadata', 'annotations');
  return isJsonObject(annotations) ? annotations : {};
}

/** The texts of an annotation with commas. Source: gitops-engine/pkg/sync/resource/annotations.go GetAnnotationCSVs */
export function annotationList(annotations: JsonObject, key: string): readonly string[] {
  const value = own(annotations, key);
  if (typeof value !== 'string') return [];
  const texts = value.split(',').map((text) => text.trim());
  return [...new Set(texts)].filter((text) => text !== '');
}

/** A manifest as it goes to the cluster: in the Application's namespace if it names none, and tracked. Source: controller/state.go NormalizeTargetObjects */
export function targetOf(api: ApiServer, app: Application, manifest: JsonObject): JsonObject {
  const namespace = app.spec.destination.namespace ?? '';
  const own = keyOfManifest(api, manifest);
  const key = own.resource.namespaced && own.namespace === '' ? { ...own, namespace } : own;
  const metadata = valueAt(manifest, 'metadata');
  return {
    ...manifest,
    apiVersion: apiVersionOf(own.resource),
    metadata: {
      ...(isJsonObject(metadata) ? metadata : {}),
      ...(key.namespace === '' ? {} : { namespace: key.namespace }),
      annotations: {
        ...annotationsOf(manifest),
        [TRACKING_ID_ANNOTATION]: trackingId(instanceName(app), key, namespace),
      },
    },
  };
}
