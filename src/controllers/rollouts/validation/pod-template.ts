import { dnsSubdomainErrors } from '../../../api/label-validation.ts';
import type { Selector } from '../../../api/selector.ts';
import type { PodSpec, PodTemplateSpec } from '../../../api/shape/core.ts';
import { validateContainers, validateDnsLabelName, validateInitContainers } from './container.ts';
import {
  duplicate,
  type FieldError,
  forbidden,
  invalid,
  invalidEach,
  notSupported,
  required,
} from '../../../api/field-error.ts';
import { validateAnnotations, validateLabels } from './labels.ts';

const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES: readonly string[] = ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'];
const MAX_INT32 = 2_147_483_647;

/** Source: k8s.io/kubernetes/pkg/apis/core/validation ValidateVolumes. */
function validateVolumes(spec: PodSpec, field: string): FieldError[] {
  const names = new Set<string>();
  return (spec.volumes ?? []).flatMap((volume, index) => {
    const path = `${field}[${index}].name`;
    const errors = validateDnsLabelName(path, volume.name);
    if (names.has(volume.name)) errors.push(duplicate(path, volume.name));
    if (errors.length === 0) names.add(volume.name);
    return errors;
  });
}

/** Source: validatePodDNSConfig. */
function validateDnsConfig(spec: PodSpec, field: string): FieldError[] {
  if (spec.dnsPolicy !== 'None') return [];
  if (spec.dnsConfig === undefined) {
    return [required(field, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  }
  if ((spec.dnsConfig.nameservers ?? []).length > 0) return [];
  return [required(`${field}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
}

/** Source: k8s.io/kubernetes/pkg/apis/core/validation ValidatePodSpec. */
function validatePodSpec(spec: PodSpec, field: string): FieldError[] {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const containers = spec.containers ?? [];
  const { restartPolicy = 'Always', dnsPolicy = 'ClusterFirst', activeDeadlineSeconds: deadline } = spec;
  const errors = [
    ...validateVolumes(spec, `${field}.volumes`),
    ...validateContainers(containers, volumes, `${field}.containers`),
    ...validateInitContainers(spec.initContainers ?? [], containers, volumes, `${field}.initContainers`),
  ];
  if (!RESTART_POLICIES.includes(restartPolicy)) {
    errors.push(notSupported(`${field}.restartPolicy`, restartPolicy, RESTART_POLICIES));
  }
  if (!DNS_POLICIES.includes(dnsPolicy)) errors.push(notSupported(`${field}.dnsPolicy`, dnsPolicy, DNS_POLICIES));
  errors.push(...validateLabels(spec.nodeSelector, `${field}.nodeSelector`));
  errors.push(...validateDnsConfig(spec, `${field}.dnsConfig`));
  for (const name of ['serviceAccountName', 'nodeName'] as const) {
    const value = spec[name];
    if (value !== undefined) errors.push(...invalidEach(`${field}.${name}`, value, dnsSubdomainErrors(value)));
  }
  if (deadline !== undefined && (deadline < 1 || deadline > MAX_INT32)) {
    errors.push(invalid(`${field}.activeDeadlineSeconds`, deadline, `must be between 1 and ${MAX_INT32}, inclusive`));
  }
  return errors;
}

/**
 * A pod template as a ReplicaSet wants it. `privileged` is not looked at: whether a cluster allows it is not known here.
 * Source: k8s.io/kubernetes/pkg/apis/apps/validation ValidatePodTemplateSpecForReplicaSet.
 */
export function validatePodTemplateSpecForReplicaSet(
  template: PodTemplateSpec,
  selector: Selector,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const { labels, annotations } = template.metadata;
  if (!selector.empty && !selector.matches(labels)) {
    const found = labels === undefined ? null : { ...labels };
    errors.push(invalid(`${field}.metadata.labels`, found, '`selector` does not match template `labels`'));
  }
  errors.push(...validateLabels(labels, `${field}.labels`));
  errors.push(...validateAnnotations(annotations, `${field}.annotations`));
  errors.push(...validatePodSpec(template.spec, `${field}.spec`));
  const restartPolicy = template.spec.restartPolicy ?? 'Always';
  if (restartPolicy !== 'Always') {
    errors.push(notSupported(`${field}.spec.restartPolicy`, restartPolicy, ['Always']));
  }
  if (template.spec.activeDeadlineSeconds !== undefined) {
    const detail = 'activeDeadlineSeconds in ReplicaSet is not Supported';
    errors.push(forbidden(`${field}.spec.activeDeadlineSeconds`, detail));
  }
  return errors;
}
