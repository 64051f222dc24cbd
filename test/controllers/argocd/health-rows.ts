import type { JsonObject } from '../../../src/api/json.ts';

/** One case: the name of the reference's test data whose facts it has, an object of our own, and what Argo CD says of it. */
export interface HealthRow {
  readonly name: string;
  readonly object: JsonObject;
  readonly status: string;
  readonly message?: string;
}

interface RolloutParts {
  readonly generation?: number;
  readonly annotations?: JsonObject;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
}

function rollout({ generation = 4, annotations, spec = {}, status }: RolloutParts): JsonObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'shop', namespace: 'default', generation, ...(annotations === undefined ? {} : { annotations }) },
    spec: { replicas: 4, strategy: { canary: { steps: [{ setWeight: 25 }, { pause: {} }] } }, ...spec },
    ...(status === undefined ? {} : { status }),
  };
}

/** A status as Argo Rollouts wrote it before v0.10: the observed generation is a hash. */
const before10 = { observedGeneration: '5c788f448d', currentPodHash: 'f00d5', replicas: 4, updatedReplicas: 4 };
const healthyCounts = { ...before10, availableReplicas: 4, stableRS: 'f00d5' };
const condition = (type: string, reason: string, message: string): JsonObject => ({ type, reason, message });
const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'shop' };
const workload = (generation: string): JsonObject => ({ 'rollout.argoproj.io/workload-generation': generation });
const unobserved = 'Waiting for rollout spec update to be observed';
const waiting = (what: string): string => `Waiting for roll out to finish: ${what}`;

