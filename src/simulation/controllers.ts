import type { Controller, ControllerEnv } from '../api/controller.ts';
import { AnalysisController } from '../controllers/analysis/analysis-controller.ts';
import { ArgoCd } from '../controllers/argocd/application-controller.ts';
import { StandIns } from '../controllers/argocd/stand-ins.ts';
import { DeploymentController } from '../controllers/deployment/deployment-controller.ts';
import { DisruptionController } from '../controllers/disruption/disruption-controller.ts';
import { HpaController } from '../controllers/hpa/hpa-controller.ts';
import { scriptedMetrics } from '../controllers/hpa/metrics-client.ts';
import { KubernetesReplicaSetController } from '../controllers/replicaset/kubernetes-replica-set-controller.ts';
import { ReplicaSetController } from '../controllers/replicaset/replica-set-controller.ts';
import { rolloutControllers } from '../controllers/rollouts/controllers.ts';
import { typedClient } from '../api/typed-client.ts';
import { streams } from '../kernel/streams.ts';
import type { ProviderContext } from '../metrics/providers/context.ts';
import { SimulatedProviders } from '../metrics/providers/providers.ts';
import type { MetricSource } from '../metrics/source.ts';
import type { World, WorldRules } from '../world/world.ts';
import { recordedTemplateHash } from './template-hashes.ts';
import { hasAutoscalerMetrics, metricValues, onlyOnce, scriptedUtilisation } from './utilisation.ts';

/** The controllers of workloads, which go first at an instant. */
export function workloadControllers(env: ControllerEnv, world: World): readonly Controller[] {
  return world.rules.workloads === 'kubernetes' ? kubernetesWorkloads(env, world) : simpleReplicaSets(env, world.rules);
}

/** The controllers of Argo Rollouts: one process, which can stop and start again. Metrics are answered by `source`. */
export function argoRolloutsControllers(env: ControllerEnv, world: World, source: MetricSource): readonly Controller[] {
  const client = { ...env, api: typedClient(env.api, env.reference) };
  const { service, ingress, destinationRule, experiment, rollout } = rolloutControllers(client, world.routing);
  const analysis = new AnalysisController(client, new SimulatedProviders(providerContext(client, world, source)));
  return [service, ingress, destinationRule, analysis, experiment, rollout];
}

/** The controllers that act on what Argo Rollouts has done: autoscalers, PodDisruptionBudgets, Argo CD. */
export function otherControllers(env: ControllerEnv, world: World, source: MetricSource): readonly Controller[] {
  return [...autoscalers(env, world, source), new DisruptionController(env), ...argoCd(env, world)];
}

function providerContext(
  { api, clock, note, reference }: ControllerEnv,
  { jobs = {}, analysis }: World,
  source: MetricSource,
): ProviderContext {
  const verdict = analysis === undefined ? {} : { verdict: analysis };
  return {
    api,
    clock,
    source,
    reference,
    knowsJob: (metric) => Object.hasOwn(jobs, metric),
    ...verdict,
    finding: note,
  };
}

function simpleReplicaSets(env: ControllerEnv, { podDeletion }: WorldRules): readonly Controller[] {
  return [new ReplicaSetController(env, { podDeletion })];
}

function kubernetesWorkloads(env: ControllerEnv, { templateHashes }: World): readonly Controller[] {
  const templateHash = templateHashes === undefined ? {} : { templateHash: recordedTemplateHash(templateHashes) };
  return [new DeploymentController(env, templateHash), new KubernetesReplicaSetController(env)];
}

/** Argo CD acts on what all others have done, and draws the jitter of each Application from a stream of its own. */
function argoCd(env: ControllerEnv, { argocd, seed }: World): readonly Controller[] {
  if (argocd === undefined) return [];
  const random = streams(seed);
  const jitter = (application: string): number => random.stream('argocd-jitter', application).uniform();
  return [...new ArgoCd(env, { settings: argocd, jitter }).controllers, new StandIns(env)];
}

/** Without any metrics a cluster's autoscalers could only complain. */
function autoscalers(env: ControllerEnv, world: World, source: MetricSource): readonly Controller[] {
  if (!hasAutoscalerMetrics(world)) return [];
  const ask = onlyOnce(env.note);
  return [new HpaController(env, scriptedMetrics(scriptedUtilisation(world, ask), metricValues(source, ask)))];
}
