import { own } from '../../text/own.ts';
import { canonical } from '../canonical.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json.ts';
import { podTemplateSpec, type PodTemplateSpec } from '../shape/core.ts';
import { podTemplateDefaults } from './pod-template.ts';

type Defaults = (object: JsonObject) => JsonObject;

/** An object with its defaults, by `apiVersion/kind`; kinds without defaults stay as they are. Source: k8s.io/kubernetes/pkg/apis, defaults.go of each group */
export function kindDefaults(kind: string, object: JsonObject): JsonObject {
  return KINDS.get(kind)?.(object) ?? object;
}

/** The object with defaults of its spec, in which `defaults` are set that the spec does not set. */
function inSpec(defaults: (spec: JsonObject) => JsonObject): Defaults {
  return (object) => {
    const { spec } = object;
    return isJsonObject(spec) ? { ...object, spec: defaults(spec) } : object;
  };
}

/** The fields of an object over others: a field that is null counts as unset. */
function over(defaults: JsonObject, object: JsonObject): JsonObject {
  const set = Object.entries(object).filter(([key, value]) => value !== null || own(defaults, key) === undefined);
  return { ...defaults, ...Object.fromEntries(set) };
}

function isTemplate(value: Json): value is Json & PodTemplateSpec {
  return isJsonObject(value);
}

function withPodTemplate(spec: JsonObject): JsonObject {
  const { template } = spec;
  if (!isJsonObject(template)) return spec;
  const typed = canonical(podTemplateSpec, template);
  if (!isTemplate(typed)) return spec;
  const filled: unknown = podTemplateDefaults(typed);
  return isJsonObject(filled) ? { ...spec, template: filled } : spec;
}

/** Source: pkg/apis/apps/v1/defaults.go SetDefaults_Deployment */
const deployment = inSpec((spec) => {
  const strategy = over({ type: 'RollingUpdate' }, objectAt(spec, 'strategy'));
  const rolling = {
    rollingUpdate: over({ maxUnavailable: '25%', maxSurge: '25%' }, objectAt(strategy, 'rollingUpdate')),
  };
  const defaults = { replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 };
  const rolls = strategy['type'] === 'RollingUpdate';
  return withPodTemplate({ ...over(defaults, spec), strategy: { ...strategy, ...(rolls ? rolling : {}) } });
});

/** Source: pkg/apis/apps/v1/defaults.go SetDefaults_StatefulSet */
const statefulSet = inSpec((spec) => {
  const strategy = over({ type: 'RollingUpdate' }, objectAt(spec, 'updateStrategy'));
  const rolling = { rollingUpdate: over({ partition: 0 }, objectAt(strategy, 'rollingUpdate')) };
  const kept = { whenDeleted: 'Retain', whenScaled: 'Retain' };
  return withPodTemplate({
    ...over({ replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady' }, spec),
    updateStrategy: { ...strategy, ...(strategy['type'] === 'RollingUpdate' ? rolling : {}) },
    persistentVolumeClaimRetentionPolicy: over(kept, objectAt(spec, 'persistentVolumeClaimRetentionPolicy')),
  });
});

/** Source: pkg/apis/apps/v1/defaults.go SetDefaults_DaemonSet */
const daemonSet = inSpec((spec) => {
  const strategy = over({ type: 'RollingUpdate' }, objectAt(spec, 'updateStrategy'));
  const rolling = { rollingUpdate: over({ maxUnavailable: 1, maxSurge: 0 }, objectAt(strategy, 'rollingUpdate')) };
  return withPodTemplate({
    ...over({ revisionHistoryLimit: 10 }, spec),
    updateStrategy: { ...strategy, ...(strategy['type'] === 'RollingUpdate' ? rolling : {}) },
  });
});

/** Source: pkg/apis/batch/v1/defaults.go SetDefaults_Job */
function jobSpec(spec: JsonObject): JsonObject {
  const counts = spec['completions'] === undefined && spec['parallelism'] === undefined;
  const single = counts ? { completions: 1, parallelism: 1 } : { parallelism: 1 };
  const replaced = spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed';
  const defaults = { backoffLimit: 6, completionMode: 'NonIndexed', suspend: false, podReplacementPolicy: replaced };
  return withPodTemplate(over({ ...single, ...defaults }, spec));
}

/** Source: pkg/apis/batch/v1/defaults.go SetDefaults_CronJob */
const cronJob = inSpec((spec) => {
  const jobTemplate = objectAt(spec, 'jobTemplate');
  const limits = { successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 };
  return {
    ...over({ concurrencyPolicy: 'Allow', suspend: false, ...limits }, spec),
    jobTemplate: { ...jobTemplate, spec: withPodTemplate(objectAt(jobTemplate, 'spec')) },
  };
});

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Service */
const service = inSpec((spec) => {
  const { type = 'ClusterIP', ports } = spec;
  const isInternal = type === 'ClusterIP' || type === 'NodePort' || type === 'LoadBalancer';
  const isExternal = type === 'NodePort' || type === 'LoadBalancer';
  const defaults = {
    sessionAffinity: 'None',
    type,
    ...(isInternal ? { internalTrafficPolicy: 'Cluster' } : {}),
    ...(isExternal ? { externalTrafficPolicy: 'Cluster' } : {}),
    ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: true } : {}),
  };
  return { ...over(defaults, spec), ...(isJsonArray(ports) ? { ports: ports.map(servicePort) } : {}) };
});

