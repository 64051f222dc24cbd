import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { KubeObject, Resource } from '../../api/resources.ts';
import { own, setOwn } from '../../text/own.ts';

/** What is recorded of an object of a kind; undefined for kinds of which nothing is. */
type Form = (object: JsonObject) => JsonObject;

/** Kinds whose changes are not recorded, though their deletion may be. */
const UNRECORDED: ReadonlySet<string> = new Set([
  'AnalysisTemplate',
  'ClusterAnalysisTemplate',
  'ConfigMap',
  'Pod',
  'Secret',
]);

const FORMS: Readonly<Record<string, Form>> = {
  Rollout: (rollout) => ({
    annotations: annotationsOf(rollout),
    generation: metadataOf(rollout)['generation'],
    spec: pick(specOf(rollout), ['replicas', 'paused', 'restartAt', 'workloadRef']),
    images: imagesOf(rollout),
    status: rollout['status'],
  }),
  ReplicaSet: (replicaSet) => {
    const template = childOf(specOf(replicaSet), 'template');
    return {
      annotations: annotationsOf(replicaSet),
      labels: metadataOf(replicaSet)['labels'],
      creationTimestamp: metadataOf(replicaSet)['creationTimestamp'],
      owner: ownerOf(replicaSet),
      spec: pick(specOf(replicaSet), ['replicas', 'minReadySeconds']),
      templateMetadata: template['metadata'],
      affinity: childOf(template, 'spec')['affinity'],
      status: pick(childOf(replicaSet, 'status'), ['replicas', 'readyReplicas', 'availableReplicas']),
    };
  },
  AnalysisRun: (run) => ({
    annotations: annotationsOf(run),
    labels: metadataOf(run)['labels'] ?? null,
    owner: ownerOf(run),
    spec: pick(specOf(run), ['args', 'terminate', 'dryRun', 'measurementRetention']),
    metrics: itemsOf(specOf(run)['metrics']).map((metric) => metric['name'] ?? ''),
    status: withSortedResults(childOf(run, 'status')),
  }),
  Experiment: (experiment) => ({
    annotations: annotationsOf(experiment),
    labels: metadataOf(experiment)['labels'] ?? null,
    owner: ownerOf(experiment),
    spec: pick(specOf(experiment), ['duration', 'progressDeadlineSeconds', 'terminate', 'scaleDownDelaySeconds']),
    analyses: specOf(experiment)['analyses'],
    templates: itemsOf(specOf(experiment)['templates']).map((template) =>
      pick(template, ['name', 'replicas', 'minReadySeconds', 'service']),
    ),
    status: experiment['status'],
  }),
  Service: (service) => ({ annotations: annotationsOf(service), selector: specOf(service)['selector'] }),
  Job: (job) => ({ annotations: annotationsOf(job), status: job['status'] ?? {} }),
  Deployment: (deployment) => ({
    generation: metadataOf(deployment)['generation'],
    spec: pick(specOf(deployment), ['replicas', 'paused']),
  }),
};

const ROUTER_OBJECT: Form = (object) => ({ annotations: annotationsOf(object), spec: object['spec'] });

/** What a recording keeps of an object; undefined for kinds of which nothing is kept. Kinds without a form of their own are routers' objects. */
export function recordedForm(resource: Resource<KubeObject>, object: KubeObject): JsonObject | undefined {
  if (UNRECORDED.has(resource.kind) || !isJsonObject(object)) return undefined;
  return (own(FORMS, resource.kind) ?? ROUTER_OBJECT)(object);
}

function childOf(object: JsonObject, key: string): JsonObject {
  const child = own(object, key);
  return isJsonObject(child) ? child : {};
}

const metadataOf = (object: JsonObject): JsonObject => childOf(object, 'metadata');
const specOf = (object: JsonObject): JsonObject => childOf(object, 'spec');

function itemsOf(value: Json | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

function annotationsOf(object: JsonObject): JsonObject | undefined {
  const annotations = childOf(metadataOf(object), 'annotations');
  return Object.keys(annotations).length === 0 ? undefined : annotations;
}

/** `Rollout/web`: the owner that controls the object. */
function ownerOf(object: JsonObject): string | undefined {
  const owner = itemsOf(metadataOf(object)['ownerReferences']).find(({ controller }) => controller === true);
  return owner === undefined ? undefined : `${String(owner['kind'])}/${String(owner['name'])}`;
}

function imagesOf(object: JsonObject): readonly Json[] | undefined {
  const containers = itemsOf(childOf(childOf(specOf(object), 'template'), 'spec')['containers']);
  return containers.length === 0 ? undefined : containers.map((container) => container['image'] ?? '');
}

/** Fields that say something: false and 0 are left out but for the number of replicas. */
function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  const picked: Record<string, Json> = {};
  for (const key of keys) {
    const value = own(object, key);
    if (value === undefined || value === false) continue;
    if (value === 0 && key === 'minReadySeconds') continue;
    setOwn(picked, key, value);
  }
  return picked;
}

function withSortedResults(status: JsonObject): JsonObject {
  const results = itemsOf(status['metricResults']);
  if (results.length < 2) return status;
  const nameOf = (result: JsonObject): string => String(result['name']);
  return { ...status, metricResults: [...results].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) };
}
