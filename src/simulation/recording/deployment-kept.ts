import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../api/json.ts';
import type { ObjectReader } from '../../api/reader.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import { CommandError } from '../../plugin/command.ts';
import { deploymentHistory, deploymentRolloutStatus, getDeploymentView } from '../../plugin/views/deployment.ts';
import { own } from '../../text/own.ts';
import type { ActionEntry } from '../../timeline/timeline.ts';
import type { Kept } from './kept.ts';

const NAMESPACE = 'default';
const DEPLOYMENT_SPEC = [
  'replicas',
  'paused',
  'strategy',
  'minReadySeconds',
  'revisionHistoryLimit',
  'progressDeadlineSeconds',
];
const REPLICA_SET_SPEC = ['replicas', 'minReadySeconds'];

function childOf(object: JsonObject, key: string): JsonObject {
  const child = own(object, key);
  return isJsonObject(child) ? child : {};
}

function pick(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => own(object, key) !== undefined).map((key) => [key, own(object, key)]));
}

function orAbsent(object: JsonObject): JsonObject | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}

function ownerOf(metadata: JsonObject): string | undefined {
  const references = metadata['ownerReferences'];
  const owner = (isJsonArray(references) ? references : []).find(
    (reference) => isJsonObject(reference) && reference['controller'] === true,
  );
  return isJsonObject(owner) ? `${String(owner['kind'])}/${String(owner['name'])}` : undefined;
}

/** What Deployments and ReplicaSets have in common. */
function workload(object: JsonObject, specKeys: readonly string[]): JsonObject {
  const metadata = childOf(object, 'metadata');
  const spec = childOf(object, 'spec');
  const template = childOf(spec, 'template');
  const containers = childOf(template, 'spec')['containers'];
  return {
    generation: metadata['generation'],
    annotations: orAbsent(childOf(metadata, 'annotations')),
    spec: pick(spec, specKeys),
    images: (isJsonArray(containers) ? containers : []).map((item) =>
      isJsonObject(item) ? (item['image'] ?? '') : '',
    ),
    templateAnnotations: orAbsent(childOf(childOf(template, 'metadata'), 'annotations')),
    status: object['status'],
  };
}

const FORMS: Readonly<Record<string, (object: JsonObject) => JsonObject>> = {
  Deployment: (object) => workload(object, DEPLOYMENT_SPEC),
  ReplicaSet: (object) => {
    const metadata = childOf(object, 'metadata');
    const { labels, creationTimestamp } = metadata;
    return { ...workload(object, REPLICA_SET_SPEC), labels, creationTimestamp, owner: ownerOf(metadata) };
  },
};

const RECORDED_VERBS: ReadonlySet<string> = new Set(['rollout undo', 'rollout history', 'rollout status']);

/** Errors of actions, and what undo, history, status and apply say, without the name that kubectl puts before it. */
function answerOf({ action, parsed, output, error }: ActionEntry): string | undefined {
  if (error !== undefined) return `error: ${error}`;
  if (output === undefined) return undefined;
  if (action.do === 'apply') return output;
  if (parsed === undefined || !RECORDED_VERBS.has(parsed.verb)) return undefined;
  const said = output.replace(/^deployment\.apps\/\S+ \n?/, '');
  return said.endsWith('\n') ? said.slice(0, -1) : said;
}

function statusView(deployment: Deployment): JsonObject {
  try {
    const { text, done } = deploymentRolloutStatus(deployment);
    return { status: text, statusDone: done };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { status: '', statusDone: false, statusError: error.message };
  }
}

function viewOf(reader: ObjectReader, name: string, nowMs: number): Json | undefined {
  const deployment = reader.find(DEPLOYMENT, NAMESPACE, name);
  if (deployment === undefined) return undefined;
  return {
    get: getDeploymentView(deployment, nowMs),
    ...statusView(deployment),
    history: deploymentHistory(reader, deployment),
  };
}

/** The groups around Deployments: events of pods, too, and kubectl's own views. */
export const DEPLOYMENT_KEPT: Kept = {
  eventKinds: new Set(['Deployment', 'ReplicaSet']),
  answer: answerOf,
  form: ({ kind }, object) => (isJsonObject(object) ? own(FORMS, kind)?.(object) : undefined),
  views: (reader, name, nowMs) => ({ view: viewOf(reader, name, nowMs), list: undefined }),
};
