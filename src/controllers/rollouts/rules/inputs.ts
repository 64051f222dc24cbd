import type { RuleInput, Write } from '../../../api/reason.ts';
import {
  DESIRED_REPLICAS_ANNOTATION,
  EPHEMERAL_METADATA_ANNOTATION,
  POD_TEMPLATE_HASH_LABEL,
  REVISION_ANNOTATION,
  SCALE_DOWN_DEADLINE_ANNOTATION,
} from '../../../api/rollouts/names.ts';
import type { WeightCause } from '../../../api/rollouts/canary-steps.ts';
import type { ReplicaSet } from '../../../api/shape/apps.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { isOfExperiment } from '../decide/revisions.ts';
import type { FieldSource } from '../workload-ref.ts';
import { nothing } from '../../../api/input-functions.ts';
import {
  blueGreenMaxUnavailablePods,
  isOfTemplate,
  maxSurgePods,
  maxUnavailablePods,
  maxWeightOrDefault,
  podTemplateHash,
  replicasOrDefault,
  weightAfterLastStep,
  weightBeforeSetWeight,
  weightOnAbort,
  weightOnFullPromotion,
  weightWhenPromoted,
  weightWithoutStable,
} from './functions.ts';
import { isPaused, isWithinWindow, lengthOf } from './status-functions.ts';

/** Inputs that many rules share, read from the rollout in hand. */

interface TemplateInHand {
  readonly rollout: Rollout;
  readonly templateFrom: FieldSource;
}

export const DEADLINE = `metadata.annotations[${SCALE_DOWN_DEADLINE_ANNOTATION}]`;

export const EPHEMERAL_METADATA = `metadata.annotations[${EPHEMERAL_METADATA_ANNOTATION}]`;

export const REVISION = `metadata.annotations[${REVISION_ANNOTATION}]`;

export const DESIRED_REPLICAS = `metadata.annotations[${DESIRED_REPLICAS_ANNOTATION}]`;

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

/** Whether a ReplicaSet is that of the template in hand. */
export function isNewOf(
  write: Write,
  { rollout, templateFrom }: TemplateInHand,
  rs: ReplicaSet | undefined,
): RuleInput {
  const template = write.of(templateFrom.object, templateFrom.path);
  const collisions = write.of(rollout, 'status.collisionCount');
  return isOfTemplate.of(template, collisions, rs === undefined ? nothing.of() : write.of(rs, ''));
}

/** Pods that may be missing. */
export function maxUnavailableOf(write: Write, rollout: Rollout): RuleInput {
  if (rollout.spec.strategy.blueGreen !== undefined) {
    const field = write.of(rollout, 'spec.strategy.blueGreen.maxUnavailable');
    return blueGreenMaxUnavailablePods.of(field, write.of(rollout, 'spec.replicas'));
  }
  return maxUnavailablePods.of(
    write.of(rollout, 'spec.strategy.canary.maxUnavailable'),
    write.of(rollout, 'spec.strategy.canary.maxSurge'),
    write.of(rollout, 'spec.replicas'),
  );
}

/** Of a canary. */
export function maxSurgeOf(write: Write, rollout: Rollout): RuleInput {
  return maxSurgePods.of(
    write.of(rollout, 'spec.strategy.canary.maxUnavailable'),
    write.of(rollout, 'spec.strategy.canary.maxSurge'),
    write.of(rollout, 'spec.replicas'),
  );
}

/** The hash of a ReplicaSet's version. */
export function hashOf(write: Write, rs: ReplicaSet | undefined): RuleInput {
  return rs === undefined ? nothing.of() : write.of(rs, POD_TEMPLATE_HASH);
}

/** How many steps the strategy has. */
export function stepCountOf(write: Write, rollout: Rollout): RuleInput {
  return lengthOf.of(write.of(rollout, STEPS));
}

/** Whether the rollout goes back to a recent version. */
export function withinWindowOf(write: Write, { rollout, newRS, stableRS, allRSs }: WindowInHand): RuleInput {
  const created = (rs: ReplicaSet | undefined): RuleInput =>
    rs === undefined ? nothing.of() : write.of(rs, 'metadata.creationTimestamp');
  return isWithinWindow.of(
    write.of(rollout, 'spec.rollbackWindow.revisions'),
    created(newRS),
    created(stableRS),
    ...allRSs.filter((rs) => !isOfExperiment(rs)).map(created),
  );
}

interface WindowInHand {
  readonly rollout: Rollout;
  readonly newRS: ReplicaSet | undefined;
  readonly stableRS: ReplicaSet | undefined;
  readonly allRSs: readonly ReplicaSet[];
}

/** Spec and pause conditions of the rollout in hand. */
export function pausedOf(write: Write, rollout: Rollout): RuleInput {
  return isPaused.of(write.of(rollout, 'spec.paused'), write.of(rollout, 'status.pauseConditions'));
}

export const STEPS = 'spec.strategy.canary.steps';

export function maxWeightOf(write: Write, rollout: Rollout): RuleInput {
  return maxWeightOrDefault.of(write.of(rollout, 'spec.strategy.canary.trafficRouting.maxTrafficWeight'));
}

/** The weight of a canary, read where it comes from. */
export function weightOf(write: Write, rollout: Rollout, cause: WeightCause): RuleInput {
  const read = (path: string): RuleInput => write.of(rollout, path);
  switch (cause.by) {
    case 'step':
      return read(`${STEPS}[${cause.index}].${cause.field}`);
    case 'setCanaryScale':
      return read(`${STEPS}[${cause.index}].setCanaryScale.weight`);
    case 'abort':
      return weightOnAbort.of(read('status.abort'));
    case 'beforeSetWeight':
      return weightBeforeSetWeight.of(read(STEPS), read('status.currentStepIndex'));
    case 'stepsDone':
      return weightAfterLastStep.of(read(STEPS), read('status.currentStepIndex'), maxWeightOf(write, rollout));
    case 'promoteFull':
      return weightOnFullPromotion.of(read('status.promoteFull'), maxWeightOf(write, rollout));
    case 'noStable':
      return weightWithoutStable.of(read('status.stableRS'), maxWeightOf(write, rollout));
    case 'promoted':
      return weightWhenPromoted.of(read('status.stableRS'), read('status.currentPodHash'), maxWeightOf(write, rollout));
  }
}
