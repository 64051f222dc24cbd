import type { JsonObject } from '../../src/api/json.ts';
import { formatTime } from '../../src/api/times.ts';
import { EPOCH_MS } from './cluster.ts';

/** The time of an instant that many seconds after the epoch. */
export function at(seconds: number): string {
  return formatTime(EPOCH_MS + seconds * 1000);
}

interface Described {
  readonly name: string;
  /** Kind and name of the owner; its uid is `Kind/name`. */
  readonly owner?: string;
  readonly created?: number;
  readonly revision?: number;
  readonly annotations?: JsonObject;
  readonly labels?: JsonObject;
  readonly namespace?: string;
}

function metadataOf(kind: string, described: Described): JsonObject {
  const { name, owner, created = 0, revision, annotations = {}, labels = {}, namespace = 'default' } = described;
  const revisions = revision === undefined ? {} : { 'rollout.argoproj.io/revision': String(revision) };
  const references = owner === undefined ? [] : [{ kind: '', name: '', apiVersion: '', uid: owner }];
  return {
    name,
    namespace,
    uid: `${kind}/${name}`,
    creationTimestamp: at(created),
    labels,
    annotations: { ...revisions, ...annotations },
    ownerReferences: references,
  };
}

export function rollout(described: Described, spec: JsonObject, status: JsonObject): JsonObject {
  const metadata = metadataOf('Rollout', described);
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata, spec, status };
}

interface DescribedReplicaSet extends Described {
  readonly replicas: number;
  readonly available?: number;
  readonly images?: readonly string[];
  readonly conditions?: readonly JsonObject[];
  /** The generation that its controller has not seen yet. */
  readonly generation?: number;
}

/** A ReplicaSet whose hash is its name. */
export function replicaSet(described: DescribedReplicaSet): JsonObject {
  const { name, replicas, available = replicas, images = ['shop:v1'], conditions = [], generation } = described;
  const labels = { 'rollouts-pod-template-hash': name };
  const containers = images.map((image, index) => ({ name: `c${index}`, image }));
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...metadataOf('ReplicaSet', { ...described, labels }), generation },
    spec: { replicas, template: { spec: { containers } } },
    status: { replicas, availableReplicas: available, conditions },
  };
}

/** A pod with one container, in the state that is given. */
export function pod(described: Described, status: JsonObject, spec: JsonObject = {}, deleted = false): JsonObject {
  const metadata = metadataOf('Pod', described);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: deleted ? { ...metadata, deletionTimestamp: at(0) } : metadata,
    spec: { containers: [{ name: 'web', image: 'shop:v1' }], ...spec },
    status,
  };
}

export function containerStatus(name: string, state: JsonObject, more: JsonObject = {}): JsonObject {
  return { name, state, ...more };
}

export const RUNNING = {
  phase: 'Running',
  containerStatuses: [containerStatus('web', { running: {} }, { ready: true })],
};

export function analysisRun(
  described: Described,
  phase: string,
  metricResults: readonly JsonObject[] = [],
): JsonObject {
  const metadata = metadataOf('AnalysisRun', described);
  const status = { phase, metricResults };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'AnalysisRun', metadata, spec: { metrics: [] }, status };
}

export function experiment(described: Described, spec: JsonObject, status: JsonObject): JsonObject {
  const metadata = metadataOf('Experiment', described);
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Experiment', metadata, spec, status };
}