function servicePort(value: Json): Json {
  if (!isJsonObject(value)) return value;
  const { targetPort = 0, port } = value;
  const isUnset = targetPort === 0 || targetPort === '';
  return { ...over({ protocol: 'TCP' }, value), targetPort: isUnset ? port : targetPort };
}

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Pod */
const pod: Defaults = (object) => {
  const { template } = withPodTemplate({ template: { spec: object['spec'] } });
  const spec = isJsonObject(template) ? objectAt(template, 'spec') : {};
  return { ...object, spec: over({ enableServiceLinks: true }, spec) };
};

/** Source: pkg/apis/networking/v1/defaults.go SetDefaults_NetworkPolicy */
const networkPolicy = inSpec((spec) => {
  const { policyTypes, egress } = spec;
  const isSet = isJsonArray(policyTypes) && policyTypes.length > 0;
  const types = ['Ingress', ...(isJsonArray(egress) && egress.length > 0 ? ['Egress'] : [])];
  return { ...spec, policyTypes: isSet ? policyTypes : types };
});

/** Source: pkg/apis/rbac/v1/defaults.go SetDefaults_RoleBinding, SetDefaults_Subject */
const roleBinding: Defaults = (object) => {
  const group = 'rbac.authorization.k8s.io';
  const { subjects } = object;
  const named = (subject: Json): Json =>
    isJsonObject(subject) && subject['kind'] !== 'ServiceAccount' ? over({ apiGroup: group }, subject) : subject;
  return {
    ...object,
    roleRef: over({ apiGroup: group }, objectAt(object, 'roleRef')),
    ...(isJsonArray(subjects) ? { subjects: subjects.map(named) } : {}),
  };
};

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = own(object, key);
  return isJsonObject(value) ? value : {};
}

const KINDS: ReadonlyMap<string, Defaults> = new Map<string, Defaults>([
  ['apps/v1/Deployment', deployment],
  ['apps/v1/ReplicaSet', inSpec((spec) => withPodTemplate(over({ replicas: 1 }, spec)))],
  ['apps/v1/StatefulSet', statefulSet],
  ['apps/v1/DaemonSet', daemonSet],
  ['batch/v1/Job', inSpec(jobSpec)],
  ['batch/v1/CronJob', cronJob],
  ['v1/Pod', pod],
  ['v1/ReplicationController', inSpec((spec) => withPodTemplate(over({ replicas: 1 }, spec)))],
  ['v1/Service', service],
  ['v1/Secret', (object) => over({ type: 'Opaque' }, object)],
  ['v1/PersistentVolumeClaim', inSpec((spec) => over({ volumeMode: 'Filesystem' }, spec))],
  ['autoscaling/v1/HorizontalPodAutoscaler', inSpec((spec) => over({ minReplicas: 1 }, spec))],
  ['autoscaling/v2/HorizontalPodAutoscaler', inSpec((spec) => over({ minReplicas: 1 }, spec))],
  ['networking.k8s.io/v1/NetworkPolicy', networkPolicy],
  ['rbac.authorization.k8s.io/v1/RoleBinding', roleBinding],
  ['rbac.authorization.k8s.io/v1/ClusterRoleBinding', roleBinding],
]);
