import { CHANGE_CAUSE, DEPLOYMENT_REVISION } from '../../api/deployments/names.ts';
import { getRevision } from '../../api/deployments/revisions.ts';
import { goQuote } from '../../api/go-quote.ts';
import type { ObjectReader } from '../../api/reader.ts';
import type { Deployment } from '../../api/shape/apps.ts';
import type { PodTemplateSpec } from '../../api/shape/core.ts';
import { CommandError } from '../command.ts';
import { deploymentReplicaSets } from '../deployment-revisions.ts';
import { ageOf } from './age.ts';
import { podTemplateView } from './pod-template.ts';
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

function checkRevision(deployment: Deployment, wanted: number): void {
  if (wanted <= 0) return;
  const { name = '', annotations = {} } = deployment.metadata;
  const running = getRevision(deployment);
  if (running === undefined) {
    const written = goQuote(annotations[DEPLOYMENT_REVISION] ?? '');
    throw new CommandError(
      `cannot get the revision of deployment ${goQuote(name)}: strconv.ParseInt: parsing ${written}: invalid syntax`,
    );
  }
  if (running !== wanted) {
    throw new CommandError(`desired revision (${wanted}) is different from the running revision (${running})`);
  }
}

/**
 * What `kubectl rollout status` prints at a moment. Throws CommandError for a missed deadline, and if another revision than the wanted one runs
 * (0: any).
 * Source: k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go DeploymentStatusViewer.Status.
 */
export function deploymentRolloutStatus(deployment: Deployment, revision = 0): RolloutProgress {
  checkRevision(deployment, revision);
  const { metadata, spec, status } = deployment;
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

/** The templates of a Deployment's revisions, each with the cause of its change among its annotations. */
function templatesByRevision(reader: ObjectReader, deployment: Deployment): ReadonlyMap<number, PodTemplateSpec> {
  const templates = new Map<number, PodTemplateSpec>();
  for (const { metadata, spec } of deploymentReplicaSets(reader, deployment)) {
    const revision = getRevision({ metadata });
    if (revision === undefined) continue;
    const cause = metadata.annotations?.[CHANGE_CAUSE] ?? '';
    const { template } = spec;
    const annotations = { ...template.metadata.annotations, [CHANGE_CAUSE]: cause };
    templates.set(revision, cause === '' ? template : { ...template, metadata: { ...template.metadata, annotations } });
  }
  return templates;
}

/**
 * The revisions of a Deployment and why each was made; with a revision above 0, its template.
 * Source: k8s.io/kubectl/pkg/polymorphichelpers/history.go DeploymentHistoryViewer.ViewHistory.
 */
export function deploymentHistory(reader: ObjectReader, deployment: Deployment, revision = 0): string {
  const templates = templatesByRevision(reader, deployment);
  if (templates.size === 0) return 'No rollout history found.';
  if (revision > 0) {
    const template = templates.get(revision);
    if (template === undefined) throw new CommandError('unable to find the specified revision');
    return podTemplateView(template);
  }
  const rows = [...templates]
    .sort(([a], [b]) => a - b)
    .map(([number, { metadata }]) => [String(number), metadata.annotations?.[CHANGE_CAUSE] || '<none>']);
  return formatTable([['REVISION', 'CHANGE-CAUSE'], ...rows]);
}
