import type { Clock } from '../api/clock.ts';
import { ApiError } from '../api/errors.ts';
import type { ApiServer } from '../api/server.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { commitTo } from '../controllers/argocd/git/commit.ts';
import type { ScriptedAnswers } from '../metrics/scripted-source.ts';
import { runCommand } from '../plugin/run-command.ts';
import type { Action, PodsAction, PodsDeed } from '../world/actions.ts';
import type { Applier } from './apply.ts';
import { patchObject } from './patch-object.ts';
import type { PodQuota } from './pod-quota.ts';

/** What actions are carried out against. */
export interface ActionEnv {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly cluster: Cluster;
  readonly applier: Applier;
  readonly quota: PodQuota;
  readonly metrics: ScriptedAnswers;
}

/** What an action answered. */
export interface ActionResult {
  readonly output?: string;
  /** The message of a refusal, without `error: `. */
  readonly error?: string;
}

/** Does what people, Git, the platform or fate do. A refusal of the API server or of a command is an answer, not a fault. */
export function carryOut(env: ActionEnv, action: Action): ActionResult {
  try {
    return act(env, action);
  } catch (error) {
    if (error instanceof ApiError) return { error: error.message };
    throw error;
  }
}

function act(env: ActionEnv, action: Action): ActionResult {
  const { api, cluster } = env;
  switch (action.do) {
    case 'run': {
      const { output, error } = runCommand(env, action.command, action.namespace);
      return { ...(output === '' ? {} : { output }), ...(error === undefined ? {} : { error }) };
    }
    case 'apply':
      return { output: env.applier.apply(action.manifest) };
    case 'patch':
      patchObject(api, action);
      return {};
    case 'delete': {
      const { apiVersion, kind, name, namespace = 'default' } = action;
      api.delete(api.resourceFor(apiVersion, kind), namespace, name);
      return {};
    }
    case 'pods':
      cluster.act(action);
      return {};
    case 'image':
      cluster.setBehaviour(action.image, action.behaviour);
      return {};
    case 'node':
      cluster.actOnNode(action);
      return {};
    case 'commit':
      return { output: `[main ${commitTo(api, env.clock.nowMs(), action).slice(0, 7)}] ${action.message}\n` };
    case 'metric':
      env.metrics.change(action.metric, action.answers, env.clock.nowMs());
      return {};
    case 'podQuota':
      env.quota.pods = action.pods;
      return {};
  }
}

/** What happens to one pod, and to several. */
const POD_DEEDS: Readonly<Record<PodsDeed, readonly [string, string]>> = {
  unready: ['turns unready', 'turn unready'],
  ready: ['is ready again', 'are ready again'],
  crash: ['crashes', 'crash'],
  'crash-loop': ['crashes again and again', 'crash again and again'],
  heal: ['crashes no more', 'crash no more'],
  delete: ['is deleted', 'are deleted'],
};

function podsText({ image, count, percent, what }: PodsAction): string {
  const [one, many] = POD_DEEDS[what];
  if (count === 1) return `1 pod of ${image} ${one}`;
  const pods = percent !== undefined ? `${percent}% of the pods` : count < 0 ? 'all pods' : `${count} pods`;
  return `${pods} of ${image} ${many}`;
}

const NODE_DEEDS = { drain: 'is drained', fail: 'fails', restore: 'is back' };

/** An action in a few words. */
export function actionText(action: Action): string {
  switch (action.do) {
    case 'run':
      return action.command;
    case 'apply': {
      const { kind, metadata } = action.manifest;
      const name = typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : '';
      return `apply ${String(kind)}/${String(name)}`;
    }
    case 'patch':
    case 'delete':
      return `${action.do} ${action.kind}/${action.name}`;
    case 'pods':
      return podsText(action);
    case 'image':
      return `pods of ${action.image} behave otherwise from now on`;
    case 'node':
      return `node ${action.node} ${NODE_DEEDS[action.what]}`;
    case 'commit':
      return `commit to ${action.repository}: ${action.message}`;
    case 'metric':
      return `metric ${action.metric} answers otherwise from now on`;
    case 'podQuota':
      return `a namespace may have ${action.pods} pods from now on`;
  }
}