/** Source: resource_customizations/argoproj.io/Rollout/health_test.yaml */
export const ROLLOUT_ROWS: readonly HealthRow[] = [
  { name: 'newRolloutWithoutStatus', object: rollout({}), status: 'Progressing', message: unobserved },
  {
    name: 'progressing_newGeneration',
    object: rollout({ status: { ...healthyCounts, observedGeneration: '3' } }),
    status: 'Progressing',
    message: unobserved,
  },
  {
    name: 'progressing_newWorkloadGeneration',
    object: rollout({
      annotations: workload('7'),
      spec: { workloadRef },
      status: { observedGeneration: '4', workloadObservedGeneration: '6', phase: 'Healthy' },
    }),
    status: 'Progressing',
    message: unobserved,
  },
  {
    name: 'degraded_statusPhaseMessage',
    object: rollout({ status: { ...healthyCounts, phase: 'Degraded', message: 'InvalidSpec' } }),
    status: 'Degraded',
    message: 'InvalidSpec',
  },
  { name: 'healthy_legacy_v0.9_observedGeneration', object: rollout({ status: healthyCounts }), status: 'Healthy' },
  {
    name: 'healthy_legacy_v0.9_observedGeneration_numeric',
    object: rollout({ status: { ...healthyCounts, observedGeneration: '6578219' } }),
    status: 'Healthy',
  },
  {
    name: 'healthy_legacy_v1.0_newWorkloadGeneration',
    object: rollout({
      annotations: { 'rollout.argoproj.io/revision': '2' },
      spec: { workloadRef },
      status: { observedGeneration: '4', phase: 'Healthy' },
    }),
    status: 'Healthy',
  },
  {
    name: 'healthy_newWorkloadGeneration',
    object: rollout({
      annotations: workload('7'),
      spec: { workloadRef },
      status: { observedGeneration: '4', workloadObservedGeneration: '7', phase: 'Healthy' },
    }),
    status: 'Healthy',
  },
  {
    name: 'degraded_invalidSpec',
    object: rollout({
      status: {
        ...healthyCounts,
        observedGeneration: '4',
        conditions: [
          condition('Available', 'AvailableReason', 'Rollout has minimum availability'),
          condition('InvalidSpec', 'InvalidSpec', 'The Rollout "shop" is invalid: no strategy'),
        ],
      },
    }),
    status: 'Degraded',
    message: 'The Rollout "shop" is invalid: no strategy',
  },
  {
    name: 'degraded_rolloutTimeout',
    object: rollout({
      status: {
        ...before10,
        conditions: [
          condition('Progressing', 'ProgressDeadlineExceeded', 'ReplicaSet "shop-f00d5" has timed out progressing.'),
        ],
      },
    }),
    status: 'Degraded',
    message: 'ReplicaSet "shop-f00d5" has timed out progressing.',
  },
  {
    name: 'degraded_abortedRollout',
    object: rollout({
      status: {
        ...before10,
        abort: true,
        conditions: [condition('Progressing', 'RolloutAborted', 'Rollout is aborted')],
      },
    }),
    status: 'Degraded',
    message: 'Rollout is aborted',
  },
  {
    name: 'bluegreen/healthy_servingActiveService',
    object: rollout({
      spec: { strategy: { blueGreen: { activeService: 'shop' } } },
      status: { ...before10, availableReplicas: 4, blueGreen: { activeSelector: 'f00d5' } },
    }),
    status: 'Healthy',
  },
  {
    name: 'bluegreen/progressing_addingMoreReplicas',
    object: rollout({
      spec: { strategy: { blueGreen: { activeService: 'shop' } } },
      status: { ...before10, updatedReplicas: 0, availableReplicas: 4 },
    }),
    status: 'Progressing',
    message: waiting('More replicas need to be updated'),
  },
  {
    name: 'bluegreen/progressing_waitingUntilAvailable',
    object: rollout({
      spec: { strategy: { blueGreen: { activeService: 'shop' } } },
      status: { ...before10, availableReplicas: 0 },
    }),
    status: 'Progressing',
    message: waiting('updated replicas are still becoming available'),
  },
  {
    name: 'canary/progressing_setWeightStep',
    object: rollout({
      status: { ...before10, updatedReplicas: 1, availableReplicas: 4, canary: { stableRS: 'beef5' } },
    }),
    status: 'Progressing',
    message: waiting('More replicas need to be updated'),
  },
  {
    name: 'canary/progressing_killingOldReplicas',
    object: rollout({
      spec: { strategy: { canary: {} } },
      status: { ...before10, replicas: 5, availableReplicas: 4, canary: { stableRS: 'beef5' } },
    }),
    status: 'Progressing',
    message: waiting('old replicas are pending termination'),
  },
  {
    name: 'suspended_controllerPause',
    object: rollout({ status: { ...before10, updatedReplicas: 1, pauseConditions: [{ reason: 'CanaryPauseStep' }] } }),
    status: 'Suspended',
    message: 'Rollout is paused',
  },
  {
    name: 'suspended_userPause',
    object: rollout({ spec: { paused: true }, status: { ...before10, updatedReplicas: 1 } }),
    status: 'Suspended',
    message: 'Rollout is paused',
  },
  {
    name: 'suspended_v1.0_pausedRollout',
    object: rollout({ status: { observedGeneration: '4', phase: 'Paused', message: 'CanaryPauseStep' } }),
    status: 'Suspended',
    message: 'CanaryPauseStep',
  },
  {
    name: 'canary/healthy_executedAllStepsPreV0.8',
    object: rollout({ status: { ...before10, availableReplicas: 4, canary: { stableRS: 'f00d5' } } }),
    status: 'Healthy',
  },
  {
    name: 'canary/healthy_executedAllSteps',
    object: rollout({ status: { ...healthyCounts, currentStepIndex: 2 } }),
    status: 'Healthy',
  },
  {
    name: 'canary/progressing_noSteps',
    object: rollout({
      spec: { strategy: { canary: { maxSurge: 1 } } },
      status: { ...before10, replicas: 5, availableReplicas: 2, canary: { stableRS: 'f00d5' } },
    }),
    status: 'Progressing',
    message: waiting('updated replicas are still becoming available'),
  },
  {
    name: 'canary/healthy_noSteps',
    object: rollout({ spec: { strategy: { canary: { maxSurge: 1 } } }, status: healthyCounts }),
    status: 'Healthy',
  },
  {
    name: 'canary/healthy_emptyStepsList',
    object: rollout({ spec: { strategy: { canary: { steps: [] } } }, status: healthyCounts }),
    status: 'Healthy',
  },
];

