import type { JsonObject } from '../../../../src/api/json.ts';
import { type Pod, pod } from '../../../../src/api/shape/core.ts';
import { formatTime, parseTime } from '../../../../src/api/times.ts';
import { isPodReady, type OwnedPod, readyTransitionMs } from '../../../../src/controllers/replicaset/pod-index.ts';
import { countByNode, kubernetesPodOrder } from '../../../../src/controllers/replicaset/pod-ranking.ts';
import { listOf, numberOf, objectOf, shaped, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

function podOf(input: JsonObject): Pod {
  const { name, created, phase, node, readySince, deletionCost, restarts } = input;
  const condition = {
    type: 'Ready',
    status: readySince === undefined ? 'False' : 'True',
    lastTransitionTime: readySince ?? formatTime(0),
  };
  return shaped(pod, {
    metadata: {
      name,
      // Higher numbers go first among equals, as the uids of the product's API server do.
      uid: name,
      creationTimestamp: created,
      annotations: deletionCost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': deletionCost },
    },
    spec: { containers: [{ name: 'web' }], nodeName: node },
    status: {
      phase,
      conditions: [condition],
      containerStatuses: [{ name: 'web', restartCount: restarts ?? 0, ready: readySince !== undefined }],
    },
  });
}

function owned(item: Pod): OwnedPod {
  const createdMs = parseTime(item.metadata.creationTimestamp ?? '') ?? 0;
  return { pod: item, createdMs, readySinceMs: isPodReady(item.status) ? readyTransitionMs(item.status) : undefined };
}

export const check: TableCheck = {
  table: 'pod-deletion-order',
  compute: (input) => {
    const pods = listOf(input['pods']).map((item) => owned(podOf(objectOf(item))));
    const nowMs = (parseTime(textOf(input['now'])) ?? 0) + 1;
    const order = [...pods]
      .sort(kubernetesPodOrder(nowMs, countByNode(pods)))
      .map((item) => item.pod.metadata.name ?? '');
    return { order, removed: order.slice(0, numberOf(input['remove'])).sort() };
  },
};
