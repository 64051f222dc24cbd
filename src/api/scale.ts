import { ApiError } from './errors.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from './json.ts';
import { fieldsOf, notFound } from './object-form.ts';
import type { Because } from './reason.ts';
import { DEPLOYMENT, groupResource, type KubeObject, REPLICA_SET, type Resource, ROLLOUT } from './resources.ts';
import { labelSelectorAsSelector } from './selector.ts';
import type { ApiServer } from './server.ts';
import type { LabelSelector } from './shape/meta.ts';
import { own } from '../text/own.ts';

/** The scale subresource of an object: how many pods it wants and has, and which are its own. Source: k8s.io/api/autoscaling/v1 Scale. */
export interface Scale {
  /** Of the object. */
  readonly uid: string;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  /** In the notation of labels; empty if there is none. */
  readonly selector: string;
}

/** An object that can be scaled. */
export interface ScaleTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Where an object keeps what its scale subresource shows. */
interface ScalePaths {
  readonly specReplicas: readonly string[];
  readonly statusReplicas: readonly string[];
  /** A text in the notation of labels, or a LabelSelector. */
  readonly selector: readonly string[];
}

/** Source: manifests/crds/rollout-crd.yaml subresources.scale. */
const ROLLOUT_PATHS: ScalePaths = {
  specReplicas: ['spec', 'replicas'],
  statusReplicas: ['status', 'HPAReplicas'],
  selector: ['status', 'selector'],
};

const WORKLOAD_PATHS: ScalePaths = {
  specReplicas: ['spec', 'replicas'],
  statusReplicas: ['status', 'replicas'],
  selector: ['spec', 'selector'],
};

const BUILT_IN: ReadonlyMap<string, ScalePaths> = new Map([
  [groupResource(ROLLOUT), ROLLOUT_PATHS],
  [groupResource(DEPLOYMENT), WORKLOAD_PATHS],
  [groupResource(REPLICA_SET), WORKLOAD_PATHS],
  ['statefulsets.apps', WORKLOAD_PATHS],
]);

function pathOf(value: Json | undefined): readonly string[] {
  return typeof value === 'string' ? value.split('.').filter((part) => part !== '') : [];
}

function childOf(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? own(value, key) : undefined;
}

function valueAt(object: JsonObject, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(childOf, object);
}

/** The paths that a CustomResourceDefinition among the objects gives; undefined without a scale subresource. */
function customPaths(api: ApiServer, resource: Resource<KubeObject>): ScalePaths | undefined {
  const definitions = api.list(api.resourceFor('apiextensions.k8s.io/v1', 'CustomResourceDefinition'));
  for (const definition of definitions) {
    const spec = fieldsOf(definition)['spec'];
    const names = childOf(spec, 'names');
    if (childOf(spec, 'group') !== resource.group || childOf(names, 'kind') !== resource.kind) continue;
    const versions = childOf(spec, 'versions');
    const version = (isJsonArray(versions) ? versions : []).find((item) => childOf(item, 'name') === resource.version);
    const scale = childOf(childOf(version, 'subresources'), 'scale');
    if (scale === undefined) return undefined;
    return {
      specReplicas: pathOf(childOf(scale, 'specReplicasPath')),
      statusReplicas: pathOf(childOf(scale, 'statusReplicasPath')),
      selector: pathOf(childOf(scale, 'labelSelectorPath')),
    };
  }
  return undefined;
}

interface Scalable {
  readonly resource: Resource<KubeObject>;
  /** Undefined: the kind has no scale subresource. */
  readonly paths: ScalePaths | undefined;
}

function scalableOf(api: ApiServer, { apiVersion, kind }: ScaleTarget): Scalable {
  const resource = api.resourceFor(apiVersion, kind);
  return { resource, paths: BUILT_IN.get(groupResource(resource)) ?? customPaths(api, resource) };
}

/** Whether objects of this kind can be scaled. Source: pkg/controller/disruption/disruption.go implementsScale. */
export function implementsScale(api: ApiServer, target: ScaleTarget): boolean {
  return scalableOf(api, target).paths !== undefined;
}

function isLabelSelector(value: Json | undefined): value is JsonObject & LabelSelector {
  return isJsonObject(value);
}

function integerOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** The scale of an object; throws NotFound if it is not there, or cannot be scaled. */
export function readScale(api: ApiServer, target: ScaleTarget): Scale {
  const { resource, paths } = scalableOf(api, target);
  if (paths === undefined) throw noMatch(resource);
  const object = api.get(resource, target.namespace, target.name);
  const fields = fieldsOf(object);
  const selector = valueAt(fields, paths.selector);
  return {
    uid: object.metadata.uid ?? '',
    specReplicas: integerOf(valueAt(fields, paths.specReplicas)),
    statusReplicas: integerOf(valueAt(fields, paths.statusReplicas)),
    selector:
      typeof selector === 'string'
        ? selector
        : isLabelSelector(selector)
          ? labelSelectorAsSelector(selector).toString()
          : '',
  };
}

/** Changes how many pods an object wants. */
export function writeScale(api: ApiServer, target: ScaleTarget, replicas: number, because: readonly Because[]): void {
  const { resource, paths } = scalableOf(api, target);
  if (paths === undefined) throw noMatch(resource);
  const patch = paths.specReplicas.reduceRight<Json>((value, key) => ({ [key]: value }), replicas);
  if (!isJsonObject(patch)) throw notFound(resource, target.name);
  api.patch(resource, target.namespace, target.name, patch, { because });
}

function noMatch({ kind, group }: Resource<KubeObject>): ApiError {
  return new ApiError('NotFound', `no matches for kind "${kind}" in group "${group}"`);
}
