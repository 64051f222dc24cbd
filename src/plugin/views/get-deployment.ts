import type { ObjectReader } from '../../api/reader.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import { deploymentReplicaSets } from '../deployment-revisions.ts';
import { getRevision } from '../../api/deployments/revisions.ts';
import { CommandError } from '../command.ts';
import { ageOf } from './age.ts';
import { KIND_ICON, rolloutIcon } from './icons.ts';
import { imageLines, imagesOf } from './images.ts';
import type { GetViewOptions } from './options.ts';
import { OwnedObjects } from './owned-objects.ts';
import { paintFor } from './style.ts';
import { formatTable, property } from './table.ts';
import { childPrefix, children, HEADER, replicaSetRows, type Row, type TreeContext } from './tree.ts';

/** A deployment as `get deployment` shows it, its phase in the words of Rollouts. */
export interface DeploymentViewOptions extends GetViewOptions {
  readonly phase: string;
  readonly message: string;
}

function treeRows(context: TreeContext, reader: ObjectReader, deployment: Deployment, phase: string): readonly Row[] {
  const { nowMs, paint } = context;
  const sets = deploymentReplicaSets(reader, deployment).toSorted(
    (a, b) => (getRevision(b) ?? 0) - (getRevision(a) ?? 0),
  );
  const name = `${KIND_ICON.rollout} ${deployment.metadata.name ?? ''}`;
  const top: Row = [name, 'Deployment', `${paint(rolloutIcon(phase))} ${phase}`, ageOf(deployment.metadata, nowMs), ''];
  const rows = sets.flatMap((set, index) => {
    const prefix = childPrefix(index === sets.length - 1, '');
    const row: Row = [`${prefix.own}${KIND_ICON.revision} revision:${getRevision(set) ?? '?'}`, '', ' ', '', ''];
    return [row, ...children(prefix.below, [(place) => replicaSetRows(context, set, undefined, place)])];
  });
  return [HEADER, top, ...rows];
}

/** A Deployment with its revisions, ReplicaSets and pods, in the form of `kubectl argo rollouts get rollout`. Throws CommandError if there is none of that name. */
export function getDeploymentTree(reader: ObjectReader, options: DeploymentViewOptions): string {
  const { namespace, name, nowMs, color, phase, message } = options;
  const deployment = reader.find(DEPLOYMENT, namespace, name);
  if (deployment === undefined) throw new CommandError(`deployments.apps "${name}" not found`);
  const owned = new OwnedObjects(reader, namespace);
  const paint = paintFor(color);
  const { spec, status } = deployment;
  const tagged = owned.replicaSets(deployment).map((replicaSet) => ({ replicaSet, tags: [] }));
  return [
    property('Name:', name),
    property('Namespace:', namespace),
    property('Status:', `${paint(rolloutIcon(phase))} ${phase}`),
    message === '' ? '' : property('Message:', message),
    property('Strategy:', spec.strategy.type ?? 'RollingUpdate'),
    imageLines(imagesOf(tagged), paint),
    'Replicas:\n',
    property('  Desired:', spec.replicas ?? 1),
    property('  Current:', status.replicas ?? 0),
    property('  Updated:', status.updatedReplicas ?? 0),
    property('  Ready:', status.readyReplicas ?? 0),
    property('  Available:', status.availableReplicas ?? 0),
    '\n',
    formatTable(treeRows({ owned, nowMs, paint }, reader, deployment, phase)),
  ].join('');
}
