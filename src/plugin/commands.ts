import type { Command } from './command.ts';
import { abort } from './commands/abort.ts';
import { getExperiment, getRollout } from './commands/get.ts';
import { listExperiments, listRollouts } from './commands/list.ts';
import { pause } from './commands/pause.ts';
import { promote } from './commands/promote.ts';
import { restart } from './commands/restart.ts';
import { retryExperiment } from './commands/retry-experiment.ts';
import { retryRollout } from './commands/retry-rollout.ts';
import { scale } from './commands/scale.ts';
import { setImage } from './commands/set-image.ts';
import { status } from './commands/status.ts';
import { terminateAnalysisRun, terminateExperiment } from './commands/terminate.ts';
import { undo } from './commands/undo.ts';

/** Every command that people type: what the checks of scenarios, the runner, shell completion and the documentation read. */
export const COMMANDS: readonly Command[] = [
  promote,
  abort,
  pause,
  restart,
  undo,
  retryRollout,
  retryExperiment,
  terminateAnalysisRun,
  terminateExperiment,
  setImage,
  getRollout,
  getExperiment,
  listRollouts,
  listExperiments,
  status,
  scale,
];
