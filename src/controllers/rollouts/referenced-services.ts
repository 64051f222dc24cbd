import { fieldsOf } from '../../api/object-form.ts';
import { SERVICE } from '../../api/resources.ts';
import { hasScaleDownDeadline, specReplicas } from '../../api/rollouts/replica-sets.ts';
import type { ReplicaSet } from '../../api/shape/apps.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import { namespaceOf, type RolloutContext } from './context.ts';
import { destinationRuleHashes, isReplicaSetReferenced } from './decide/references.ts';
import { stableAndCanaryServices } from '../../api/rollouts/traffic.ts';
import { findCustom } from '../../routers/custom-objects.ts';
import { ISTIO_DESTINATION_RULE } from '../../routers/istio/routes.ts';

/** Whether anything still points at a ReplicaSet. Source: rollout/replicaset.go isReplicaSetReferenced. */
export function isReferenced(context: RolloutContext, rs: ReplicaSet): boolean {
  const { api } = context.base.env;
  const namespace = namespaceOf(context);
  return isReplicaSetReferenced(
    context.rollout,
    rs,
    (name) => api.find(SERVICE, namespace, name),
    context.base.env.reference.has('destination-rule-keeps-replica-set')
      ? destinationRuleHashes(destinationRuleOf(context, context.rollout))
      : [],
  );
}

/** The Istio DestinationRule that the rollout names, if it is there. */
function destinationRuleOf(context: RolloutContext, rollout: Rollout) {
  const name = rollout.spec.strategy.canary?.trafficRouting?.istio?.destinationRule?.name;
  if (name === undefined) return undefined;
  const found = findCustom(context.base.env.api, ISTIO_DESTINATION_RULE, namespaceOf(context), name);
  return found === undefined ? undefined : fieldsOf(found.object);
}

/**
 * With an ALB, old ReplicaSets without a deadline get theirs only if the stable Service exists (its target group is not asked: verification is
 * off unless it is switched on in AWS). Source: rollout/canary.go canProceedWithScaleDownAnnotation.
 */
export function canProceedWithScaleDownAnnotation(context: RolloutContext): boolean {
  const { rollout, otherRSs } = context;
  if (rollout.spec.strategy.canary?.trafficRouting?.alb === undefined) return true;
  if (!otherRSs.some((rs) => specReplicas(rs) > 0 && !hasScaleDownDeadline(rs))) return true;
  const { stable } = stableAndCanaryServices(rollout, true);
  return context.base.env.api.find(SERVICE, namespaceOf(context), stable) !== undefined;
}