/** Rules of the script that its test data leaves out. Source: resource_customizations/argoproj.io/Rollout/health.lua */
export const MORE_ROLLOUT_ROWS: readonly HealthRow[] = [
  {
    name: 'a hash that is not yet there',
    object: rollout({ status: { observedGeneration: '4' } }),
    status: 'Progressing',
    message: 'Waiting for rollout to finish: status has not been reconciled.',
  },
  {
    name: 'steps that are not done',
    object: rollout({ status: { ...healthyCounts, stableRS: 'beef5' } }),
    status: 'Progressing',
    message: 'Waiting for rollout to finish steps',
  },
  {
    name: 'blue-green before its cutover',
    object: rollout({
      spec: { strategy: { blueGreen: { activeService: 'shop' } } },
      status: { ...healthyCounts, blueGreen: { activeSelector: 'beef5' } },
    }),
    status: 'Progressing',
    message: 'active service cutover pending',
  },
  {
    name: 'blue-green after its cutover, not yet stable',
    object: rollout({
      spec: { strategy: { blueGreen: { activeService: 'shop' } } },
      status: { ...healthyCounts, stableRS: 'beef5', blueGreen: { activeSelector: 'f00d5' } },
    }),
    status: 'Progressing',
    message: 'waiting for analysis to complete',
  },
];

const argo = (kind: string, status?: JsonObject): JsonObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind,
  metadata: { name: 'shop', namespace: 'default' },
  spec: {},
  ...(status === undefined ? {} : { status }),
});
const run = (status?: JsonObject): JsonObject => argo('AnalysisRun', status);
const assessed = 'Metric "success-rate" assessed Failed';

/** Source: resource_customizations/argoproj.io/AnalysisRun/health_test.yaml */
export const ANALYSIS_RUN_ROWS: readonly HealthRow[] = [
  {
    name: 'pendingAnalysisRun',
    object: run({ phase: 'Pending' }),
    status: 'Progressing',
    message: 'Analysis run is running',
  },
  {
    name: 'noStatusAnalysisRun',
    object: run(),
    status: 'Progressing',
    message: 'Waiting for analysis run to finish: status has not been reconciled.',
  },
  {
    name: 'runningAnalysisRun',
    object: run({ phase: 'Running' }),
    status: 'Progressing',
    message: 'Analysis run is running',
  },
  {
    name: 'successfulAnalysisRun',
    object: run({ phase: 'Successful' }),
    status: 'Healthy',
    message: 'Analysis run completed successfully',
  },
  { name: 'failedAnalysisRun', object: run({ phase: 'Failed' }), status: 'Degraded', message: 'Analysis run failed' },
  {
    name: 'failedAnalysisRunWithStatusMessage',
    object: run({ phase: 'Failed', message: assessed }),
    status: 'Degraded',
    message: assessed,
  },
  {
    name: 'errorAnalysisRun',
    object: run({ phase: 'Error' }),
    status: 'Degraded',
    message: 'Analysis run had an error',
  },
  {
    name: 'errorAnalysisRunWithStatusMessage',
    object: run({ phase: 'Error', message: assessed }),
    status: 'Degraded',
    message: assessed,
  },
  {
    name: 'inconclusiveAnalysisRun',
    object: run({ phase: 'Inconclusive' }),
    status: 'Unknown',
    message: 'Analysis run was inconclusive',
  },
  {
    name: 'inconclusiveAnalysisRunWithStatusMessage',
    object: run({ phase: 'Inconclusive', message: assessed }),
    status: 'Unknown',
    message: assessed,
  },
  {
    name: 'terminatedAnalysisRun',
    object: run({ phase: 'Successful', message: 'run terminated' }),
    status: 'Healthy',
    message: 'run terminated',
  },
];

const experiment = (status?: JsonObject): JsonObject => argo('Experiment', status);

/** Source: resource_customizations/argoproj.io/Experiment/health_test.yaml */
export const EXPERIMENT_ROWS: readonly HealthRow[] = [
  {
    name: 'pendingExperiment',
    object: experiment({ phase: 'Pending' }),
    status: 'Progressing',
    message: 'Experiment is pending',
  },
  {
    name: 'noStatusExperiment',
    object: experiment(),
    status: 'Progressing',
    message: 'Waiting for experiment to finish: status has not been reconciled.',
  },
  {
    name: 'runningExperiment',
    object: experiment({ phase: 'Running' }),
    status: 'Progressing',
    message: 'Experiment is running',
  },
  {
    name: 'successfulExperiment',
    object: experiment({ phase: 'Successful' }),
    status: 'Healthy',
    message: 'Experiment is successful',
  },
  {
    name: 'failedExperiment',
    object: experiment({ phase: 'Failed' }),
    status: 'Degraded',
    message: 'Experiment has failed',
  },
  {
    name: 'errorExperiment',
    object: experiment({ phase: 'Error' }),
    status: 'Degraded',
    message: 'Experiment had an error',
  },
];
