import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { type Derived, defined, member, namespaceOf, textAt } from './rollout-parts.ts';

/** Steps of the canary that stands for a workload that has none. */
const CANARY_STEPS: readonly JsonObject[] = [
  { setWeight: 20 },
  { pause: { duration: '1m' } },
  { setWeight: 50 },
  { pause: { duration: '1m' } },
];

/** A workload as a Rollout with another strategy; a Deployment becomes a Rollout of its name and pods. */
function withStrategy(workload: JsonObject, strategy: JsonObject): JsonObject {
  const spec = member(workload, 'spec');
  if (workload['kind'] === 'Rollout') return { ...workload, spec: { ...spec, strategy } };
  const { replicas, selector, template, minReadySeconds, revisionHistoryLimit, progressDeadlineSeconds } = spec;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: workload['metadata'] ?? {},
    spec: {
      ...defined({ replicas, selector, template, minReadySeconds, revisionHistoryLimit, progressDeadlineSeconds }),
      strategy,
    },
  };
}

/**
 * The workload with the blue-green strategy, promoted as soon as the new version is complete. Its active Service is the canary's stable Service,
 * else one that selects the pods, else one that is added. `others`: the manifests beside it; `referenced`: where its template comes from, if from
 * elsewhere.
 */
export function deriveBlueGreen(
  workload: JsonObject,
  others: readonly JsonObject[],
  referenced: JsonObject | undefined,
): Derived {
  const canary = member(member(member(workload, 'spec'), 'strategy'), 'canary');
  const pods = member(referenced ?? workload, 'spec');
  const existing =
    textAt(canary, 'stableService') ??
    textAt(member(serviceOf(pods, namespaceOf(workload), others), 'metadata'), 'name');
  const activeService = existing ?? `${textAt(member(workload, 'metadata'), 'name') ?? ''}-active`;
  const blueGreen = withStrategy(workload, { blueGreen: { activeService } });
  if (existing !== undefined) {
    const note = `blueGreen with the Service ${existing} as activeService, promoted automatically`;
    return { manifests: [blueGreen], notes: [note] };
  }
  const note = `blueGreen with a Service ${activeService} that was added, promoted automatically`;
  return { manifests: [serviceFor(workload, pods, activeService), blueGreen], notes: [note] };
}

/** The Service whose selector the pods match. */
function serviceOf(pods: JsonObject, namespace: string, others: readonly JsonObject[]): JsonObject | undefined {
  const labels = member(member(member(pods, 'template'), 'metadata'), 'labels');
  return others.find((object) => {
    if (object['kind'] !== 'Service' || namespaceOf(object) !== namespace) return false;
    const selector = Object.entries(member(member(object, 'spec'), 'selector'));
    return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
  });
}

function serviceFor(workload: JsonObject, pods: JsonObject, name: string): JsonObject {
  const metadata = defined({ name, namespace: member(workload, 'metadata')['namespace'] });
  const selector = member(member(pods, 'selector'), 'matchLabels');
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports: [{ port: 80 }] } };
}

/** The workload as a canary by pods alone: without a router, with its own steps or, if it has none, with steps of 20 % and 50 %. */
export function deriveBasicCanary(workload: JsonObject): Derived {
  const strategy = member(member(workload, 'spec'), 'strategy');
  const { canary } = strategy;
  if (!isJsonObject(canary)) {
    const { maxSurge, maxUnavailable } = member(strategy, 'rollingUpdate');
    const bounds = defined({ maxSurge, maxUnavailable });
    const note = 'a canary by pods: 20 % and 50 %, each for a minute';
    return { manifests: [withStrategy(workload, { canary: { ...bounds, steps: CANARY_STEPS } })], notes: [note] };
  }
  const { maxSurge, maxUnavailable } = canary;
  const steps = isJsonArray(canary['steps']) ? canary['steps'] : [];
  const most = member(canary, 'trafficRouting')['maxTrafficWeight'];
  const plain = steps.flatMap((step) => plainStep(step, typeof most === 'number' && most > 0 ? most : 100));
  const bounds = defined({ maxSurge, maxUnavailable });
  return {
    manifests: [withStrategy(workload, { canary: { ...bounds, steps: plain } })],
    notes: [
      'the canary by pods alone: weights and pauses of its steps, no router, no analysis; pauses without an end last a minute',
    ],
  };
}

/** A weight in percent or a pause that ends, as nobody is there to promote; other steps have no meaning here. */
function plainStep(step: Json, most: number): readonly JsonObject[] {
  if (!isJsonObject(step)) return [];
  const { setWeight, pause } = step;
  if (typeof setWeight === 'number') return [{ setWeight: Math.floor((setWeight * 100) / most) }];
  if (pause === undefined) return [];
  return [isJsonObject(pause) && pause['duration'] !== undefined ? step : { pause: { duration: '1m' } }];
}
