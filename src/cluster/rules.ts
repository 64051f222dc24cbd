import { defineRule, isAnything, isFlag, isInt, isIntOrNull, isText, isTextOrNull, type Rule } from '../api/reason.ts';
import { formatTime, parseTime } from '../api/times.ts';

/** Why pods get nodes, start, turn ready, fail and go. */

export const READY = 'status.conditions[type=Ready].status';
const CONTAINER = 'status.containerStatuses[0]';
const GENERATE = 'pkg/kubelet/status/generate.go GeneratePodReadyCondition';
const NOW_MS = 1_767_225_631_001;
const NOW = '2026-01-01T00:00:31Z';

export const podStarted = defineRule({
  id: 'pod.started',
  title: 'A pod starts on its node',
  statement: 'The kubelet of a node takes in a pod that is bound to it, and creates its containers.',
  template: 'the kubelet starts the pod',
  source: 'pkg/kubelet/kubelet.go SyncPod',
  explains: 'detail',
  path: 'status.startTime',
  inputs: { nowMs: isInt },
  formula: ({ nowMs }) => formatTime(nowMs),
  example: { inputs: { nowMs: NOW_MS }, value: NOW, text: 'the kubelet starts the pod' },
});

export const podEnded = defineRule({
  id: 'pod.ended',
  title: 'A deleted pod is gone',
  statement:
    'A pod that is deleted stays until its preStop hook and its containers have ended, at most for its grace period. Then the kubelet deletes it for good.',
  template: 'its containers have ended',
  source:
    'pkg/kubelet/status/status_manager.go syncPod, pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer',
  explains: 'detail',
  path: '',
  inputs: { graceSeconds: isIntOrNull },
  formula: ({ graceSeconds }) => (graceSeconds === null ? undefined : null),
  example: { inputs: { graceSeconds: 30 }, value: null, text: 'its containers have ended' },
});

export const containerWaits = defineRule({
  id: 'pod.waiting',
  title: 'A container waits',
  statement: 'A container that does not run yet waits with a reason: it is being created, or it never starts.',
  template: 'the container waits: {value}',
  source: 'pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses',
  explains: 'detail',
  path: `${CONTAINER}.state.waiting.reason`,
  inputs: { never: isTextOrNull },
  formula: ({ never }) => never ?? 'ContainerCreating',
  example: {
    inputs: { never: 'ImagePullBackOff' },
    value: 'ImagePullBackOff',
    text: 'the container waits: ImagePullBackOff',
  },
});

export const containerRuns = defineRule({
  id: 'pod.running',
  title: 'A container runs',
  statement: 'A container runs when its image is there and its process has started.',
  template: 'the container started',
  source: 'pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses',
  explains: 'detail',
  path: `${CONTAINER}.state.running.startedAt`,
  inputs: { nowMs: isInt },
  formula: ({ nowMs }) => formatTime(nowMs),
  example: { inputs: { nowMs: NOW_MS }, value: NOW, text: 'the container started' },
});

export const podReady = defineRule({
  id: 'pod.ready',
  title: 'A pod is ready when its containers are',
  statement: 'A pod is ready while its containers run and their readiness probes succeed.',
  template: 'the containers run since {startedAt} and are ready',
  source: GENERATE,
  explains: 'detail',
  path: READY,
  inputs: { startedAt: isText, nowMs: isInt },
  formula: ({ startedAt, nowMs }) => ((parseTime(startedAt) ?? Infinity) <= nowMs ? 'True' : undefined),
  example: {
    inputs: { startedAt: NOW, nowMs: NOW_MS },
    value: 'True',
    text: 'the containers run since 2026-01-01T00:00:31Z and are ready',
  },
});

export const podUnready = defineRule({
  id: 'pod.unready',
  title: 'A pod is not ready when a readiness probe fails',
  statement: 'A container that runs and whose readiness probe fails makes its pod unready.',
  template: 'a readiness probe fails (the pod was ready: {was})',
  source: GENERATE,
  explains: 'detail',
  path: READY,
  inputs: { was: isText, startedAt: isText },
  formula: ({ was }) => (was === 'True' ? 'False' : undefined),
  example: {
    inputs: { was: 'True', startedAt: NOW },
    value: 'False',
    text: 'a readiness probe fails (the pod was ready: True)',
  },
});

export const podCrashed = defineRule({
  id: 'pod.crashed',
  title: 'A container that ends is started again',
  statement: 'A container that ends waits in CrashLoopBackOff before the kubelet starts it again.',
  template: 'the container ended with exit code {exitCode}',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff',
  explains: 'detail',
  path: `${CONTAINER}.state.waiting.reason`,
  inputs: { exitCode: isInt, finishedAt: isText, nowMs: isInt },
  formula: ({ finishedAt, nowMs }) => (finishedAt === formatTime(nowMs) ? 'CrashLoopBackOff' : undefined),
  example: {
    inputs: { exitCode: 1, finishedAt: NOW, nowMs: NOW_MS },
    value: 'CrashLoopBackOff',
    text: 'the container ended with exit code 1',
  },
});

export const containerRestarted = defineRule({
  id: 'pod.restarted',
  title: 'A container is restarted after its back-off',
  statement: 'When the back-off is over, the kubelet starts the container again and counts the restart.',
  template: 'the back-off is over: restart {value}',
  source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go doBackOff',
  explains: 'detail',
  path: `${CONTAINER}.restartCount`,
  inputs: { restarts: isIntOrNull },
  formula: ({ restarts }) => (restarts ?? 0) + 1,
  example: { inputs: { restarts: 1 }, value: 2, text: 'the back-off is over: restart 2' },
});

