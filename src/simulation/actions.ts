import type { Clock } from '../api/clock.ts';
import { ApiError } from '../api/errors.ts';
import type { Reference } from '../api/reference.ts';
import type { ApiServer } from '../api/server.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { commitTo } from '../controllers/argocd/git/commit.ts';
import type { ScriptedAnswers } from '../metrics/scripted-source.ts';
import { readCommand } from '../plugin/read-command.ts';
import { runReading } from '../plugin/run-command.ts';
import type { Performed } from '../world/actions/action-kind.ts';
import type { Action } from '../world/actions/actions.ts';
import type { Applier } from './apply.ts';
import type { ControllerProcesses } from './controller-processes.ts';
import { patchObject } from './patch-object.ts';
import type { PodQuota } from './pod-quota.ts';

/** What actions are carried out against. */
export interface ActionEnv {
  /** The version of the plugin. */
  readonly reference: Reference;
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly cluster: Cluster;
  readonly applier: Applier;
  readonly quota: PodQuota;
  readonly metrics: ScriptedAnswers;
  readonly controllers: Pick<ControllerProcesses, 'stop' | 'start'>;
}

/** What an action answered. */
export interface ActionResult {
  readonly output?: string;
  /** The message of a refusal, without `error: `. */
  readonly error?: string;
}

/** An action that is about to be carried out: where it acts, and what it does. */
export interface PreparedAction {
  readonly performed: Performed<Action>;
  /** A refusal of the API server or of a command is an answer, not a fault. */
  readonly carryOut: () => ActionResult;
}

/** Reads the command of an action, and finds the namespace that it acts in. */
export function prepareAction(env: ActionEnv, action: Action): PreparedAction {
  if (action.do === 'run') return prepareCommand(env, action);
  return {
    performed: { action, namespace: namespaceOf(env, action) },
    carryOut: () => answered(() => act(env, action)),
  };
}

function prepareCommand(env: ActionEnv, action: Action<'run'>): PreparedAction {
  const reading = readCommand(action.command);
  const namespace = reading.namespace ?? action.namespace;
  const { parsed } = reading;
  return {
    performed: { action, namespace, ...(parsed === undefined ? {} : { parsed }) },
    carryOut: () => {
      const { output, error } = runReading(env, reading, action.namespace);
      return { ...(output === '' ? {} : { output }), ...(error === undefined ? {} : { error }) };
    },
  };
}

function answered(carryOut: () => ActionResult): ActionResult {
  try {
    return carryOut();
  } catch (error) {
    if (error instanceof ApiError) return { error: error.message };
    throw error;
  }
}

function namespaceOf({ applier }: ActionEnv, action: Exclude<Action, Action<'run'>>): string {
  if (action.do === 'apply') return applier.namespaceOf(action.manifest);
  return 'namespace' in action ? action.namespace : '';
}

function act(env: ActionEnv, action: Exclude<Action, Action<'run'>>): ActionResult {
  const { api, cluster } = env;
  switch (action.do) {
    case 'apply':
      return { output: env.applier.apply(action.manifest) };
    case 'patch':
      patchObject(api, action);
      return {};
    case 'delete': {
      const { apiVersion, kind, name, namespace } = action;
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
      return cluster.actOnNode(action);
    case 'controller':
      if (action.what !== 'start') env.controllers.stop();
      if (action.what !== 'stop') env.controllers.start(action.version);
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
