import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import { callersService } from './callers.ts';
import { type Derived, defined, member } from './rollout-parts.ts';

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
 * The workload with the blue-green strategy, promoted as soon as the new version is complete; its active Service is the one by which it is called.
 * `others`: the manifests beside it; `referenced`: where its template comes from, if from elsewhere.
 */
export function deriveBlueGreen(
  workload: JsonObject,
  others: readonly JsonObject[],
  referenced: JsonObject | undefined,
): Derived {
  const { name, added } = callersService(workload, others, referenced);
  const blueGreen = withStrategy(workload, { blueGreen: { activeService: name } });
  const service = added.length === 0 ? `the Service ${name} as activeService` : `a Service ${name} that was added`;
  return { manifests: [...added, blueGreen], notes: [`blueGreen with ${service}, promoted automatically`] };
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
