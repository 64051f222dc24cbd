import { type FieldError, invalid, notSupported } from '../../api/field-error.ts';
import { isJsonObject } from '../../api/json.ts';
import type { PodDisruptionBudget } from '../../api/shape/policy.ts';
import { countOrPercent, percentOf, validateMetadata, validateMetadataUpdate } from '../deployment/validation.ts';
import { validateLabelSelector } from '../rollouts/validation/labels.ts';

const EVICTION_POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

/** What is wrong with a PodDisruptionBudget. Source: pkg/apis/policy/validation/validation.go ValidatePodDisruptionBudgetSpec. */
export function validateBudget(
  { metadata, spec }: PodDisruptionBudget,
  current: PodDisruptionBudget | undefined,
): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const errors = current === undefined ? validateMetadata(metadata) : validateMetadataUpdate(metadata);
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const shown = {
      MinAvailable: minAvailable,
      Selector: isJsonObject(selector) ? selector : null,
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: policy ?? null,
    };
    errors.push(invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set'));
  }
  for (const [key, value] of [['minAvailable', minAvailable] as const, ['maxUnavailable', maxUnavailable] as const]) {
    if (value === undefined) continue;
    errors.push(...countOrPercent(value, `spec.${key}`));
    if (percentOf(value, 0) > 100) errors.push(invalid(`spec.${key}`, value, 'must not be greater than 100%'));
  }
  if (selector !== undefined) errors.push(...validateLabelSelector(selector, 'spec.selector'));
  if (policy !== undefined && !EVICTION_POLICIES.includes(policy)) {
    errors.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, EVICTION_POLICIES));
  }
  return errors;
}
