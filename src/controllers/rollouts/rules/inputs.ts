import type { RuleInput, Write } from '../../../api/reason.ts';
import { POD_TEMPLATE_HASH_LABEL, SCALE_DOWN_DEADLINE_ANNOTATION } from '../../../api/rollouts/names.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import type { TemplateSource } from '../workload-ref.ts';
import { maxUnavailablePods, podTemplateHash, replicasOrDefault } from './functions.ts';

/** Inputs that many rules share, read from the rollout in hand. */

interface TemplateInHand {
  readonly rollout: Rollout;
  readonly templateFrom: TemplateSource;
}

export const DEADLINE = `metadata.annotations[${SCALE_DOWN_DEADLINE_ANNOTATION}]`;

export const POD_TEMPLATE_HASH = `metadata.labels[${POD_TEMPLATE_HASH_LABEL}]`;

/** Where the fields of the strategy are. */
export function strategyPath(rollout: Rollout): string {
  return rollout.spec.strategy.blueGreen === undefined ? 'spec.strategy.canary' : 'spec.strategy.blueGreen';
}

export function replicasOf(write: Write, rollout: Rollout): RuleInput {
  return replicasOrDefault.of(write.of(rollout, 'spec.replicas'));
}

/** The hash of the template in hand. */
export function templateHashOf(write: Write, { rollout, templateFrom }: TemplateInHand): RuleInput {
  const template = write.of(templateFrom.object, templateFrom.path);
  return podTemplateHash.of(template, write.of(rollout, 'status.collisionCount'));
}

/** Of a canary. */
export function maxUnavailableOf(write: Write, rollout: Rollout): RuleInput {
  return maxUnavailablePods.of(
    write.of(rollout, 'spec.strategy.canary.maxUnavailable'),
    write.of(rollout, 'spec.strategy.canary.maxSurge'),
    write.of(rollout, 'spec.replicas'),
  );
}
