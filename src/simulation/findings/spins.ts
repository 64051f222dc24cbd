import { from, renderReason, type Rule } from '../../api/reason.ts';
import type { Finding } from '../../timeline/timeline.ts';

/** How a controller spins. */
export interface Spin {
  readonly rule: Rule;
  readonly upstream: string | undefined;
}

const LOAD = 'A real cluster shows this as CPU and API load; here the loop is cut.';

export const CANCELS: Spin = {
  rule: {
    id: 'finding.spin.cancels',
    title: 'A reconcile takes back its own writes and wakes itself again',
    statement: `Two parts of one reconcile want different things of the same object, such as an aborted rollout's canary Service: each write wakes the controller again. ${LOAD}`,
    template: 'the {controller} controller spins here on {key}: its writes cancel each other out and wake it again',
    source: 'rollout/service.go reconcileStableAndCanaryService, rollout/trafficrouting.go reconcileTrafficRouting',
    example: {
      inputs: { controller: 'rollouts', key: 'default/shop' },
      text: 'the rollouts controller spins here on default/shop: its writes cancel each other out and wake it again',
    },
  },
  upstream: 'argoproj/argo-rollouts#3078',
};

export const IDLES: Spin = {
  rule: {
    id: 'finding.spin.idles',
    title: 'A reconcile with nothing to do asks for itself at once',
    statement: `In the last second before a deadline, or with a delay of zero, the controller puts its object into its own queue without having changed anything. ${LOAD}`,
    template: 'the {controller} controller spins here on {key}: it has nothing to do and yet wakes itself at once',
    source: 'rollout/sync.go requeueStuckRollout, rollout/replicaset.go scaleDownDelayHelper',
    example: {
      inputs: { controller: 'rollouts', key: 'default/shop' },
      text: 'the rollouts controller spins here on default/shop: it has nothing to do and yet wakes itself at once',
    },
  },
  upstream: undefined,
};

export const ENDLESS: Spin = {
  rule: {
    id: 'finding.spin.endless',
    title: 'Reconciles undo each other without end',
    statement: `One reconcile writes what the next one takes back, as with a blue-green rollout whose post-promotion analysis is inconclusive. ${LOAD}`,
    template: 'the {controller} controller spins here on {key}: reconciles undo each other without end',
    source: 'rollout/sync.go checkPausedConditions, calculateRolloutConditions',
    example: {
      inputs: { controller: 'rollouts', key: 'default/shop' },
      text: 'the rollouts controller spins here on default/shop: reconciles undo each other without end',
    },
  },
  upstream: undefined,
};

export const SPIN_RULES: readonly Rule[] = [CANCELS, IDLES, ENDLESS].map(({ rule }) => rule);

/** What is told of a controller that spins. */
export function spinFinding(
  { rule, upstream }: Spin,
  controller: string,
  key: string,
): Pick<Finding, 'id' | 'text' | 'upstream'> {
  const inputs = { controller: from('the run', controller), key: from('the run', key) };
  const text = `${renderReason(rule, inputs)}. ${rule.statement}`;
  return { id: rule.id, text, ...(upstream === undefined ? {} : { upstream }) };
}
