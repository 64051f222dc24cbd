import { CHANGE_CAUSE } from '../../api/deployments/names.ts';
import { getRevision } from '../../api/deployments/revisions.ts';
import type { ObjectReader } from '../../api/reader.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import { CommandError } from '../command.ts';
import { deploymentReplicaSets } from '../deployment-revisions.ts';
import { ageOf } from './age.ts';
import { formatTable } from './table.ts';

/** Blanks between the columns of `kubectl get`. Source: k8s.io/cli-runtime/pkg/printers/tabwriter.go. */
const KUBECTL_GAP = 3;

/** Source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printDeployment. */
function deploymentRow({ metadata, spec, status }: Deployment, nowMs: number): readonly string[] {
  const { readyReplicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  return [
    metadata.name ?? '',
    `${readyReplicas}/${spec.replicas ?? 0}`,
    String(updatedReplicas),
    String(availableReplicas),
    ageOf(metadata, nowMs),
  ];
}

const DEPLOYMENT_COLUMNS: readonly string[] = ['NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'AGE'];

/** What `kubectl get deployment NAME` prints. */
export function getDeploymentView(deployment: Deployment, nowMs: number): string {
  return formatTable([DEPLOYMENT_COLUMNS, deploymentRow(deployment, nowMs)], KUBECTL_GAP);
}

export interface RolloutProgress {
  readonly text: string;
  /** Whether there is nothing more to wait for. */
  readonly done: boolean;
}

/**
 * What `kubectl rollout status` says at a moment; one that missed its deadline is an error.
 * Source: k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go DeploymentStatusViewer.Status.
 */
export function deploymentRolloutStatus({ metadata, spec, status }: Deployment): RolloutProgress {
  const name = metadata.name ?? '';
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, observedGeneration = 0, conditions = [] } = status;
  const waiting = (what: string): RolloutProgress => ({
    text: `Waiting for deployment "${name}" rollout to finish: ${what}...\n`,
    done: false,
  });
  if ((metadata.generation ?? 0) > observedGeneration) {
    return { text: 'Waiting for deployment spec update to be observed...\n', done: false };
  }
  if (conditions.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded')) {
    throw new CommandError(`deployment "${name}" exceeded its progress deadline`);
  }
  if (spec.replicas !== undefined && updatedReplicas < spec.replicas) {
    return waiting(`${updatedReplicas} out of ${spec.replicas} new replicas have been updated`);
  }
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas) {
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  }
  return { text: `deployment "${name}" successfully rolled out\n`, done: true };
}

/** The revisions of a Deployment and why each was made. Source: k8s.io/kubectl/pkg/polymorphichelpers/history.go ViewHistory. */
export function deploymentHistory(reader: ObjectReader, deployment: Deployment): string {
  const causes = new Map<number, string>();
  for (const { metadata, spec } of deploymentReplicaSets(reader, deployment)) {
    const revision = getRevision({ metadata });
    if (revision === undefined) continue;
    const cause = metadata.annotations?.[CHANGE_CAUSE] || spec.template.metadata.annotations?.[CHANGE_CAUSE];
    causes.set(revision, cause || '<none>');
  }
  if (causes.size === 0) return 'No rollout history found.';
  const rows = [...causes].sort(([a], [b]) => a - b).map(([revision, cause]) => [String(revision), cause]);
  return formatTable([['REVISION', 'CHANGE-CAUSE'], ...rows]);
}