export const podOnLostNode = defineRule({
  id: 'pod.nodeLost',
  title: 'Pods of a lost node are not ready',
  statement: 'When nothing was heard from a node for the grace period, its pods are marked not ready.',
  template: 'node {node} is unreachable',
  source: 'pkg/controller/util/node/controller_utils.go MarkPodsNotReady',
  explains: 'detail',
  path: READY,
  inputs: { node: isText, was: isText },
  formula: ({ was }) => (was === 'True' ? 'False' : undefined),
  example: { inputs: { node: 'node-1', was: 'True' }, value: 'False', text: 'node node-1 is unreachable' },
});

export const podBound = defineRule({
  id: 'pod.bound',
  title: 'The scheduler gives a pod a node',
  statement: 'Of the nodes that a pod fits on, the scheduler takes the one with the best score.',
  template: 'node {node} has the best score of those that the pod fits on',
  source: 'pkg/scheduler/schedule_one.go schedulePod',
  explains: 'detail',
  path: 'spec.nodeName',
  inputs: { node: isText },
  formula: ({ node }) => node,
  example: {
    inputs: { node: 'node-1' },
    value: 'node-1',
    text: 'node node-1 has the best score of those that the pod fits on',
  },
});

export const podUnschedulable = defineRule({
  id: 'pod.unschedulable',
  title: 'A pod that fits on no node waits',
  statement: 'The scheduler reports why a pod fits on none of the nodes, and tries it again when something changes.',
  template: 'the pod fits on none of {nodes} nodes',
  source: 'pkg/scheduler/schedule_one.go handleSchedulingFailure',
  explains: 'detail',
  path: 'status.conditions[type=PodScheduled].message',
  inputs: { nodes: isInt, message: isText },
  formula: ({ nodes, message }) => (message.startsWith(`0/${nodes} nodes are available`) ? message : undefined),
  example: {
    inputs: { nodes: 2, message: '0/2 nodes are available: 2 Insufficient cpu.' },
    value: '0/2 nodes are available: 2 Insufficient cpu.',
    text: 'the pod fits on none of 2 nodes',
  },
});

export const podGated = defineRule({
  id: 'pod.gated',
  title: 'A pod with scheduling gates is not scheduled',
  statement: 'The scheduler does not look at a pod while spec.schedulingGates has entries.',
  template: 'the pod has scheduling gates',
  source: 'pkg/registry/core/pod/strategy.go applySchedulingGatedCondition',
  explains: 'detail',
  path: 'status.conditions[type=PodScheduled].reason',
  inputs: { gates: isAnything },
  formula: ({ gates }) => (gates === null ? undefined : 'SchedulingGated'),
  example: { inputs: { gates: [{ name: 'quota' }] }, value: 'SchedulingGated', text: 'the pod has scheduling gates' },
});

export const podPreempted = defineRule({
  id: 'pod.preempted',
  title: 'A more important pod takes the place of others',
  statement: 'Pods of lower priority are deleted where that lets a waiting pod fit.',
  template: 'pod {pod} of priority {priority} needs the place (this one has {own})',
  source: 'pkg/scheduler/framework/preemption/preemption.go prepareCandidate',
  explains: 'detail',
  path: '',
  inputs: { pod: isText, priority: isIntOrNull, own: isIntOrNull },
  formula: ({ priority, own }) => ((priority ?? 0) > (own ?? 0) ? null : undefined),
  example: {
    inputs: { pod: 'shop-1', priority: 1000, own: 0 },
    value: null,
    text: 'pod shop-1 of priority 1000 needs the place (this one has 0)',
  },
});

export const podEvicted = defineRule({
  id: 'pod.evicted',
  title: 'Taints of a node evict its pods',
  statement: 'A pod is deleted when its toleration of a NoExecute taint of its node ends.',
  template: 'the taints of node {node} are no longer tolerated',
  source: 'pkg/controller/tainteviction/taint_eviction.go deletePodHandler',
  explains: 'detail',
  path: '',
  inputs: { node: isText },
  formula: () => null,
  example: { inputs: { node: 'node-1' }, value: null, text: 'the taints of node node-1 are no longer tolerated' },
});

export const podDrained = defineRule({
  id: 'pod.drained',
  title: 'A drained node loses its pods',
  statement: 'kubectl drain evicts the pods of a node, and asks again for those that a PodDisruptionBudget holds.',
  template: 'node {node} is drained',
  source: 'k8s.io/kubectl/pkg/drain/drain.go evictPods',
  explains: 'detail',
  path: '',
  inputs: { node: isText },
  formula: () => null,
  example: { inputs: { node: 'node-1' }, value: null, text: 'node node-1 is drained' },
});

export const jobFinished = defineRule({
  id: 'job.finished',
  title: 'A Job completes or fails',
  statement: 'A Job ends after the time that the scenario gives it, and completes or fails.',
  template: 'the Job ended (failed: {fails})',
  source: 'pkg/controller/job/job_controller.go syncJob',
  explains: 'detail',
  path: 'status.conditions',
  inputs: { fails: isFlag, nowMs: isInt, written: isAnything },
  formula: ({ written }) => written,
  example: { inputs: { fails: false, nowMs: NOW_MS, written: [] }, value: [], text: 'the Job ended (failed: false)' },
});

/** Every rule of nodes, the scheduler, the kubelet and Jobs. */
export const CLUSTER_RULES: readonly Rule[] = [
  podStarted,
  containerWaits,
  containerRuns,
  podReady,
  podUnready,
  podCrashed,
  containerRestarted,
  podOnLostNode,
  podBound,
  podUnschedulable,
  podGated,
  podPreempted,
  podEvicted,
  podDrained,
  podEnded,
  jobFinished,
];
