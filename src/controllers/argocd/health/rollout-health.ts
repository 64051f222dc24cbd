import type { Json, JsonObject } from '../../../api/json.ts';
import { numberAt, objectsAt, textAt, valueAt } from '../fields.ts';
import { type Health, type HealthCode, health } from './health-status.ts';

const WORKLOAD_GENERATION = 'rollout.argoproj.io/workload-generation';

/**
 * The health of a Rollout: what its controller has not yet observed is Progressing; then the phase of its status decides, Paused as Suspended;
 * without a phase (Argo Rollouts before v1.0) the conditions and counts.
 *
 * Source: resource_customizations/argoproj.io/Rollout/health.lua
 */
export function rolloutHealth(rollout: JsonObject): Health {
  if (!isGenerationObserved(rollout) || !isWorkloadGenerationObserved(rollout)) {
    return health('Progressing', 'Waiting for rollout spec update to be observed');
  }
  const phase = textAt(rollout, 'status', 'phase');
  if (phase === undefined) return conditionsHealth(rollout) ?? pausedHealth(rollout) ?? countsHealth(rollout);
  const code = CODES.get(phase);
  if (code === undefined) return health('Unknown', 'Lua returned an invalid health status');
  return health(code, textAt(rollout, 'status', 'message') ?? '');
}

/** Phases as health codes; Argo CD passes on every phase but Paused. Source: util/lua/lua.go isValidHealthStatusCode */
const CODES: ReadonlyMap<string, HealthCode> = new Map<string, HealthCode>([
  ['Paused', 'Suspended'],
  ['Healthy', 'Healthy'],
  ['Progressing', 'Progressing'],
  ['Degraded', 'Degraded'],
  ['Suspended', 'Suspended'],
  ['Missing', 'Missing'],
  ['Unknown', 'Unknown'],
]);

/**
 * Whether the spec was seen: a generation of digits that is not beyond the object's own must equal it; before v0.10 the field held a hash,
 * which says nothing. `"2"` of generation 3 is not observed; `"84ccfddd66"` and `"8575574967"` count as observed.
 *
 * Source: resource_customizations/argoproj.io/Rollout/health.lua isGenerationObserved
 */
function isGenerationObserved(rollout: JsonObject): boolean {
  if (valueAt(rollout, 'status') === undefined) return false;
  const observed = luaNumber(valueAt(rollout, 'status', 'observedGeneration'));
  const generation = numberAt(rollout, 'metadata', 'generation') ?? 0;
  return observed === undefined || observed > generation || observed === generation;
}

function isWorkloadGenerationObserved(rollout: JsonObject): boolean {
  const annotations = valueAt(rollout, 'metadata', 'annotations');
  if (valueAt(rollout, 'spec', 'workloadRef') === undefined || annotations === undefined) return true;
  const wanted = luaNumber(valueAt(annotations, WORKLOAD_GENERATION));
  return wanted === luaNumber(valueAt(rollout, 'status', 'workloadObservedGeneration'));
}

/** Lua's tonumber, as far as generations and hashes go: decimal digits, with a fraction or an exponent. */
export function luaNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
    ? Number(value)
    : undefined;
}

function conditionsHealth(rollout: JsonObject): Health | undefined {
  for (const condition of objectsAt(rollout, 'status', 'conditions')) {
    const { type, reason } = condition;
    const stuck = type === 'Progressing' && (reason === 'RolloutAborted' || reason === 'ProgressDeadlineExceeded');
    if (type === 'InvalidSpec' || stuck) return health('Degraded', textAt(condition, 'message') ?? '');
  }
  return undefined;
}

function pausedHealth(rollout: JsonObject): Health | undefined {
  const isPaused =
    objectsAt(rollout, 'status', 'pauseConditions').length > 0 || valueAt(rollout, 'spec', 'paused') === true;
  return isPaused ? health('Suspended', 'Rollout is paused') : undefined;
}

/** Source: resource_customizations/argoproj.io/Rollout/health.lua checkReplicasStatus, getStableRS */
function countsHealth(rollout: JsonObject): Health {
  const current = textAt(rollout, 'status', 'currentPodHash');
  if (current === undefined) {
    return health('Progressing', 'Waiting for rollout to finish: status has not been reconciled.');
  }
  const updated = numberAt(rollout, 'status', 'updatedReplicas') ?? 0;
  if (updated < (numberAt(rollout, 'spec', 'replicas') ?? 1)) {
    return health('Progressing', 'Waiting for roll out to finish: More replicas need to be updated');
  }
  if ((numberAt(rollout, 'status', 'availableReplicas') ?? 0) < updated) {
    return health('Progressing', 'Waiting for roll out to finish: updated replicas are still becoming available');
  }
  const stable = textAt(rollout, 'status', 'stableRS') ?? textAt(rollout, 'status', 'canary', 'stableRS') ?? '';
  if (valueAt(rollout, 'spec', 'strategy', 'blueGreen') !== undefined) return blueGreenHealth(rollout, current, stable);
  if (valueAt(rollout, 'spec', 'strategy', 'canary') === undefined) return health('Healthy');
  if ((numberAt(rollout, 'status', 'replicas') ?? 0) > updated) {
    return health('Progressing', 'Waiting for roll out to finish: old replicas are pending termination');
  }
  return stable === current ? health('Healthy') : health('Progressing', 'Waiting for rollout to finish steps');
}

function blueGreenHealth(rollout: JsonObject, current: string, stable: string): Health {
  if (textAt(rollout, 'status', 'blueGreen', 'activeSelector') !== current) {
    return health('Progressing', 'active service cutover pending');
  }
  return stable === '' || stable === current
    ? health('Healthy')
    : health('Progressing', 'waiting for analysis to complete');
}
