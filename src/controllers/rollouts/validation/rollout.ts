import {
  getProgressDeadlineSecondsOrDefault,
  getReplicasOrDefault,
  getRevisionHistoryLimitOrDefault,
} from '../../../api/rollouts/defaults.ts';
import { readableSelector } from '../../../api/selector.ts';
import type { LabelSelector } from '../../../api/shape/meta.ts';
import type { Rollout } from '../../../api/shape/rollout.ts';
import { type FieldError, internalError, invalid, nonnegative, required } from '../../../api/field-error.ts';
import { validateLabelSelector } from './labels.ts';
import { missingField } from './messages.ts';
import { validatePodTemplateSpecForReplicaSet } from './pod-template.ts';
import { validateRolloutStrategy } from './strategy.ts';

const known = new WeakMap<Rollout['spec'], readonly FieldError[]>();

/**
 * Every complaint about a Rollout's spec, in the reference's order; the controller shows the first, the linter all. `templateResolvedFromRef`: the
 * template came from workloadRef. Source: pkg/apis/rollouts/validation/validation.go ValidateRollout.
 */
export function validateRollout(rollout: Rollout, templateResolvedFromRef = false): readonly FieldError[] {
  if (templateResolvedFromRef) return validateRolloutSpec(rollout, true);
  let errors = known.get(rollout.spec);
  if (errors === undefined) {
    errors = validateRolloutSpec(rollout, false);
    known.set(rollout.spec, errors);
  }
  return errors;
}

/** Text of the InvalidSpec condition. Source: rollout/controller.go createInvalidRolloutCondition. */
export function invalidSpecMessage(rollout: Rollout, error: string): string {
  return `The Rollout "${rollout.metadata.name ?? ''}" is invalid: ${error}`;
}

function validateSelector(selector: LabelSelector | null): FieldError[] {
  if (selector === null) return [required('spec.selector', missingField('.spec.selector'))];
  const errors = validateLabelSelector(selector, 'spec.selector');
  const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length;
  if (size === 0) {
    errors.push(invalid('spec.selector', { ...selector }, 'empty selector is invalid for deployment'));
  }
  return errors;
}

function validateTemplate(rollout: Rollout, templateResolvedFromRef: boolean): FieldError[] {
  const { spec } = rollout;
  const errors: FieldError[] = [];
  const { labels = {}, annotations = {} } = spec.template.metadata;
  const emptyTemplate = Object.keys(labels).length === 0 && Object.keys(annotations).length === 0;
  if (!templateResolvedFromRef && spec.workloadRef !== undefined && !emptyTemplate) {
    errors.push(internalError('spec.template', 'template must be empty for workload reference rollout'));
  }
  const selector = readableSelector(spec.selector);
  if (selector === undefined) {
    const found = spec.selector === null ? null : { ...spec.selector };
    errors.push(invalid('spec.selector', found, 'invalid label selector'));
  } else if (templateResolvedFromRef || spec.workloadRef === undefined) {
    errors.push(...validatePodTemplateSpecForReplicaSet(spec.template, selector, 'spec.template'));
  }
  return errors;
}

/** Source: ValidateRolloutSpec. */
function validateRolloutSpec(rollout: Rollout, templateResolvedFromRef: boolean): FieldError[] {
  const { spec } = rollout;
  const minReady = spec.minReadySeconds ?? 0;
  const deadline = getProgressDeadlineSecondsOrDefault(rollout);
  const errors = nonnegative('spec.replicas', getReplicasOrDefault(spec.replicas));
  if (spec.workloadRef === undefined) errors.push(...validateSelector(spec.selector));
  errors.push(...validateTemplate(rollout, templateResolvedFromRef));
  errors.push(...nonnegative('spec.minReadySeconds', minReady));
  errors.push(...nonnegative('spec.revisionHistoryLimit', getRevisionHistoryLimitOrDefault(rollout)));
  errors.push(...nonnegative('spec.progressDeadlineSeconds', deadline));
  if (deadline <= minReady) {
    errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  }
  return [...errors, ...validateRolloutStrategy(rollout, 'spec.strategy')];
}
