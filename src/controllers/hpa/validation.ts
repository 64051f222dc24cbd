import { type FieldError, forbidden, invalid, invalidEach, notSupported, required } from '../../api/field-error.ts';
import { isDnsLabel } from '../../api/label-validation.ts';
import { parseQuantity } from '../../api/quantity.ts';
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricTarget,
  ScalingPolicy,
  ScalingRules,
} from '../../api/shape/autoscaling.ts';
import { validateMetadata, validateMetadataUpdate } from '../deployment/validation.ts';

const MAX_PERIOD_SECONDS = 1800;
const MAX_WINDOW_SECONDS = 3600;
const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES = ['Percent', 'Pods'];
const METRIC_TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue'];
const LABEL_ERROR =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

/**
 * What is wrong with an autoscaler. Zero pods at least need a feature of the server that is off, unless the stored autoscaler has them.
 * Source: pkg/apis/autoscaling/validation/validation.go ValidateHorizontalPodAutoscaler, ValidateHorizontalPodAutoscalerUpdate.
 */
export function validateAutoscaler(
  { metadata, spec }: HorizontalPodAutoscaler,
  current: HorizontalPodAutoscaler | undefined,
): FieldError[] {
  const { minReplicas = 1, maxReplicas, scaleTargetRef, metrics = [], behavior } = spec;
  const least = current?.spec.minReplicas === 0 ? 0 : 1;
  const errors = current === undefined ? validateMetadata(metadata) : validateMetadataUpdate(metadata);
  if (minReplicas < least) {
    errors.push(invalid('spec.minReplicas', minReplicas, `must be greater than or equal to ${least}`));
  }
  if (maxReplicas < 1) errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than 0'));
  if (maxReplicas < minReplicas) {
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  const hasOthers = metrics.some(({ type }) => type === 'Object' || type === 'External');
  return [
    ...errors,
    ...validateReference(scaleTargetRef, 'spec.scaleTargetRef'),
    ...validateApiVersion(scaleTargetRef, 'spec.scaleTargetRef.apiVersion'),
    ...metrics.flatMap((metric, index) => validateMetric(metric, `spec.metrics[${index}]`)),
    ...(minReplicas === 0 && !hasOthers
      ? [
          forbidden(
            'spec.metrics',
            'must specify at least one Object or External metric to support scaling to zero replicas',
          ),
        ]
      : []),
    ...validateRules(behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...validateRules(behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ];
}

type Reference = HorizontalPodAutoscaler['spec']['scaleTargetRef'];

/** Source: k8s.io/apimachinery/pkg/api/validation/path/name.go IsValidPathSegmentName. */
function pathSegmentErrors(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((illegal) => name.includes(illegal)).map((illegal) => `may not contain '${illegal}'`);
}

/** Source: ValidateCrossVersionObjectReference. */
function validateReference({ kind, name }: Pick<Reference, 'kind' | 'name'>, field: string): FieldError[] {
  const part = (key: string, value: string): FieldError[] =>
    value === '' ? [required(`${field}.${key}`)] : invalidEach(`${field}.${key}`, value, pathSegmentErrors(value));
  return [...part('kind', kind), ...part('name', name)];
}

/** What is scaled is never of the core group, but for ReplicationControllers. Source: ValidateAPIVersion, schema.ParseGroupVersion. */
function validateApiVersion({ apiVersion = '', kind }: Reference, field: string): FieldError[] {
  const parts = apiVersion.split('/');
  if (parts.length > 2) return [invalid(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const hasGroup = parts.length === 2 && parts[0] !== '';
  if (hasGroup || kind === 'ReplicationController') return [];
  return [invalid(field, apiVersion, 'apiVersion must specify API group')];
}

/** Source: validateScalingRules. */
function validateRules(rules: ScalingRules | undefined, field: string): FieldError[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds: window = 0, selectPolicy, policies } = rules;
  const errors: FieldError[] = [];
  const windowField = `${field}.stabilizationWindowSeconds`;
  if (window < 0) errors.push(invalid(windowField, window, 'must be greater than or equal to zero'));
  if (window > MAX_WINDOW_SECONDS) {
    errors.push(invalid(windowField, window, `must be less than or equal to ${MAX_WINDOW_SECONDS}`));
  }
  if (selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy)) {
    errors.push(notSupported(`${field}.selectPolicy`, selectPolicy, SELECT_POLICIES));
  }
  if (policies?.length === 0) errors.push(required(`${field}.policies`, 'must specify at least one Policy'));
  return [
    ...errors,
    ...(policies ?? []).flatMap((policy, index) => validatePolicy(policy, `${field}.policies[${index}]`)),
  ];
}

/** Source: validateScalingPolicy. */
function validatePolicy({ type, value, periodSeconds }: ScalingPolicy, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!POLICY_TYPES.includes(type)) errors.push(notSupported(`${field}.type`, type, POLICY_TYPES));
  if (value <= 0) errors.push(invalid(`${field}.value`, value, 'must be greater than zero'));
  if (periodSeconds <= 0) errors.push(invalid(`${field}.periodSeconds`, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > MAX_PERIOD_SECONDS) {
    errors.push(
      invalid(`${field}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`),
    );
  }
  return errors;
}

/** The sources of a metric in the order in which they are looked at; only the first is judged. */
const SOURCES = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
type Source = (typeof SOURCES)[number];

/** Source: validateMetricSpec. */
function validateMetric(metric: MetricSpec, field: string): FieldError[] {
  const { type } = metric;
  const present = SOURCES.filter((source) => metric[source] !== undefined);
  const [first] = present;
  const unknown = METRIC_TYPES.includes(type) ? [] : [notSupported(`${field}.type`, type, METRIC_TYPES)];
  const expected = SOURCES.find((source) => source.toLowerCase() === type.toLowerCase() && unknown.length === 0);
  return [
    ...(type === '' ? [required(`${field}.type`, 'must specify a metric source type')] : []),
    ...unknown,
    ...(first === undefined ? [] : validateSource(metric, first, `${field}.${first}`)),
    ...(expected !== undefined && metric[expected] === undefined
      ? [required(`${field}.${expected}`, 'must populate information for the given metric source')]
      : []),
    ...unknown,
    ...(present.length === 1
      ? []
      : present
          .filter((source) => source !== expected)
          .map((source) => forbidden(`${field}.${source}`, 'must populate the given metric source only'))),
  ];
}

function validateSource(metric: MetricSpec, source: Source, field: string): FieldError[] {
  const target = metric[source]?.target ?? { type: '' };
  const { value, averageValue, averageUtilization } = target;
  const goal = `${field}.target`;
  const needs = (isThere: boolean, key: string, why: string): FieldError[] =>
    isThere ? [] : [required(`${goal}.${key}`, why)];
  switch (source) {
    case 'object':
      return [
        ...validateReference(metric.object?.describedObject ?? { kind: '', name: '' }, `${field}.describedObject`),
        ...validateIdentifier(metric.object?.metric.name ?? '', `${field}.metric`),
        ...validateTarget(target, goal),
        ...needs(
          value !== undefined || averageValue !== undefined,
          'averageValue',
          'must set either a target value or averageValue',
        ),
      ];
    case 'external':
      return [
        ...validateIdentifier(metric.external?.metric.name ?? '', `${field}.metric`),
        ...validateTarget(target, goal),
        ...needs(
          value !== undefined || averageValue !== undefined,
          'averageValue',
          'must set either a target value for metric or a per-pod target',
        ),
        ...(value !== undefined && averageValue !== undefined
          ? [forbidden(`${goal}.value`, 'may not set both a target value for metric and a per-pod target')]
          : []),
      ];
    case 'pods':
      return [
        ...validateIdentifier(metric.pods?.metric.name ?? '', `${field}.metric`),
        ...validateTarget(target, goal),
        ...needs(averageValue !== undefined, 'averageValue', 'must specify a positive target averageValue'),
      ];
    case 'resource':
    case 'containerResource':
      return [
        ...(metric[source]?.name === '' ? [required(`${field}.name`, 'must specify a resource name')] : []),
        ...(source === 'containerResource'
          ? validateContainer(metric.containerResource?.container ?? '', `${field}.container`)
          : []),
        ...validateTarget(target, goal),
        ...needs(
          averageUtilization !== undefined || averageValue !== undefined,
          'averageUtilization',
          'must set either a target raw value or a target utilization',
        ),
        ...(averageUtilization !== undefined && averageValue !== undefined
          ? [forbidden(`${goal}.averageValue`, 'may not set both a target raw value and a target utilization')]
          : []),
      ];
  }
}

function validateContainer(container: string, field: string): FieldError[] {
  if (container === '') return [required(field, 'must specify a container')];
  return isDnsLabel(container) ? [] : [invalid(field, container, LABEL_ERROR)];
}

/** Source: validateMetricIdentifier. */
function validateIdentifier(name: string, field: string): FieldError[] {
  if (name === '') return [required(`${field}.name`, 'must specify a metric name')];
  return invalidEach(`${field}.name`, name, pathSegmentErrors(name));
}

/** Source: validateMetricTarget. */
function validateTarget({ type, value, averageValue, averageUtilization }: MetricTarget, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (type === '') errors.push(required(`${field}.type`, 'must specify a metric target type'));
  if (!TARGET_TYPES.includes(type)) {
    errors.push(invalid(`${field}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  }
  const positive = (key: string, quantity: string | undefined): void => {
    if (quantity === undefined || parseQuantity(quantity).unscaled > 0n) return;
    errors.push(invalid(`${field}.${key}`, quantity, 'must be positive'));
  };
  positive('value', value);
  positive('averageValue', averageValue);
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(`${field}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
  return errors;
}
