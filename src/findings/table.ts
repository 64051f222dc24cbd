import type { FindingRule } from './finding.ts';
import { analysisArgument } from './analysis/argument.ts';
import { dryRunFailed } from './analysis/dry-run-failed.ts';
import { endedInErrors } from './analysis/ended-in-errors.ts';
import { lateAbort } from './analysis/late.ts';
import { mixedVersions } from './analysis/mixed-versions.ts';
import { neverMeasured } from './analysis/never-measured.ts';
import { notANumber } from './analysis/not-a-number.ts';
import { nothingSelected } from './analysis/nothing-selected.ts';
import { passedThoughFailed } from './analysis/passed-though-failed.ts';
import { windowTooShort } from './analysis/window-too-short.ts';
import { wrongVersion } from './analysis/wrong-version.ts';
import { abortLost } from './commands/abort-lost.ts';
import { abortWaits } from './commands/abort-while-paused.ts';
import { fullPromoteTooEarly } from './commands/full-promote-too-early.ts';
import { promoteLost } from './commands/promote-lost.ts';
import { promoteSkips } from './commands/promote-skips.ts';
import { retryWithoutPause } from './commands/retry-without-pause.ts';
import { argocdSyncFails } from './platform/argocd-sync-fails.ts';
import { deploymentAllAtOnce } from './platform/deployment-all-at-once.ts';
import { overlappingSelectors } from './platform/overlapping-selectors.ts';
import { sharedRouter } from './platform/shared-router.ts';
import { twoWriters } from './platform/two-writers.ts';
import { weightsTakenBack } from './platform/weights-taken-back.ts';
import { deadlineRestarts } from './strategy/deadline-restarts.ts';
import { dynamicAbortHang } from './strategy/dynamic-abort-hang.ts';
import { experimentsAgain } from './strategy/experiments-again.ts';
import { promotedAsInitial } from './strategy/promoted-as-initial.ts';
import { retryBeforePods } from './strategy/retry-before-pods.ts';
import { windowHang } from './strategy/rollback-window-hang.ts';
import { oldStaysForEver } from './strategy/scale-down-delay-zero.ts';
import { selectorChanged } from './strategy/selector-changed.ts';
import { settledThenAborted } from './strategy/settled-then-aborted.ts';
import { spinCancels, spinEndless, spinIdles } from './strategy/spins.ts';
import { thresholdLeavesPods } from './strategy/threshold-leaves-pods.ts';
import { weightOutOfRange } from './strategy/weight-out-of-range.ts';
import { weightPassedOver } from './strategy/weight-passed-over.ts';
import { workloadLeftDown } from './strategy/workload-left-down.ts';
import { workloadStaysUp } from './strategy/workload-stays-up.ts';
import { endlessStep } from './stuck/endless-step.ts';
import { inconclusive } from './stuck/inconclusive.ts';
import { podsNeverReady } from './stuck/pods-never-ready.ts';
import { reconcileFails } from './stuck/reconcile-fails.ts';
import { specInvalid } from './stuck/spec-invalid.ts';
import { blueGreenResized } from './traffic/blue-green-resized.ts';
import { canaryWithoutTraffic } from './traffic/canary-without-traffic.ts';
import { errorsToTheEnd } from './traffic/errors-to-the-end.ts';
import { outage } from './traffic/outage.ts';
import { routerNone } from './traffic/router-none.ts';
import { serviceSelectsNothing } from './traffic/service-selects-nothing.ts';
import { servicesWithoutRouter } from './traffic/services-without-router.ts';

/** Every finding, in the order of folders and files. */
export const FINDINGS: readonly FindingRule[] = [
  analysisArgument,
  dryRunFailed,
  endedInErrors,
  lateAbort,
  mixedVersions,
  neverMeasured,
  notANumber,
  nothingSelected,
  passedThoughFailed,
  windowTooShort,
  wrongVersion,
  abortLost,
  abortWaits,
  fullPromoteTooEarly,
  promoteLost,
  promoteSkips,
  retryWithoutPause,
  argocdSyncFails,
  deploymentAllAtOnce,
  overlappingSelectors,
  sharedRouter,
  twoWriters,
  weightsTakenBack,
  deadlineRestarts,
  dynamicAbortHang,
  experimentsAgain,
  promotedAsInitial,
  retryBeforePods,
  windowHang,
  oldStaysForEver,
  selectorChanged,
  settledThenAborted,
  spinCancels,
  spinIdles,
  spinEndless,
  thresholdLeavesPods,
  weightOutOfRange,
  weightPassedOver,
  workloadLeftDown,
  workloadStaysUp,
  endlessStep,
  inconclusive,
  podsNeverReady,
  reconcileFails,
  specInvalid,
  blueGreenResized,
  canaryWithoutTraffic,
  errorsToTheEnd,
  outage,
  routerNone,
  serviceSelectsNothing,
  servicesWithoutRouter,
];
