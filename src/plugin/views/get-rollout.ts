import type { ObjectReader } from '../../api/reader.ts';
import { DEPLOYMENT, ROLLOUT } from '../../api/resources.ts';
import { getCurrentCanaryStep, getCurrentSetWeight } from '../../api/rollouts/canary-steps.ts';
import { getReplicasOrDefault, maxTrafficWeight } from '../../api/rollouts/defaults.ts';
import { getRolloutPhase } from '../../api/rollouts/phase.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { CommandError } from '../command.ts';
import { ageOf } from './age.ts';
import { experimentTags } from './get-experiment.ts';
import { KIND_ICON, rolloutIcon } from './icons.ts';
import { imageLines, imagesOf } from './images.ts';
import type { GetViewOptions } from './options.ts';
import { OwnedObjects, revisionOf } from './owned-objects.ts';
import { rolesOf, shareOfAvailable } from './replica-set-view.ts';
import { stepPosition } from './step-position.ts';
import { paintFor } from './style.ts';
import { formatTable, property } from './table.ts';
import {
  analysisRunRows,
  childPrefix,
  children,
  experimentRows,
  HEADER,
  type Prefix,
  replicaSetRows,
  type Row,
  type TreeContext,
} from './tree.ts';

/** The rollout of a view; fails as the plugin's lister does. Source: pkg/kubectl-argo-rollouts/viewcontroller GetRolloutInfo. */
export function rolloutForView(reader: ObjectReader, namespace: string, name: string): Rollout {
  const rollout = reader.find(ROLLOUT, namespace, name);
  if (rollout === undefined) throw new CommandError(`rollout.argoproj.io "${name}" not found`);
  const workload = rollout.spec.workloadRef?.name;
  if (workload !== undefined && reader.find(DEPLOYMENT, namespace, workload) === undefined) {
    throw new CommandError(`deployment.apps "${workload}" not found`);
  }
  return rollout;
}

/**
 * The weight that the canary really has: with a traffic router what was set there; else its share of the pods that are available.
 * Source: pkg/kubectl-argo-rollouts/info/rollout_info.go NewRolloutInfo.
 */
function actualWeight(rollout: Rollout, owned: OwnedObjects): number {
  const all = maxTrafficWeight(rollout);
  if (getCurrentCanaryStep(rollout).step === undefined) return all;
  if ((rollout.status.availableReplicas ?? 0) <= 0) return 0;
  if (rollout.spec.strategy.canary?.trafficRouting !== undefined) {
    return rollout.status.canary.weights?.canary.weight ?? getCurrentSetWeight(rollout);
  }
  const canary = owned.replicaSets(rollout).findLast((candidate) => rolesOf(rollout, candidate).includes('canary'));
  return canary === undefined ? 0 : shareOfAvailable(canary, rollout, all);
}

function strategyLines(rollout: Rollout, owned: OwnedObjects): string {
  const { canary, blueGreen } = rollout.spec.strategy;
  if (canary === undefined) return property('Strategy:', blueGreen === undefined ? '' : 'BlueGreen');
  return [
    property('Strategy:', 'Canary'),
    property('  Step:', stepPosition(rollout)),
    property('  SetWeight:', getCurrentSetWeight(rollout)),
    property('  ActualWeight:', actualWeight(rollout, owned)),
  ].join('');
}

function replicaLines({ spec, status }: Rollout): string {
  return [
    'Replicas:\n',
    property('  Desired:', getReplicasOrDefault(spec.replicas)),
    property('  Current:', status.replicas ?? 0),
    property('  Updated:', status.updatedReplicas ?? 0),
    property('  Ready:', status.readyReplicas ?? 0),
    property('  Available:', status.availableReplicas ?? 0),
  ].join('');
}

/** Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go PrintRolloutTree, PrintRevision. */
function treeRows(context: TreeContext, rollout: Rollout): readonly Row[] {
  const { owned, nowMs, paint } = context;
  const replicaSets = owned.replicaSets(rollout);
  const experiments = owned.experiments(rollout);
  const runs = owned.analysisRuns(rollout);
  const revisions = [...new Set([...replicaSets, ...experiments, ...runs].map(revisionOf))].sort((a, b) => b - a);
  const { phase } = getRolloutPhase(rollout);
  const first = `${KIND_ICON.rollout} ${rollout.metadata.name ?? ''}`;
  const top: Row = [first, 'Rollout', `${paint(rolloutIcon(phase))} ${phase}`, ageOf(rollout.metadata, nowMs), ''];
  const rows = revisions.flatMap((revision, index) => {
    const prefix = childPrefix(index === revisions.length - 1, '');
    const is = (object: Parameters<typeof revisionOf>[0]): boolean => revisionOf(object) === revision;
    const row: Row = [`${prefix.own}${KIND_ICON.revision} revision:${revision}`, '', ' ', '', ''];
    const below = [
      ...replicaSets.filter(is).map((one) => (place: Prefix) => replicaSetRows(context, one, rollout, place)),
      ...experiments.filter(is).map((one) => (place: Prefix) => experimentRows(context, one, place)),
      ...runs.filter(is).map((one) => (place: Prefix) => analysisRunRows(context, one, place)),
    ];
    return [row, ...children(prefix.below, below)];
  });
  return [HEADER, top, ...rows];
}

/**
 * What `kubectl argo rollouts get rollout NAME` prints; throws CommandError if there is no such rollout (or its workload is missing).
 * Source: pkg/kubectl-argo-rollouts/cmd/get/get_rollout.go PrintRollout.
 */
export function getRolloutView(reader: ObjectReader, options: GetViewOptions): string {
  const { namespace, name, nowMs, color } = options;
  const rollout = rolloutForView(reader, namespace, name);
  const context: TreeContext = { owned: new OwnedObjects(reader, namespace), nowMs, paint: paintFor(color) };
  const { owned, paint } = context;
  const { phase, message } = getRolloutPhase(rollout);
  const tagged = owned.replicaSets(rollout).map((one) => ({ replicaSet: one, tags: rolesOf(rollout, one) }));
  const experimental = owned.experiments(rollout).flatMap((experiment) => experimentTags(owned, experiment));
  return [
    property('Name:', name),
    property('Namespace:', namespace),
    property('Status:', `${paint(rolloutIcon(phase))} ${phase}`),
    message === '' ? '' : property('Message:', message),
    strategyLines(rollout, owned),
    imageLines(imagesOf([...tagged, ...experimental]), paint),
    replicaLines(rollout),
    '\n',
    formatTable(treeRows(context, rollout)),
  ].join('');
}
