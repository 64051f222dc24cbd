import type { JsonObject } from '../../../src/api/json.ts';
import type { HealthRow } from './health-rows.ts';

function object(
  apiVersion: string,
  kind: string,
  spec: JsonObject,
  status: JsonObject,
  metadata: JsonObject = {},
): JsonObject {
  return {
    apiVersion,
    kind,
    metadata: { name: 'shop', namespace: 'default', generation: 2, ...metadata },
    spec,
    status,
  };
}

const deployment = (status: JsonObject, spec: JsonObject = {}): JsonObject =>
  object('apps/v1', 'Deployment', { replicas: 5, ...spec }, { observedGeneration: 2, ...status });
const done = { replicas: 5, updatedReplicas: 5, availableReplicas: 5 };
const finish = (what: string): string => `Waiting for rollout to finish: ${what}`;

/** Source: gitops-engine/pkg/health/health_test.go TestDeploymentHealth, health_deployment.go */
const DEPLOYMENTS: readonly HealthRow[] = [
  { name: 'nginx', object: deployment(done), status: 'Healthy' },
  {
    name: 'deployment-progressing',
    object: deployment({ ...done, updatedReplicas: 2 }),
    status: 'Progressing',
    message: finish('2 out of 5 new replicas have been updated...'),
  },
  {
    name: 'deployment-suspended',
    object: deployment(done, { paused: true }),
    status: 'Suspended',
    message: 'Deployment is paused',
  },
  {
    name: 'deployment-degraded',
    object: deployment({ ...done, conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }] }),
    status: 'Degraded',
    message: 'Deployment "shop" exceeded its progress deadline',
  },
  {
    name: 'old pods that are still there',
    object: deployment({ ...done, replicas: 7 }),
    status: 'Progressing',
    message: finish('2 old replicas are pending termination...'),
  },
  {
    name: 'new pods that are not available',
    object: deployment({ ...done, availableReplicas: 3 }),
    status: 'Progressing',
    message: finish('3 of 5 updated replicas are available...'),
  },
  {
    name: 'a spec that was not observed',
    object: deployment({ ...done, observedGeneration: 1 }),
    status: 'Progressing',
    message: finish('observed deployment generation less than desired generation'),
  },
];

const address = { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } };

/** Source: gitops-engine/pkg/health/health_test.go TestServiceHealth, TestIngressHealth */
const NETWORK: readonly HealthRow[] = [
  { name: 'svc-clusterip', object: object('v1', 'Service', { type: 'ClusterIP' }, {}), status: 'Healthy' },
  { name: 'svc-loadbalancer', object: object('v1', 'Service', { type: 'LoadBalancer' }, address), status: 'Healthy' },
  {
    name: 'svc-loadbalancer-unassigned',
    object: object('v1', 'Service', { type: 'LoadBalancer' }, { loadBalancer: {} }),
    status: 'Progressing',
  },
  {
    name: 'svc-loadbalancer-nonemptylist',
    object: object('v1', 'Service', { type: 'LoadBalancer' }, { loadBalancer: { ingress: [{}] } }),
    status: 'Healthy',
  },
  { name: 'ingress', object: object('networking.k8s.io/v1', 'Ingress', {}, address), status: 'Healthy' },
  {
    name: 'ingress-unassigned',
    object: object('networking.k8s.io/v1', 'Ingress', {}, { loadBalancer: {} }),
    status: 'Progressing',
  },
  {
    name: 'ingress-nonemptylist',
    object: object('networking.k8s.io/v1', 'Ingress', {}, { loadBalancer: { ingress: [{}] } }),
    status: 'Healthy',
  },
];

const job = (...conditions: readonly JsonObject[]): JsonObject =>
  object('batch/v1', 'Job', {}, { active: 1, conditions });

/** Source: gitops-engine/pkg/health/health_test.go TestJob */
const JOBS: readonly HealthRow[] = [
  { name: 'job-running', object: job(), status: 'Progressing' },
  {
    name: 'job-failed',
    object: job({ type: 'Failed', status: 'True', message: 'too often' }),
    status: 'Degraded',
    message: 'too often',
  },
  { name: 'job-succeeded', object: job({ type: 'Complete', status: 'True' }), status: 'Healthy' },
  { name: 'job-suspended', object: job({ type: 'Suspended', status: 'True' }), status: 'Suspended' },
];

const autoscaler = (...conditions: readonly JsonObject[]): JsonObject =>
  object('autoscaling/v2', 'HorizontalPodAutoscaler', {}, { conditions });

/** Source: gitops-engine/pkg/health/health_test.go TestHPA */
const AUTOSCALERS: readonly HealthRow[] = [
  {
    name: 'hpa-v2-healthy',
    object: autoscaler({ type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message: 'scaled to 4' }),
    status: 'Healthy',
    message: 'scaled to 4',
  },
  {
    name: 'hpa-v2-degraded',
    object: autoscaler(
      { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale' },
      { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: 'no metrics' },
    ),
    status: 'Degraded',
    message: 'no metrics',
  },
  { name: 'hpa-v2-progressing', object: autoscaler(), status: 'Progressing', message: 'Waiting to Autoscale' },
];

const pod = (phase: string, restartPolicy: string, status: JsonObject = {}, metadata: JsonObject = {}): JsonObject =>
  object('v1', 'Pod', { restartPolicy }, { phase, ...status }, metadata);
const waits = (reason: string): JsonObject => ({
  containerStatuses: [{ name: 'web', state: { waiting: { reason, message: reason } } }],
});

/** Source: gitops-engine/pkg/health/health_test.go TestPod */
const PODS: readonly HealthRow[] = [
  { name: 'pod-pending', object: pod('Pending', 'Always'), status: 'Progressing' },
  { name: 'pod-running-not-ready', object: pod('Running', 'Always'), status: 'Progressing' },
  {
    name: 'pod-crashloop',
    object: pod('Running', 'Always', waits('CrashLoopBackOff')),
    status: 'Degraded',
    message: 'CrashLoopBackOff',
  },
  {
    name: 'pod-imagepullbackoff',
    object: pod('Pending', 'Always', waits('ImagePullBackOff')),
    status: 'Degraded',
    message: 'ImagePullBackOff',
  },
  {
    name: 'pod-error',
    object: pod('Pending', 'Always', waits('RunContainerError')),
    status: 'Degraded',
    message: 'RunContainerError',
  },
  {
    name: 'pod-running-restart-always',
    object: pod('Running', 'Always', { conditions: [{ type: 'Ready', status: 'True' }] }),
    status: 'Healthy',
  },
  { name: 'pod-running-restart-never', object: pod('Running', 'Never'), status: 'Progressing' },
  { name: 'pod-running-restart-onfailure', object: pod('Running', 'OnFailure'), status: 'Progressing' },
  {
    name: 'pod-failed',
    object: pod('Failed', 'Never', { containerStatuses: [{ name: 'web', state: { terminated: { exitCode: 3 } } }] }),
    status: 'Degraded',
    message: 'container "web" failed with exit code 3',
  },
  { name: 'pod-succeeded', object: pod('Succeeded', 'Never'), status: 'Healthy' },
  {
    name: 'pod-deletion',
    object: pod('Running', 'Always', {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    status: 'Progressing',
    message: 'Pending deletion',
  },
];

export const BUILT_IN_ROWS: readonly HealthRow[] = [...DEPLOYMENTS, ...NETWORK, ...JOBS, ...AUTOSCALERS, ...PODS];
