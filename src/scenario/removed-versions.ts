/** A version of the API that Kubernetes served once. */
export interface RemovedVersion {
  /** The release that no longer serves it: `1.22`. */
  readonly since: string;
  /** What to write instead; undefined if nothing took its place. */
  readonly instead: string | undefined;
}

type Row = readonly [since: string, apiVersion: string, instead: string | undefined, kinds: readonly string[]];

/** Source: the deprecated API migration guide of Kubernetes. */
const ROWS: readonly Row[] = [
  ['1.16', 'extensions/v1beta1', 'apps/v1', ['DaemonSet', 'Deployment', 'ReplicaSet']],
  ['1.16', 'extensions/v1beta1', 'networking.k8s.io/v1', ['NetworkPolicy']],
  ['1.16', 'extensions/v1beta1', undefined, ['PodSecurityPolicy']],
  ['1.16', 'apps/v1beta1', 'apps/v1', ['ControllerRevision', 'Deployment', 'StatefulSet']],
  ['1.16', 'apps/v1beta2', 'apps/v1', ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']],
  ['1.22', 'extensions/v1beta1', 'networking.k8s.io/v1', ['Ingress']],
  ['1.22', 'networking.k8s.io/v1beta1', 'networking.k8s.io/v1', ['Ingress', 'IngressClass']],
  [
    '1.22',
    'admissionregistration.k8s.io/v1beta1',
    'admissionregistration.k8s.io/v1',
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  ],
  ['1.22', 'apiextensions.k8s.io/v1beta1', 'apiextensions.k8s.io/v1', ['CustomResourceDefinition']],
  ['1.22', 'apiregistration.k8s.io/v1beta1', 'apiregistration.k8s.io/v1', ['APIService']],
  ['1.22', 'certificates.k8s.io/v1beta1', 'certificates.k8s.io/v1', ['CertificateSigningRequest']],
  ['1.22', 'coordination.k8s.io/v1beta1', 'coordination.k8s.io/v1', ['Lease']],
  [
    '1.22',
    'rbac.authorization.k8s.io/v1beta1',
    'rbac.authorization.k8s.io/v1',
    ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  ],
  ['1.22', 'scheduling.k8s.io/v1beta1', 'scheduling.k8s.io/v1', ['PriorityClass']],
  ['1.22', 'storage.k8s.io/v1beta1', 'storage.k8s.io/v1', ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment']],
  ['1.25', 'batch/v1beta1', 'batch/v1', ['CronJob']],
  ['1.25', 'discovery.k8s.io/v1beta1', 'discovery.k8s.io/v1', ['EndpointSlice']],
  ['1.25', 'events.k8s.io/v1beta1', 'events.k8s.io/v1', ['Event']],
  ['1.25', 'autoscaling/v2beta1', 'autoscaling/v2', ['HorizontalPodAutoscaler']],
  ['1.25', 'policy/v1beta1', 'policy/v1', ['PodDisruptionBudget']],
  ['1.25', 'policy/v1beta1', undefined, ['PodSecurityPolicy']],
  ['1.25', 'node.k8s.io/v1beta1', 'node.k8s.io/v1', ['RuntimeClass']],
  ['1.26', 'autoscaling/v2beta2', 'autoscaling/v2', ['HorizontalPodAutoscaler']],
  ['1.27', 'storage.k8s.io/v1beta1', 'storage.k8s.io/v1', ['CSIStorageCapacity']],
];

/** Since when Kubernetes no longer serves a kind in this version; undefined if it still does, or never did. */
export function removedVersion(apiVersion: string, kind: string): RemovedVersion | undefined {
  const row = ROWS.find(([, version, , kinds]) => version === apiVersion && kinds.includes(kind));
  return row === undefined ? undefined : { since: row[0], instead: row[2] };
}
