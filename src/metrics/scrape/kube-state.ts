import { DEPLOYMENT, POD, REPLICA_SET } from '../../api/resources.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { ObjectMeta } from '../../api/shape/meta.ts';
import type { ClusterView } from '../../traffic/pods.ts';
import { type Exposed, type Exporter, exposed, perObject, type Reach } from './exporter.ts';

const PHASES = ['Pending', 'Succeeded', 'Failed', 'Unknown', 'Running'];

function ownerOf({ ownerReferences }: ObjectMeta): {
  readonly created_by_kind?: string;
  readonly created_by_name?: string;
} {
  const owner = ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined ? {} : { created_by_kind: owner.kind, created_by_name: owner.name };
}

function conditionOf(pod: Pod, type: string): string {
  return pod.status.conditions?.find((condition) => condition.type === type)?.status ?? 'Unknown';
}

/** The part of kube-state-metrics that rollouts are watched with. Source: kubernetes/kube-state-metrics, docs/metrics/workload. */
export class KubeStateExporter implements Exporter {
  readonly #pod = perObject(exposePod);
  readonly #replicaSet = perObject(exposeReplicaSet);
  readonly #deployment = perObject(exposeDeployment);

  exposes(reach: Reach): boolean {
    return FAMILIES.some(reach);
  }

  *expose(reader: ClusterView, reach: Reach): Iterable<Exposed> {
    if (POD_FAMILIES.some(reach)) for (const pod of reader.list(POD)) yield* this.#pod(pod);
    for (const replicaSet of reader.list(REPLICA_SET)) yield* this.#replicaSet(replicaSet);
    for (const deployment of reader.list(DEPLOYMENT)) yield* this.#deployment(deployment);
  }
}

const POD_FAMILIES: readonly string[] = [
  'kube_pod_info',
  'kube_pod_status_ready',
  'kube_pod_status_phase',
  'kube_pod_container_status_ready',
  'kube_pod_container_status_restarts_total',
  'kube_pod_container_status_waiting_reason',
  'kube_pod_labels',
];

const FAMILIES: readonly string[] = [
  ...POD_FAMILIES,
  'kube_replicaset_spec_replicas',
  'kube_replicaset_status_replicas',
  'kube_replicaset_status_ready_replicas',
  'kube_deployment_spec_replicas',
  'kube_deployment_status_replicas',
  'kube_deployment_status_replicas_available',
  'kube_deployment_status_replicas_updated',
  'kube_deployment_status_replicas_unavailable',
];

function* exposeReplicaSet({ metadata, spec, status }: ReplicaSet): Iterable<Exposed> {
  const labels = { namespace: metadata.namespace, replicaset: metadata.name };
  yield exposed('kube_replicaset_spec_replicas', spec.replicas ?? 1, labels);
  yield exposed('kube_replicaset_status_replicas', status.replicas, labels);
  yield exposed('kube_replicaset_status_ready_replicas', status.readyReplicas ?? 0, labels);
}

function* exposeDeployment({ metadata, spec, status }: Deployment): Iterable<Exposed> {
  const labels = { namespace: metadata.namespace, deployment: metadata.name };
  yield exposed('kube_deployment_spec_replicas', spec.replicas ?? 1, labels);
  yield exposed('kube_deployment_status_replicas', status.replicas ?? 0, labels);
  yield exposed('kube_deployment_status_replicas_available', status.availableReplicas ?? 0, labels);
  yield exposed('kube_deployment_status_replicas_updated', status.updatedReplicas ?? 0, labels);
  yield exposed('kube_deployment_status_replicas_unavailable', status.unavailableReplicas ?? 0, labels);
}

function* exposePod(pod: Pod): Iterable<Exposed> {
  const { metadata, status } = pod;
  const labels = { namespace: metadata.namespace, pod: metadata.name, uid: metadata.uid };
  yield exposed('kube_pod_info', 1, { ...labels, ...ownerOf(metadata) });
  const ready = conditionOf(pod, 'Ready').toLowerCase();
  for (const condition of ['true', 'false', 'unknown']) {
    yield exposed('kube_pod_status_ready', Number(condition === ready), { ...labels, condition });
  }
  for (const phase of PHASES) {
    yield exposed('kube_pod_status_phase', Number(phase === (status.phase ?? 'Pending')), { ...labels, phase });
  }
  for (const { name, ready: isReady, restartCount, state } of status.containerStatuses ?? []) {
    const container = { ...labels, container: name };
    yield exposed('kube_pod_container_status_ready', Number(isReady), container);
    yield exposed('kube_pod_container_status_restarts_total', restartCount, container);
    const reason = state?.waiting?.reason;
    if (reason !== undefined) yield exposed('kube_pod_container_status_waiting_reason', 1, { ...container, reason });
  }
  const readable = Object.entries(metadata.labels ?? {}).map(([key, value]) => [
    `label_${key.replace(/[^A-Za-z0-9_]/g, '_')}`,
    value,
  ]);
  yield exposed('kube_pod_labels', 1, { ...labels, ...Object.fromEntries(readable) });
}
