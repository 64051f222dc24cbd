import { DEPLOYMENT_ROLLBACK_TO } from '../../api/deployments/names.ts';
import {
  equalIgnoreHash,
  getRevision,
  ownAnnotations,
  sharedAnnotations,
  withoutTemplateHash,
} from '../../api/deployments/revisions.ts';
import { from } from '../../api/reason.ts';
import { DEPLOYMENT } from '../../api/resources.ts';
import type { Deployment, ReplicaSet } from '../../api/shape/apps.ts';
import { lastRevision } from './annotations.ts';
import { syncRevision } from './new-replica-set.ts';
import type { Pass } from './pass.ts';
import { deploymentRollback } from './rules.ts';

/** Goes back to a revision, as the deprecated annotation asks, and takes the annotation away. Source: rollback.go rollback. */
export function rollback(pass: Pass, replicaSets: readonly ReplicaSet[], requested: number): void {
  const { newest, old } = syncRevision(pass, replicaSets, true);
  const all = newest === undefined ? old : [...old, newest];
  const revision = requested === 0 ? lastRevision(all) : requested;
  if (revision === 0) {
    warn(pass, 'DeploymentRollbackRevisionNotFound', 'Unable to find last revision.');
    clearRequest(pass, pass.deployment);
    return;
  }
  const target = all.find((replicaSet) => getRevision(replicaSet) === revision);
  if (target === undefined) {
    warn(pass, 'DeploymentRollbackRevisionNotFound', 'Unable to find the revision to rollback to.');
    clearRequest(pass, pass.deployment);
    return;
  }
  const { deployment } = pass;
  const name = deployment.metadata.name ?? '';
  if (equalIgnoreHash(deployment.spec.template, target.spec.template)) {
    const message = `The rollback revision contains the same template as current deployment "${name}"`;
    warn(pass, 'DeploymentRollbackTemplateUnchanged', message);
    clearRequest(pass, deployment);
    return;
  }
  clearRequest(pass, rolledBack(deployment, target), revision);
  const message = `Rolled back deployment "${name}" to revision ${revision}`;
  pass.env.recorder.event(pass.deployment, 'Normal', 'DeploymentRollback', message);
}

/** The deployment with the template and annotations of a ReplicaSet. Source: rollback.go rollbackToTemplate, SetDeploymentAnnotationsTo. */
function rolledBack(deployment: Deployment, target: ReplicaSet): Deployment {
  const annotations = { ...ownAnnotations(deployment), ...sharedAnnotations(target) };
  const template = withoutTemplateHash(target.spec.template);
  return {
    ...deployment,
    metadata: { ...deployment.metadata, annotations },
    spec: { ...deployment.spec, template },
  };
}

function warn(pass: Pass, reason: string, message: string): void {
  pass.env.recorder.event(pass.deployment, 'Warning', reason, message);
}

/** Source: rollback.go updateDeploymentAndClearRollbackTo. */
function clearRequest(pass: Pass, deployment: Deployment, revision?: number): void {
  const { [DEPLOYMENT_ROLLBACK_TO]: _request, ...annotations } = deployment.metadata.annotations ?? {};
  const because =
    revision === undefined
      ? []
      : [
          () =>
            deploymentRollback.because({ revision: from(`metadata.annotations[${DEPLOYMENT_ROLLBACK_TO}]`, revision) }),
        ];
  pass.deployment = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  pass.env.api.update(DEPLOYMENT, pass.deployment, { because });
}
