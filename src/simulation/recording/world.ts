import type { JsonObject } from '../../api/json.ts';
import { apiVersionOf, KNOWN_RESOURCES } from '../../api/resources.ts';
import type { Action } from '../../world/actions/actions.ts';
import type { ClusterSpec, PodBehaviour } from '../../world/cluster.ts';
import type { JobBehaviour, MetricAnswer } from '../../world/metrics.ts';
import type { ScriptedAction } from '../../world/script.ts';
import type { World, WorldRules } from '../../world/world.ts';
import { listOf, numberOf, objectOf, type RecordedCase, referenceOf, textOf } from './case.ts';
import { deploymentWorld } from './deployment-world.ts';

const SECOND_MS = 1000;
/** 2026-01-01T00:00:00Z. */
const EPOCH_MS = 1_767_225_600_000;

/** Everything was recorded in one namespace. */
const NAMESPACE = 'default';

/** How time and queues behaved when the recordings were made. */
export const RECORDING_RULES: WorldRules = {
  resolutionMs: SECOND_MS,
  offsetMs: 1,
  retryDelaysMs: [1, 2, 4, 8, 10].map((seconds) => seconds * SECOND_MS),
  resyncPeriodMs: 15 * 60 * SECOND_MS,
  resync: false,
  retriesNotFound: true,
  podDeletion: 'recordings',
  spinDelayMs: SECOND_MS,
};

/** The world in which a case was recorded. */
export function worldOfCase(recorded: RecordedCase): World {
  const world = plainWorld(recorded);
  return isDeploymentGroup(recorded.group) ? deploymentWorld(world, recorded) : world;
}

/** Whether the cases of a group are those of Deployments. */
export function isDeploymentGroup(group: string): boolean {
  return group === 'deployment' || group === 'random-deployment';
}

function plainWorld(recorded: RecordedCase): World {
  const { name, reference, cluster, script, until } = recorded;
  const readyAfter = secondsList(cluster['readyAfter']);
  const untilMs = until * SECOND_MS;
  return {
    name,
    title: name,
    seed: 1,
    ...(reference === undefined ? {} : { reference }),
    epochMs: EPOCH_MS,
    rules: rulesOf(cluster),
    cluster: clusterOf(cluster, readyAfter),
    manifests: recorded.apply,
    script: script.map((action) => scriptedAction(action, readyAfter)),
    metrics: mapValues(recorded.metrics, metricOf),
    jobs: mapValues(recorded.jobs, jobOf),
    until: { ms: untilMs },
    limitMs: untilMs,
  };
}

function rulesOf(cluster: JsonObject): WorldRules {
  const defaults = cluster['server'] === undefined ? {} : ({ defaults: 'kubernetes' } as const);
  const raw = cluster['rawRollouts'] === true ? ({ unknownFields: 'stored' } as const) : {};
  return { ...RECORDING_RULES, ...defaults, ...raw };
}

function mapValues<T>(object: JsonObject, read: (value: JsonObject[string]) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, read(value)]));
}

function metricOf(value: JsonObject[string]): readonly MetricAnswer[] {
  return listOf(value).map((item) => {
    const { from, value: answer = null } = objectOf(item);
    return { fromMs: numberOf(from) * SECOND_MS, value: answer };
  });
}

function jobOf(value: JsonObject[string]): JobBehaviour {
  const { seconds = 0, fail } = objectOf(value);
  return { ms: numberOf(seconds) * SECOND_MS, fail: fail === true };
}

/** A number or a list of seconds as milliseconds. */
function secondsList(value: JsonObject[string]): readonly number[] {
  const seconds = typeof value === 'number' ? [value] : listOf(value).map(numberOf);
  return seconds.map((each) => each * SECOND_MS);
}

function clusterOf(cluster: JsonObject, readyAfterMs: readonly number[]): ClusterSpec {
  return {
    default: behaviourOf({}, readyAfterMs),
    images: mapValues(objectOf(cluster['images'] ?? {}), (value) => behaviourOf(objectOf(value), readyAfterMs)),
    nodes: [],
  };
}

function behaviourOf({ readyAfter, never }: JsonObject, otherwiseMs: readonly number[]): PodBehaviour {
  const ms = readyAfter === undefined ? otherwiseMs : secondsList(readyAfter);
  return { readyAfter: { form: 'list', ms }, ...(never === undefined ? {} : { never: textOf(never) }) };
}

function scriptedAction(entry: JsonObject, readyAfterMs: readonly number[]): ScriptedAction {
  const atMs = numberOf(entry['at']) * SECOND_MS;
  return { trigger: { atMs }, action: actionOf(entry, readyAfterMs) };
}

function actionOf(entry: JsonObject, readyAfterMs: readonly number[]): Action {
  const { run, apply, patch, delete: target, pods, image, podQuota, controller } = entry;
  if (run !== undefined) return { do: 'run', command: textOf(run), namespace: NAMESPACE };
  if (apply !== undefined) return { do: 'apply', manifest: objectOf(apply) };
  if (patch !== undefined) return patchOf(objectOf(patch));
  if (target !== undefined) return { do: 'delete', ...objectNamed(objectOf(target)) };
  if (pods !== undefined) {
    const { image: podImage, count, do: what } = objectOf(pods);
    return { do: 'pods', image: textOf(podImage), count: numberOf(count), what: podsDeed(textOf(what)) };
  }
  if (image !== undefined) {
    const { name, set } = objectOf(image);
    return { do: 'image', image: textOf(name), behaviour: behaviourOf(objectOf(set), readyAfterMs) };
  }
  if (podQuota !== undefined) return { do: 'podQuota', pods: numberOf(podQuota) };
  if (controller === 'restart') return { do: 'controller', what: 'restart' };
  if (controller !== undefined) {
    return { do: 'controller', what: 'restart', version: referenceOf(textOf(controller)) };
  }
  throw new Error(`a recording has an action that is not known: ${Object.keys(entry).join(', ')}`);
}

function patchOf(patch: JsonObject): Action {
  const { merge, patch: body = null, subresource, type } = patch;
  const action = { do: 'patch', ...objectNamed(patch), merge: merge ?? body } as const;
  if (subresource === 'status') return { ...action, subresource };
  return type === 'strategic' || type === 'json' ? { ...action, type } : action;
}

function objectNamed({ apiVersion, kind, name }: JsonObject): {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
} {
  const known = KNOWN_RESOURCES.find((resource) => resource.kind === kind);
  const version = apiVersion === undefined && known !== undefined ? apiVersionOf(known) : textOf(apiVersion);
  return { apiVersion: version, kind: textOf(kind), name: textOf(name), namespace: NAMESPACE };
}

function podsDeed(text: string): 'unready' | 'ready' | 'delete' {
  if (text === 'unready' || text === 'ready' || text === 'delete') return text;
  throw new Error(`a recording does ${text} to pods`);
}
