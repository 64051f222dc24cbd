import { deepEqual } from '../../../src/api/equality.ts';
import { ApiError } from '../../../src/api/errors.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/api/json.ts';
import { fieldsOf } from '../../../src/api/object-form.ts';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, POD, ROLLOUT } from '../../../src/api/resources.ts';
import { deployment } from '../../../src/api/shape/apps.ts';
import { horizontalPodAutoscaler } from '../../../src/api/shape/autoscaling.ts';
import { pod } from '../../../src/api/shape/core.ts';
import { rollout } from '../../../src/api/shape/rollout.ts';
import { formatTime } from '../../../src/api/times.ts';
import { HpaController } from '../../../src/controllers/hpa/hpa-controller.ts';
import type { MetricsClient, PodMetrics } from '../../../src/controllers/hpa/metrics-client.ts';
import type { TableRow } from './checks/table-check.ts';
import { type ControllerWorld, controllerWorld } from './controller-env.ts';
import { jsonOf, listOf, numberOf, objectOf, shaped } from './inputs.ts';

const LABELS = { app: 'shop' };
const WINDOW_MS = 15_000;

function count(look: JsonObject, key: string): number {
  return look[key] === undefined ? 0 : numberOf(look[key]);
}

/** Pods of one look: from the end of the list failed, pending, unready ones, and ones without metrics. */
class Pods {
  readonly names: string[] = [];
  readonly #states = new Map<string, string>();

  constructor(total: number, look: JsonObject) {
    for (let index = 0; index < total; index += 1) this.names.push(`shop-${index}`);
    let last = total - 1;
    for (const state of ['failed', 'pending', 'unready', 'missing']) {
      for (let left = count(look, state); left > 0 && last >= 0; left -= 1, last -= 1) {
        this.#states.set(`shop-${last}`, state);
      }
    }
  }

  is(name: string, state: string): boolean {
    return this.#states.get(name) === state;
  }

  get running(): readonly string[] {
    return this.names.filter((name) => !this.is(name, 'failed') && !this.is(name, 'pending'));
  }
}

function createPod({ api, env }: ControllerWorld, pods: Pods, name: string, look: JsonObject, request: Json): void {
  const nowMs = env.clock.nowMs();
  const unready = pods.is(name, 'unready');
  const phase = pods.is(name, 'failed') ? 'Failed' : pods.is(name, 'pending') ? 'Pending' : 'Running';
  const startMs = nowMs - (unready ? 20_000 : 3_600_000);
  const side = look['noRequests'] === true ? {} : { requests: request };
  const stored = api.create(
    POD,
    shaped(pod, {
      metadata: { name, namespace: 'default', labels: LABELS },
      spec: {
        containers: [
          { name: 'app', resources: { requests: request } },
          { name: 'side', resources: side },
        ],
      },
    }),
  );
  const conditions = [
    {
      type: 'Ready',
      status: unready ? 'False' : 'True',
      lastTransitionTime: formatTime(startMs),
    },
  ];
  api.updateStatus(
    POD,
    shaped(pod, {
      ...fieldsOf(stored),
      status: { phase, ...(phase === 'Pending' ? {} : { startTime: formatTime(startMs) }), conditions },
    }),
  );
}

const none = (api: string): ApiError => new ApiError('NotFound', api);

/** The metrics of a look: totals shared among the pods that run, half of them for a container. */
function client(look: () => { readonly row: JsonObject; readonly pods: Pods }): MetricsClient {
  const shared = (key: string, half: boolean, nowMs: number, missing: string): PodMetrics => {
    const { row, pods } = look();
    const total = row[key];
    if (total === undefined) throw none(missing);
    const share = Math.trunc(numberOf(total) / Math.max(1, pods.running.length));
    const metrics = pods.running.filter((name) => !pods.is(name, 'missing'));
    const value = half ? Math.trunc(share / 2) : share;
    return new Map(metrics.map((name) => [name, { value, timestampMs: nowMs, windowMs: WINDOW_MS }]));
  };
  return {
    resourceMetric: ({ resource, container, nowMs }) =>
      shared(
        resource === 'cpu' ? 'load' : resource,
        container !== '',
        nowMs,
        'no metrics returned from resource metrics API',
      ),
    podsMetric: ({ nowMs }) => shared('rps', false, nowMs, 'no metrics returned from custom metrics API'),
    objectMetric: () => {
      const { object } = look().row;
      if (object === undefined) throw none('unable to fetch metrics from custom metrics API: none');
      return numberOf(object);
    },
    externalMetric: () => {
      const { external } = look().row;
      if (external === undefined) throw none('no metrics returned from external metrics API');
      return listOf(external).map(numberOf);
    },
  };
}

