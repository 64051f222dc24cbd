import { check as analysisAssessMetric } from './analysis-assess-metric.ts';
import { check as analysisAssessRun } from './analysis-assess-run.ts';
import { check as analysisReconcile } from './analysis-reconcile.ts';
import { check as analysisTiming } from './analysis-timing.ts';
import { check as analysisTtl } from './analysis-ttl.ts';
import { check as argocdDiff, undoCheck as argocdDiffUndo } from './argocd-diff.ts';
import { check as argocdHealth } from './argocd-health.ts';
import { check as argocdRetry } from './argocd-retry.ts';
import { check as argocdSync } from './argocd-sync.ts';
import { check as argocdWindows } from './argocd-windows.ts';
import { check as canaryApproximateCounts } from './canary-approximate-counts.ts';
import { check as canaryReplicasBasic } from './canary-replicas-basic.ts';
import { check as canaryReplicasTraffic } from './canary-replicas-traffic.ts';
import { check as conditionLanguage } from './condition-language.ts';
import { check as conditions } from './conditions.ts';
import { check as defaults } from './defaults.ts';
import { check as durations } from './durations.ts';
import { check as evaluateConditions } from './evaluate-conditions.ts';
import { check as exprPrograms } from './expr-programs.ts';
import { check as fenceposts } from './fenceposts.ts';
import { check as gatewayPlugin } from './gateway-plugin.ts';
import { check as hpaPdbValidation } from './hpa-pdb-validation.ts';
import { check as hpaReplicaCalculator } from './hpa-replica-calculator.ts';
import { check as hpaRunsObjectExternal } from './hpa-runs-object-external.ts';
import { check as hpaRunsRandom } from './hpa-runs-random.ts';
import { check as hpaRuns } from './hpa-runs.ts';
import { check as jsonpath } from './jsonpath.ts';
import { check as kubectlRolloutHistory } from './kubectl-rollout-history.ts';
import { check as kubectlRolloutStatus } from './kubectl-rollout-status.ts';
import { check as kubectlRolloutUndo } from './kubectl-rollout-undo.ts';
import { check as metricStatus } from './metric-status.ts';
import { check as newReplicas } from './new-replicas.ts';
import { check as newRsReplicas } from './new-rs-replicas.ts';
import { check as pauses } from './pauses.ts';
import { check as pdbStatus } from './pdb-status.ts';
import { check as podDeletionOrder } from './pod-deletion-order.ts';
import { check as podTemplateHash, versionsCheck as podTemplateHashVersions } from './pod-template-hash.ts';
import { check as prometheusProvider } from './prometheus-provider.ts';
import { check as promotionAndSteps } from './promotion-and-steps.ts';
import { check as promqlInstant } from './promql-instant.ts';
import { check as promqlRange } from './promql-range.ts';
import { check as proportionalScaling } from './proportional-scaling.ts';
import { check as replicasetAnnotations } from './replicaset-annotations.ts';
import { check as revisionHistory } from './revision-history.ts';
import { check as rolloutConditions } from './rollout-conditions.ts';
import { check as rolloutPhase } from './rollout-phase.ts';
import { check as scaleDownOthers } from './scale-down-others.ts';
import { check as schedulerFit } from './scheduler-fit.ts';
import { check as schedulerRules } from './scheduler-rules.ts';
import { check as selectorsQuantities } from './selectors-quantities.ts';
import { check as stepHash, versionsCheck as stepHashVersions } from './step-hash.ts';
import { check as templateArgs } from './template-args.ts';
import { check as tolerationSeconds } from './toleration-seconds.ts';
import { check as trafficWeights } from './traffic-weights.ts';
import { check as validationReferences } from './validation-references.ts';
import { check as validation } from './validation.ts';
import { check as webMetric } from './web-metric.ts';
import { check as weightsAndSteps } from './weights-and-steps.ts';
import type { TableCheck } from './table-check.ts';

/** All checks: a table without one is reported as such by the runner. */
export const CHECKS: readonly TableCheck[] = [
  analysisAssessMetric,
  analysisAssessRun,
  analysisReconcile,
  analysisTiming,
  analysisTtl,
  argocdDiff,
  argocdDiffUndo,
  argocdHealth,
  argocdRetry,
  argocdSync,
  argocdWindows,
  canaryApproximateCounts,
  canaryReplicasBasic,
  canaryReplicasTraffic,
  conditionLanguage,
  conditions,
  defaults,
  durations,
  evaluateConditions,
  exprPrograms,
  fenceposts,
  gatewayPlugin,
  hpaPdbValidation,
  hpaReplicaCalculator,
  hpaRuns,
  hpaRunsObjectExternal,
  hpaRunsRandom,
  jsonpath,
  kubectlRolloutHistory,
  kubectlRolloutStatus,
  kubectlRolloutUndo,
  metricStatus,
  newReplicas,
  newRsReplicas,
  pauses,
  pdbStatus,
  podDeletionOrder,
  podTemplateHash,
  podTemplateHashVersions,
  prometheusProvider,
  promotionAndSteps,
  promqlInstant,
  promqlRange,
  proportionalScaling,
  replicasetAnnotations,
  revisionHistory,
  rolloutConditions,
  rolloutPhase,
  scaleDownOthers,
  schedulerFit,
  schedulerRules,
  selectorsQuantities,
  stepHash,
  stepHashVersions,
  templateArgs,
  tolerationSeconds,
  trafficWeights,
  validation,
  validationReferences,
  webMetric,
  weightsAndSteps,
];
