import { deepEqual } from '../../../src/api/equality.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';
import { POD } from '../../../src/api/resources.ts';
import { pod, type Pod } from '../../../src/api/shape/core.ts';
import type { Taint } from '../../../src/api/tolerations.ts';
import { fitOf } from '../../../src/cluster/fit.ts';
import { newNode, withPod } from '../../../src/cluster/nodes.ts';
import { Scheduler } from '../../../src/cluster/scheduler.ts';
import { favouredNodes } from '../../../src/cluster/score.ts';
import type { NodeSpec } from '../../../src/world/cluster.ts';
import type { TableRow } from './checks/table-check.ts';
import { controllerWorld } from './controller-env.ts';
import { listOf, numberOf, objectOf, shaped, textOf } from './inputs.ts';

const LOST: readonly Taint[] = [
  { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unreachable', value: '', effect: 'NoExecute' },
];

/** Nodes of the tables have no disk that pods can ask for. */
function nodeOf(row: JsonObject): NodeSpec {
  return {
    name: textOf(row['name']),
    cpu: textOf(row['cpu']),
    memory: textOf(row['memory']),
    pods: numberOf(row['pods']),
    resources: { 'ephemeral-storage': '0' },
    taints: row['lost'] === true ? LOST : [],
    unschedulable: row['cordoned'] === true,
  };
}

function podOf(row: JsonObject): Pod {
  const { name, cpu, memory, labels, anti, spec, node } = row;
  const requests = Object.fromEntries(
    Object.entries({ cpu, memory }).filter(([, quantity]) => quantity !== undefined && quantity !== ''),
  );
  const terms = [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: anti } }];
  return shaped(pod, {
    metadata: { name, namespace: 'default', labels },
    spec: {
      containers: [{ name: 'c', image: 'i', resources: { requests } }],
      ...(anti === undefined
        ? {}
        : { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } }),
      ...(isJsonObject(spec) ? spec : {}),
      ...(node === undefined ? {} : { nodeName: node }),
    },
  });
}

/** Where the new pod of a row goes, or what the scheduler's event says. */
export function schedule(row: JsonObject): Json {
  const { api, env, events } = controllerWorld();
  const scheduler = new Scheduler(
    { ...env, onBound: () => undefined },
    listOf(row['nodes']).map((item) => nodeOf(objectOf(item))),
  );
  for (const item of listOf(row['existing'])) scheduler.add(api.create(POD, podOf(objectOf(item))));
  const wanted = objectOf(row['pod']);
  const created = api.create(POD, podOf(wanted));
  scheduler.add(created);
  const [event] = events;
  if (event !== undefined) return { event };
  const node = api.get(POD, 'default', textOf(wanted['name'])).spec.nodeName;
  return node === undefined || node === created.spec.nodeName ? { timeout: true } : { node };
}

/**
 * Whether that is what was recorded. Platform: the real scheduler draws among the nodes of the highest score, so that the recorded node has to be one
 * of ours.
 */
export function isScheduledAlike(got: Json, { in: row, out }: TableRow): boolean {
  if (deepEqual(got, out)) return true;
  const [ours, recorded] = [objectOf(got)['node'], objectOf(out)['node']];
  if (ours === undefined || recorded === undefined) return false;
  const existing = listOf(row['existing']).map((item) => podOf(objectOf(item)));
  const nodes = listOf(row['nodes']).map((item) => {
    const node = newNode(nodeOf(objectOf(item)));
    return existing.reduce((filled, other, index) => {
      const named = { ...other, metadata: { ...other.metadata, uid: String(index) } };
      return other.spec.nodeName === node.name ? withPod(filled, named) : filled;
    }, node);
  });
  const wanted = podOf(objectOf(row['pod']));
  const surroundings = { namespaceLabels: () => ({}), siblings: () => ({ matches: () => false, empty: true }) };
  const fit = fitOf(wanted, nodes, surroundings);
  const fitting = nodes.filter((node) => fit(node) === undefined);
  return favouredNodes(wanted, fitting, nodes, surroundings).some(({ name }) => name === recorded);
}