/** The object that is scaled, with as many pods as its status says. */
function createTarget({ api }: ControllerWorld, { target, replicas, selector }: JsonObject): void {
  const metadata = { name: 'shop', namespace: 'default' };
  if (target === 'Rollout') {
    api.create(ROLLOUT, shaped(rollout, { metadata, spec: { replicas } }));
    setTargetStatus(api, numberOf(replicas), typeof selector === 'string' ? selector : 'app=shop');
    return;
  }
  api.create(DEPLOYMENT, shaped(deployment, { metadata, spec: { replicas, selector: { matchLabels: LABELS } } }));
  setTargetStatus(api, numberOf(replicas), '');
}

function setTargetStatus(api: ControllerWorld['api'], replicas: number, selector: string): void {
  const found = api.find(ROLLOUT, 'default', 'shop');
  if (found !== undefined) {
    const status = { ...found.status, HPAReplicas: replicas, ...(selector === '' ? {} : { selector }) };
    api.updateStatus(ROLLOUT, { ...found, status });
    return;
  }
  const target = api.find(DEPLOYMENT, 'default', 'shop');
  if (target !== undefined) api.updateStatus(DEPLOYMENT, { ...target, status: { ...target.status, replicas } });
}

function replicasNow(api: ControllerWorld['api']): number {
  const target = api.find(ROLLOUT, 'default', 'shop') ?? api.find(DEPLOYMENT, 'default', 'shop');
  return target?.spec.replicas ?? 0;
}

function setReplicas(api: ControllerWorld['api'], replicas: number): void {
  const patch = { spec: { replicas } };
  if (api.find(ROLLOUT, 'default', 'shop') === undefined) api.patch(DEPLOYMENT, 'default', 'shop', patch);
  else api.patch(ROLLOUT, 'default', 'shop', patch);
}

/** What an autoscaler does look by look. A selector of its own is that of a rollout, which keeps it as a text. */
export function autoscalerRun(input: JsonObject): Json {
  const row = typeof input['selector'] === 'string' ? { ...input, target: 'Rollout' } : input;
  const world = controllerWorld();
  const { api, env, events } = world;
  const hpa = objectOf(input['hpa']);
  const spec = objectOf(hpa['spec']);
  const scaleTargetRef =
    row === input ? spec['scaleTargetRef'] : { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'shop' };
  createTarget(world, row);
  api.create(HORIZONTAL_POD_AUTOSCALER, shaped(horizontalPodAutoscaler, { ...hpa, spec: { ...spec, scaleTargetRef } }));
  let look: { readonly row: JsonObject; readonly pods: Pods } = { row: {}, pods: new Pods(0, {}) };
  const controller = new HpaController(
    env,
    client(() => look),
  );
  let replicas = numberOf(input['replicas']);
  return listOf(input['looks']).map((item) => {
    const current = objectOf(item);
    const at = numberOf(current['at']);
    world.setSeconds(at);
    if (current['setReplicas'] !== undefined) setReplicas(api, numberOf(current['setReplicas']));
    const isGone = current['gone'] === true;
    const target = api.find(DEPLOYMENT, 'default', 'shop');
    if (isGone && target !== undefined) api.delete(DEPLOYMENT, 'default', 'shop');
    else if (!isGone && target === undefined && row['target'] === 'Deployment')
      createTarget(world, { ...row, replicas });
    if (!isGone) replicas = replicasNow(api);
    const pods = new Pods(current['pods'] === undefined ? replicas : numberOf(current['pods']), current);
    for (const { metadata } of api.list(POD)) api.delete(POD, 'default', metadata.name ?? '');
    for (const name of pods.names) createPod(world, pods, name, current, input['request'] ?? null);
    setTargetStatus(api, replicas, '');
    look = { row: current, pods };
    events.length = 0;
    controller.sync('default/shop');
    const { status } = fieldsOf(api.get(HORIZONTAL_POD_AUTOSCALER, 'default', 'shop'));
    const after = isGone ? replicas : replicasNow(api);
    return jsonOf({ at, replicas: after, status: isJsonObject(status) ? status : {}, events: [...events] });
  });
}

/** Platform: the reference looks at pods in the order of a Go map, so that chance decides which of several pods without a request an error names. */
export function isRunAlike(got: Json, { out }: TableRow): boolean {
  const anyPod = (value: Json): Json => {
    const plain: Json = JSON.parse(JSON.stringify(value).replaceAll(/of Pod shop-\d+/g, 'of a pod'));
    return plain;
  };
  return deepEqual(anyPod(got), anyPod(out));
}
