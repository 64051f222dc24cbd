import { ApiError } from './errors.ts';
import type { Because } from './reason.ts';
import { DEPLOYMENT, type KubeObject, REPLICA_SET, type Resource, ROLLOUT } from './resources.ts';
import { labelSelectorAsSelector } from './selector.ts';
import type { ApiServer } from './server.ts';
import type { Deployment, ReplicaSet } from './shape/apps.ts';

/** The scale subresource of an object: how many pods it wants and has, and which are its own. Source: k8s.io/api/autoscaling/v1 Scale. */
export interface Scale {
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

function groupOf({ apiVersion }: ScaleTarget): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

function isTarget(target: ScaleTarget, resource: Resource<KubeObject>): boolean {
  return target.kind === resource.kind && groupOf(target) === resource.group;
}

/** The scale of an object; throws NotFound if it is not there, or cannot be scaled. */
export function readScale(api: ApiServer, target: ScaleTarget): Scale {
  const { namespace, name } = target;
  if (isTarget(target, ROLLOUT)) {
    // The paths of the CustomResourceDefinition: .spec.replicas, .status.HPAReplicas, .status.selector.
    const { spec, status } = api.get(ROLLOUT, namespace, name);
    return {
      specReplicas: spec.replicas ?? 0,
      statusReplicas: status.HPAReplicas ?? 0,
      selector: status.selector ?? '',
    };
  }
  if (isTarget(target, DEPLOYMENT)) return workloadScale(api.get(DEPLOYMENT, namespace, name));
  if (isTarget(target, REPLICA_SET)) return workloadScale(api.get(REPLICA_SET, namespace, name));
  throw noMatch(target);
}

function workloadScale({ spec, status }: Deployment | ReplicaSet): Scale {
  return {
    specReplicas: spec.replicas ?? 0,
    statusReplicas: status.replicas ?? 0,
    selector: labelSelectorAsSelector(spec.selector).toString(),
  };
}

/** Changes how many pods an object wants. */
export function writeScale(api: ApiServer, target: ScaleTarget, replicas: number, because: readonly Because[]): void {
  const { namespace, name } = target;
  const patch = { spec: { replicas } };
  if (isTarget(target, ROLLOUT)) api.patch(ROLLOUT, namespace, name, patch, { because });
  else if (isTarget(target, DEPLOYMENT)) api.patch(DEPLOYMENT, namespace, name, patch, { because });
  else if (isTarget(target, REPLICA_SET)) api.patch(REPLICA_SET, namespace, name, patch, { because });
  else throw noMatch(target);
}

function noMatch(target: ScaleTarget): ApiError {
  return new ApiError('NotFound', `no matches for kind "${target.kind}" in group "${groupOf(target)}"`);
}
