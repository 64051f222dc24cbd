import { deepEqual } from '../../api/equality.ts';
import { type IntOrString, intValue } from '../../api/int-or-string.ts';
import { isJsonObject, type Json } from '../../api/json.ts';
import { dnsSubdomainErrors } from '../../api/label-validation.ts';
import { readableSelector } from '../../api/selector.ts';
import type { Deployment, DeploymentSpec, ReplicaSet } from '../../api/shape/apps.ts';
import type { LabelSelector, ObjectMeta } from '../../api/shape/meta.ts';
import {
  type FieldError,
  forbidden,
  invalid,
  invalidEach,
  nonnegative,
  notSupported,
  required,
} from '../../api/field-error.ts';
import { validateAnnotations, validateLabels, validateLabelSelector } from '../rollouts/validation/labels.ts';
import { validatePodTemplateSpecForReplicaSet } from '../rollouts/validation/pod-template.ts';

const PERCENT = /^[0-9]+%$/;
const PERCENT_ERROR =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** What is wrong with a Deployment. Source: pkg/apis/apps/validation/validation.go ValidateDeployment, ValidateDeploymentUpdate. */
export function validateDeployment(deployment: Deployment, current: Deployment | undefined): FieldError[] {
  const { spec } = deployment;
  return [
    ...(current === undefined ? validateMetadata(deployment.metadata) : validateMetadataUpdate(deployment.metadata)),
    ...nonnegative('spec.replicas', spec.replicas ?? 0),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec),
    ...validateStrategy(spec.strategy),
    ...nonnegative('spec.minReadySeconds', spec.minReadySeconds ?? 0),
    ...nonnegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit ?? 0),
    ...validateDeadline(spec),
    ...(current === undefined ? [] : immutableSelector(spec.selector, current.spec.selector)),
  ];
}

/** What is wrong with a ReplicaSet. Source: pkg/apis/apps/validation/validation.go ValidateReplicaSet, ValidateReplicaSetUpdate. */
export function validateReplicaSet(replicaSet: ReplicaSet, current: ReplicaSet | undefined): FieldError[] {
  const { spec } = replicaSet;
  return [
    ...(current === undefined ? validateMetadata(replicaSet.metadata) : validateMetadataUpdate(replicaSet.metadata)),
    ...nonnegative('spec.replicas', spec.replicas ?? 0),
    ...nonnegative('spec.minReadySeconds', spec.minReadySeconds ?? 0),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec),
    ...(current === undefined ? [] : immutableSelector(spec.selector, current.spec.selector)),
  ];
}

/** Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMeta. */
export function validateMetadata(metadata: ObjectMeta): FieldError[] {
  const { name = '', generateName = '' } = metadata;
  const named =
    name === '' && generateName === ''
      ? [required('metadata.name', 'name or generateName is required')]
      : invalidEach('metadata.name', name, name === '' ? [] : dnsSubdomainErrors(name));
  return [...named, ...validateMetadataUpdate(metadata)];
}

export function validateMetadataUpdate({ labels, annotations }: ObjectMeta): FieldError[] {
  return [...validateLabels(labels, 'metadata.labels'), ...validateAnnotations(annotations, 'metadata.annotations')];
}

function validateSelector(selector: LabelSelector | null): FieldError[] {
  if (selector === null) return [required('spec.selector')];
  const errors = validateLabelSelector(selector, 'spec.selector');
  const { matchLabels = {}, matchExpressions = [] } = selector;
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) {
    errors.push(invalid('spec.selector', jsonOf(selector), 'empty selector is invalid for deployment'));
  }
  return errors;
}

type Templated = Pick<DeploymentSpec, 'selector' | 'template'>;

/** What was said of a template last, and with which selector: writes of sizes share both. */
const judged = new WeakMap<
  DeploymentSpec['template'],
  Pick<Templated, 'selector'> & { readonly errors: FieldError[] }
>();

function validateTemplate({ selector, template }: Templated): FieldError[] {
  const last = judged.get(template);
  if (last !== undefined && last.selector === selector) return last.errors;
  const errors = judgeTemplate({ selector, template });
  judged.set(template, { selector, errors });
  return errors;
}

function judgeTemplate({ selector, template }: Templated): FieldError[] {
  const readable = readableSelector(selector);
  if (readable === undefined) return [invalid('spec.selector', jsonOf(selector), 'invalid label selector')];
  return validatePodTemplateSpecForReplicaSet(template, readable, 'spec.template');
}

/** Source: ValidateDeploymentStrategy. */
function validateStrategy({ type = '', rollingUpdate }: DeploymentSpec['strategy']): FieldError[] {
  const field = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    if (rollingUpdate === undefined) return [];
    return [forbidden(field, "may not be specified when strategy `type` is 'Recreate'")];
  }
  if (type !== 'RollingUpdate') return [notSupported('spec.strategy', type, ['Recreate', 'RollingUpdate'])];
  if (rollingUpdate === undefined) return [required(field, 'this should be defaulted and never be nil')];
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const errors = [
    ...countOrPercent(maxUnavailable, `${field}.maxUnavailable`),
    ...countOrPercent(maxSurge, `${field}.maxSurge`),
  ];
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) {
    errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  if (percentOf(maxUnavailable, 0) > 100) {
    errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'must not be greater than 100%'));
  }
  return errors;
}

/** Source: ValidatePositiveIntOrPercent. */
export function countOrPercent(value: IntOrString, field: string): FieldError[] {
  if (typeof value === 'number') return nonnegative(field, value);
  return PERCENT.test(value) ? [] : [invalid(field, value, PERCENT_ERROR)];
}

export function percentOf(value: IntOrString, otherwise: number): number {
  return typeof value === 'string' && PERCENT.test(value) ? Number(value.slice(0, -1)) : otherwise;
}

/** Source: getIntOrPercentValue. */
function amountOf(value: IntOrString): number {
  return percentOf(value, intValue(value));
}

function validateDeadline({ progressDeadlineSeconds, minReadySeconds = 0 }: DeploymentSpec): FieldError[] {
  const field = 'spec.progressDeadlineSeconds';
  if (progressDeadlineSeconds === undefined) return [];
  const errors = nonnegative(field, progressDeadlineSeconds);
  if (progressDeadlineSeconds <= minReadySeconds) {
    errors.push(invalid(field, progressDeadlineSeconds, 'must be greater than minReadySeconds'));
  }
  return errors;
}

/** Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateImmutableField. */
function immutableSelector(selector: LabelSelector | null, current: LabelSelector | null): FieldError[] {
  return deepEqual(selector, current) ? [] : [invalid('spec.selector', jsonOf(selector), 'field is immutable')];
}

function jsonOf(selector: LabelSelector | null): Json {
  return isJsonObject(selector) ? selector : null;
}
