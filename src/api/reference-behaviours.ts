/** What the controllers, the plugin and the types of some versions of Argo Rollouts do, and those of others do not: one row for each difference. */

/** Versions of Argo Rollouts that a run can reproduce, oldest first. */
export const REFERENCE_VERSIONS = ['v1.8.4', 'v1.9.1', 'v1.10.0-rc1'] as const;
export type ReferenceVersion = (typeof REFERENCE_VERSIONS)[number];

/** Something that versions from one on do and those before it do not. */
export interface VersionedBehaviour {
  /** What code asks for: `min-pods-capped`. */
  readonly id: string;
  /** What the versions that have it do, in one sentence. */
  readonly statement: string;
  /** What the change means for users. */
  readonly meaning: string;
  /** The first version here that has it; later ones have it too. */
  readonly since: ReferenceVersion;
  /** Pull requests of argoproj/argo-rollouts that brought it. */
  readonly pullRequests: readonly number[];
  /** A recorded case that differs by it: `canary/threshold-percent`; absent: none was recorded. */
  readonly recordedCase?: string;
  /** How much it matters to users. */
  readonly weight: 'high' | 'medium' | 'low';
}

/** Code asks for one of these by its id, and never for a version. */
export const VERSIONED_BEHAVIOURS = [
  {
    id: 'template-hash-omits-creation-timestamp',
    statement: 'The hash of a pod template is made of JSON without `"creationTimestamp":null`.',
    meaning:
      'The hash of nearly every template changes. ReplicaSets keep the old hash as their label and are adopted by comparing templates, so an ordinary Rollout does not restart its pods.',
    since: 'v1.9.1',
    pullRequests: [4497],
    recordedCase: 'canary/getting-started',
    weight: 'high',
  },
  {
    id: 'kubernetes-1.34-types',
    statement:
      'Rollouts, ReplicaSets and Pods are read with the types of Kubernetes 1.34 (before: 1.29), so newer pod fields are kept and hashed.',
    meaning:
      'A field that Kubernetes 1.29 does not have (`appArmorProfile`, `supplementalGroupsPolicy`, pod-level `resources`, `lifecycle.stopSignal` and others) had no effect and was removed from the stored Rollout. It takes effect now, and is a new template.',
    since: 'v1.9.1',
    pullRequests: [4497],
    recordedCase: 'table pod-template-hash',
    weight: 'high',
  },
  {
    id: 'step-hash-omits-empty-metadata',
    statement: 'The hash of canary steps leaves an empty `analysisRunMetadata` of an analysis step out.',
    meaning:
      'A canary with an inline analysis step that is in the middle of an update starts its steps again, if its manifest was applied since the update began.',
    since: 'v1.9.1',
    pullRequests: [4446],
    recordedCase: 'analysis/ana-step-pass',
    weight: 'high',
  },
  {
    id: 'step-hash-writes-false-cluster-scope',
    statement: 'The hash of canary steps includes `clusterScope: false` where it is written.',
    meaning: 'Steps that write `clusterScope: false` start again once after the upgrade.',
    since: 'v1.9.1',
    pullRequests: [4551],
    recordedCase: 'table step-hash',
    weight: 'low',
  },
  {
    id: 'promote-full-unpauses',
    statement: '`kubectl argo rollouts promote --full` also sets `spec.paused` to false.',
    meaning:
      'The version of the plugin decides, not that of the controller. With an older plugin a Rollout that was paused by hand stays paused after `promote --full`.',
    since: 'v1.9.1',
    pullRequests: [4412],
    recordedCase: 'random-canary/random-canary-378',
    weight: 'medium',
  },
  {
    id: 'replica-progress-threshold',
    statement: 'The field `strategy.canary.replicaProgressThreshold` exists.',
    meaning: 'Before, the field is removed from the stored Rollout and every pod must be available before a step ends.',
    since: 'v1.9.1',
    pullRequests: [4341, 4480],
    recordedCase: 'canary/threshold-percent',
    weight: 'medium',
  },
  {
    id: 'dynamic-stable-steps-back',
    statement: 'With `dynamicStableScale`, an aborted update goes back by its setWeight steps, one at a time.',
    meaning: 'Before, the stable ReplicaSet is scaled to its full size at once: faster, with a surge of pods.',
    since: 'v1.9.1',
    pullRequests: [4035],
    recordedCase: 'traffic/dynamic-abort-delay-zero',
    weight: 'high',
  },
  {
    id: 'weight-before-hash',
    statement:
      'When a new canary without available pods replaces one that receives traffic, the router gets the new weight before the new hash.',
    meaning: 'Before, requests reach a version without pods for a moment.',
    since: 'v1.9.1',
    pullRequests: [4564, 4639],
    recordedCase: 'random-traffic/rt-256',
    weight: 'high',
  },
  {
    id: 'destination-rule-delay-is-an-error',
    statement:
      'While a ReplicaSet of an Istio rollout without Services is not fully available, the reconcile fails and is tried again.',
    meaning:
      'Weight and status wait for the pods too. Before, only the DestinationRule waits while weight and status go on.',
    since: 'v1.9.1',
    pullRequests: [4612],
    recordedCase: 'traffic/istio-pingpong',
    weight: 'medium',
  },
  {
    id: 'destination-rule-keeps-replica-set',
    statement: 'A ReplicaSet that a subset of the DestinationRule still names is not scaled down.',
    meaning: 'Before, pods that still receive traffic through a subset can be removed.',
    since: 'v1.9.1',
    pullRequests: [4560],
    recordedCase: 'traffic/istiosub-with-services',
    weight: 'high',
  },
  {
    id: 'canary-may-exceed-desired',
    statement: 'An update completes with at least `spec.replicas` available canary pods.',
    meaning: 'Before, exactly as many are needed, so an update that is scaled down near its end can hang.',
    since: 'v1.9.1',
    pullRequests: [4619],
    recordedCase: 'random-traffic/rt-284',
    weight: 'medium',
  },
  {
    id: 'weight-needs-share-of-max-weight',
    statement: 'The pods that a weight needs are computed from `maxTrafficWeight`.',
    meaning: 'Before, they are computed from 100. With `maxTrafficWeight: 1000` no weight is ever set.',
    since: 'v1.9.1',
    pullRequests: [4646],
    recordedCase: 'traffic/nginx-maxweight',
    weight: 'medium',
  },
  {
    id: 'abort-names-analysis',
    statement: 'The message of an abort begins with the kind of analysis that failed.',
    meaning: 'Alerts that match the text of an abort need a look.',
    since: 'v1.9.1',
    pullRequests: [4175],
    recordedCase: 'analysis/web-missing-path',
    weight: 'low',
  },
  {
    id: 'step-text-names-routes',
    statement: 'The event of a completed setHeaderRoute or setMirrorRoute step names the route.',
    meaning: 'Before, the event says `invalid`.',
    since: 'v1.9.1',
    pullRequests: [4490],
    recordedCase: 'traffic/istio-header-promote-full',
    weight: 'low',
  },
  {
    id: 'experiment-inherits-labels',
    statement:
      'ReplicaSets of an Experiment carry the labels of their template, and the Experiment of a step those of its Rollout.',
    meaning:
      'Before, both have only the hash label. Selectors by label (monitoring, network policies, a Service of the Rollout) may select them now.',
    since: 'v1.9.1',
    pullRequests: [4118],
    recordedCase: 'experiments/exp-scale-down-delay-zero',
    weight: 'medium',
  },
  {
    id: 'experiment-service-outlives-pods',
    statement: 'The Service of an Experiment template is deleted once no pod is available.',
    meaning: 'Before, it is deleted with the scale-down, before the routes that lead to it.',
    since: 'v1.9.1',
    pullRequests: [4310],
    recordedCase: 'random-experiment/rx-006',
    weight: 'medium',
  },
  {
    id: 'experiment-step-scale-down-delay',
    statement: 'An experiment step has `scaleDownDelaySeconds`.',
    meaning: 'Before, the field is removed from the stored Rollout and the default of 30 seconds applies.',
    since: 'v1.9.1',
    pullRequests: [4388],
    weight: 'low',
  },
  {
    id: 'invalid-values-as-json',
    statement: 'Messages of InvalidSpec show values as JSON.',
    meaning: 'Before, as a dump of the Go type.',
    since: 'v1.9.1',
    pullRequests: [4497],
    recordedCase: 'lifecycle/invalid-empty-selector',
    weight: 'low',
  },
  {
    id: 'missing-workload-is-invalid',
    statement: 'A Rollout whose workloadRef does not exist gets the condition InvalidSpec.',
    meaning: 'Before, the reconcile crashes (and is recovered and retried) without any condition.',
    since: 'v1.9.1',
    pullRequests: [4208],
    recordedCase: 'lifecycle/ref-missing',
    weight: 'medium',
  },
  {
    id: 'healthy-migration-scales-to-zero',
    statement: 'With `workloadRef.scaleDown: progressively` the Deployment is kept at 0 while the Rollout is Healthy.',
    meaning: 'Before, an autoscaler of the Deployment can scale it up again.',
    since: 'v1.9.1',
    pullRequests: [4322],
    weight: 'medium',
  },
  {
    id: 'analysis-without-templates-is-skipped',
    statement: 'An analysis without templates is skipped.',
    meaning: 'Before, an AnalysisRun without metrics is made.',
    since: 'v1.9.1',
    pullRequests: [4544],
    weight: 'low',
  },
  {
    id: 'pods-always-get-metadata',
    statement: 'Canary and stable metadata is put on pods in every pass.',
    meaning: 'Before, only when the ReplicaSet changes, so a pod that was missed stays without.',
    since: 'v1.9.1',
    pullRequests: [4477, 4130],
    weight: 'low',
  },
  {
    id: 'job-name-is-cut',
    statement: 'Names of Jobs of metrics are cut to 63 characters.',
    meaning: 'Before, the Job of a metric with a long name cannot be created.',
    since: 'v1.9.1',
    pullRequests: [4305],
    weight: 'low',
  },
  {
    id: 'additional-subset-names',
    statement: 'The field `istio.destinationRule.additionalSubsetNames` exists.',
    meaning: "Before, the weight of a subset of one's own is set to 0.",
    since: 'v1.9.1',
    pullRequests: [4332],
    weight: 'low',
  },
  {
    id: 'conditions-in-every-status-write',
    statement: 'Conditions are computed in every write of the status, after pause and abort.',
    meaning:
      'Before, a change of spec.replicas leaves the conditions as they were until the next pass, and pauses are read from the previous status.',
    since: 'v1.10.0-rc1',
    pullRequests: [4785],
    recordedCase: 'canary/scale-when-healthy',
    weight: 'medium',
  },
  {
    id: 'deadline-aborts-only-updates',
    statement: '`progressDeadlineAbort` aborts only an update that has not completed.',
    meaning: 'Before, a settled Rollout, or its very first deployment, whose pods turn unready is aborted.',
    since: 'v1.10.0-rc1',
    pullRequests: [4785],
    recordedCase: 'canary/deadline-initial-abort',
    weight: 'high',
  },
  {
    id: 'ended-runs-leave-status',
    statement:
      'A canary removes the AnalysisRuns of an update that is aborted, fully promoted, or rolled back from its status.',
    meaning: 'Before, the status keeps them.',
    since: 'v1.10.0-rc1',
    pullRequests: [4787],
    recordedCase: 'analysis/web-missing-path',
    weight: 'low',
  },
  {
    id: 'fast-rollback',
    statement:
      'A rollback is fast only to the stable version, to an older one within rollbackWindow, or (blue-green) to one whose scale-down delay is not over.',
    meaning:
      'Before, any ReplicaSet with a scale-down deadline skips pause and analysis, also when going forward again, and a blue-green rollback within rollbackWindow hangs.',
    since: 'v1.10.0-rc1',
    pullRequests: [4787],
    recordedCase: 'bluegreen/bg-undo-in-delay',
    weight: 'high',
  },
  {
    id: 'job-resume-times',
    statement: 'A running Job of a metric is looked at after growing delays, and a terminated one is Inconclusive.',
    meaning:
      'The end of a Job is seen later: a Job of 60 seconds about 4 seconds late. Before, at once, and a terminated Job counts as Successful.',
    since: 'v1.10.0-rc1',
    pullRequests: [4692, 4602],
    recordedCase: 'analysis/job-repeat',
    weight: 'medium',
  },
  {
    id: 'traefik-io',
    statement: 'The default API group of TraefikServices is traefik.io.',
    meaning:
      'Before, traefik.containo.us. With objects of the old group no weight is set and no status is written until the group is migrated or `--traefik-api-group` is set.',
    since: 'v1.10.0-rc1',
    pullRequests: [4572],
    recordedCase: 'traffic/traefik-undo',
    weight: 'high',
  },
  {
    id: 'step-routes-are-removed',
    statement: 'With Istio, routes of setHeaderRoute and setMirrorRoute steps are removed with the managed routes.',
    meaning: 'Before, only routes that managedRoutes lists are removed.',
    since: 'v1.10.0-rc1',
    pullRequests: [4307],
    recordedCase: 'traffic/istio-header-promote-full',
    weight: 'medium',
  },
  {
    id: 'one-rollout-write-per-reconcile',
    statement: 'A reconcile ends after it has written the Rollout, and the next one continues.',
    meaning: 'Events that come with every pass come once more or less often.',
    since: 'v1.10.0-rc1',
    pullRequests: [4784, 4786],
    recordedCase: 'traffic/ambassador-undo',
    weight: 'low',
  },
  {
    id: 'condition-errors-name-condition',
    statement: 'Errors of successCondition and failureCondition name the condition.',
    meaning: 'Alerts that match these texts need a look.',
    since: 'v1.10.0-rc1',
    pullRequests: [4680],
    recordedCase: 'analysis/ana-bad-condition',
    weight: 'low',
  },
  {
    id: 'min-pods-capped',
    statement: '`minPodsPerReplicaSet` counts at most as `spec.replicas`.',
    meaning: 'Before, a Rollout with fewer replicas gets more pods than it asks for.',
    since: 'v1.10.0-rc1',
    pullRequests: [4570],
    recordedCase: 'random-traffic/rt-336',
    weight: 'low',
  },
  {
    id: 'virtual-service-names-with-dots',
    statement: 'The name of a VirtualService may contain periods; its namespace is what follows the last one.',
    meaning: 'Before, the namespace is what follows the first period.',
    since: 'v1.10.0-rc1',
    pullRequests: [4766],
    weight: 'low',
  },
  {
    id: 'replica-sets-need-hash-label',
    statement: 'ReplicaSets without the label rollouts-pod-template-hash are not seen.',
    meaning: 'Before, such a ReplicaSet that matches the selector is adopted.',
    since: 'v1.10.0-rc1',
    pullRequests: [4666],
    weight: 'low',
  },
] as const satisfies readonly VersionedBehaviour[];

export type BehaviourId = (typeof VERSIONED_BEHAVIOURS)[number]['id'];
