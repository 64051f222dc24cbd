import { isJsonObject, type JsonObject } from '../api/json.ts';
import { isNamed, member, namespaceOf, textAt } from './derive/rollout-parts.ts';

/** The workload that is brought out: what owns the ReplicaSets that are counted. */
export interface Subject {
  readonly kind: 'Rollout' | 'Deployment';
  readonly namespace: string;
  readonly name: string;
}

/** A workload as it is written, with the Deployment that it takes its pods from, if it does. */
export interface Workload extends Subject {
  readonly object: JsonObject;
  readonly referenced: JsonObject | undefined;
}

/** The Rollouts of the manifests, then the Deployments from which none of them takes its pods. */
export function workloadsOf(manifests: readonly JsonObject[]): readonly Workload[] {
  const rollouts = manifests.flatMap((object) => workloadOf(object, manifests) ?? []);
  const taken = new Set(rollouts.map(({ referenced }) => referenced));
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment').filter((object) => !taken.has(object));
  return [
    ...rollouts,
    ...deployments.map((object): Workload => ({ ...nameOf(object, 'Deployment'), object, referenced: undefined })),
  ];
}

function workloadOf(object: JsonObject, manifests: readonly JsonObject[]): Workload | undefined {
  if (object['kind'] !== 'Rollout' || !isJsonObject(object['spec'])) return undefined;
  const subject = nameOf(object, 'Rollout');
  const name = textAt(member(object['spec'], 'workloadRef'), 'name');
  const referenced =
    name === undefined ? undefined : manifests.find((other) => isNamed(other, 'Deployment', subject.namespace, name));
  return { ...subject, object, referenced };
}

function nameOf(object: JsonObject, kind: Subject['kind']): Subject {
  return { kind, namespace: namespaceOf(object), name: textAt(member(object, 'metadata'), 'name') ?? '' };
}
