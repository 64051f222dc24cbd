import type { FindingRule } from './finding.ts';
import { abortLost } from './commands/abort-lost.ts';
import { abortWaits } from './commands/abort-while-paused.ts';
import { fullPromoteTooEarly } from './commands/full-promote-too-early.ts';
import { promoteLost } from './commands/promote-lost.ts';
import { promoteSkips } from './commands/promote-skips.ts';
import { retryWithoutPause } from './commands/retry-without-pause.ts';
import { dynamicAbortHang } from './strategy/dynamic-abort-hang.ts';
import { experimentsAgain } from './strategy/experiments-again.ts';
import { promotedAsInitial } from './strategy/promoted-as-initial.ts';
import { windowHang } from './strategy/rollback-window-hang.ts';
import { oldStaysForEver } from './strategy/scale-down-delay-zero.ts';
import { spinCancels, spinEndless, spinIdles } from './strategy/spins.ts';
import { thresholdLeavesPods } from './strategy/threshold-leaves-pods.ts';
import { weightPassedOver } from './strategy/weight-passed-over.ts';

/** Every finding, in the order of folders and files. */
export const FINDINGS: readonly FindingRule[] = [
  abortLost,
  abortWaits,
  fullPromoteTooEarly,
  promoteLost,
  promoteSkips,
  retryWithoutPause,
  dynamicAbortHang,
  experimentsAgain,
  promotedAsInitial,
  windowHang,
  oldStaysForEver,
  spinCancels,
  spinIdles,
  spinEndless,
  thresholdLeavesPods,
  weightPassedOver,
];
