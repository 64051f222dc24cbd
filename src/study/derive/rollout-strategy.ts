import { isJsonObject, type JsonObject } from '../../api/json.ts';
import { type Derived, member, textAt } from './rollout-parts.ts';

/** Steps of the canary that stands for a blue-green rollout. */
const CANARY_STEPS: readonly JsonObject[] = [
  { setWeight: 20 },
  { pause: { duration: '1m' } },
  { setWeight: 50 },
  { pause: { duration: '1m' } },
];

function withStrategy(rollout: JsonObject, strategy: JsonObject): JsonObject {
  return { ...rollout, spec: { ...member(rollout, 'spec'), strategy } };
}

/**
 * The rollout with the blue-green strategy, promoted as soon as the new version is complete. Its active Service is the canary's stable Service,
 * else one that selects the pods, else one that is added. `manifests`: those beside the rollout.
 */
export function deriveBlueGreen(rollout: JsonObject, manifests: readonly JsonObject[]): Derived {
  const canary = member(member(member(rollout, 'spec'), 'strategy'), 'canary');
  const stable = textAt(canary, 'stableService');
  const existing = stable ?? textAt(member(serviceOf(rollout, manifests), 'metadata'), 'name');
  const name = textAt(member(rollout, 'metadata'), 'name') ?? '';
  const activeService = existing ?? `${name}-active`;
  const blueGreen = withStrategy(rollout, { blueGreen: { activeService } });
  if (existing !== undefined) {
    const note = `blueGreen with the Service ${existing} as activeService, promoted automatically`;
    return { manifests: [blueGreen], notes: [note] };
  }
  const note = `blueGreen with a Service ${activeService} that was added, promoted automatically`;
  return { manifests: [serviceFor(rollout, activeService), blueGreen], notes: [note] };
}

/** The Service whose selector the rollout's pods match. */
function serviceOf(rollout: JsonObject, manifests: readonly JsonObject[]): JsonObject | undefined {
  const labels = podLabels(rollout);
  return manifests.find((object) => {
    if (object['kind'] !== 'Service') return false;
    const selector = Object.entries(member(member(object, 'spec'), 'selector'));
    return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
  });
}

function podLabels(rollout: JsonObject): JsonObject {
  return member(member(member(member(rollout, 'spec'), 'template'), 'metadata'), 'labels');
}

function serviceFor(rollout: JsonObject, name: string): JsonObject {
  const namespace = textAt(member(rollout, 'metadata'), 'namespace');
  const metadata: JsonObject = namespace === undefined ? { name } : { name, namespace };
  const matchLabels = member(member(member(rollout, 'spec'), 'selector'), 'matchLabels');
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: matchLabels, ports: [{ port: 80 }] } };
}

/** The rollout as a canary by pods alone: without a router, with its own steps or, for a blue-green one, with steps of 20 % and 50 %. */
export function deriveBasicCanary(rollout: JsonObject): Derived {
  const strategy = member(member(rollout, 'spec'), 'strategy');
  const { canary } = strategy;
  if (!isJsonObject(canary)) {
    const note = 'a canary by pods: 20 % and 50 %, each for a minute';
    return { manifests: [withStrategy(rollout, { canary: { steps: CANARY_STEPS } })], notes: [note] };
  }
  const kept = ['steps', 'maxSurge', 'maxUnavailable', 'minReadySeconds'];
  const plain: Record<string, JsonObject[string]> = {};
  for (const key of kept) if (canary[key] !== undefined) plain[key] = canary[key];
  const steps = Array.isArray(plain['steps']) ? plain['steps'].filter(isPlainStep) : [];
  return {
    manifests: [withStrategy(rollout, { canary: { ...plain, steps: steps.map(timed) } })],
    notes: [
      'the canary by pods alone: weights and pauses of its steps, no router, no analysis; pauses without an end last a minute',
    ],
  };
}

function isPlainStep(step: unknown): step is JsonObject {
  return isJsonObject(step) && ('setWeight' in step || 'pause' in step);
}

/** Nobody is there to promote. */
function timed(step: JsonObject): JsonObject {
  const pause = step['pause'];
  return isJsonObject(pause) && pause['duration'] === undefined ? { pause: { duration: '1m' } } : step;
}
