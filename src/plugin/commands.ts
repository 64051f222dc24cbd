import type { Command } from './command.ts';
import { abort } from './commands/abort.ts';
import { argocdAppActionsList, argocdAppActionsRun } from './commands/argocd-app-actions.ts';
import { argocdAppRollback } from './commands/argocd-app-rollback.ts';
import { argocdAppSet } from './commands/argocd-app-set.ts';
import { argocdAppSync } from './commands/argocd-app-sync.ts';
import { argocdAppGet, argocdAppHistory, argocdAppTerminate } from './commands/argocd-app-views.ts';
import { getExperiment, getRollout } from './commands/get.ts';
import { kubectlAnnotate } from './commands/kubectl-annotate.ts';
import { kubectlDelete } from './commands/kubectl-delete.ts';
import { kubectlGet } from './commands/kubectl-get.ts';
import { kubectlSetImage } from './commands/kubectl-set-image.ts';
import { listExperiments, listRollouts } from './commands/list.ts';
import { pause } from './commands/pause.ts';
import { promote } from './commands/promote.ts';
import { restart } from './commands/restart.ts';
import { retryExperiment } from './commands/retry-experiment.ts';
import { retryRollout } from './commands/retry-rollout.ts';
import { rolloutHistory } from './commands/rollout-history.ts';
import { rolloutPause, rolloutResume } from './commands/rollout-pause.ts';
import { rolloutRestart } from './commands/rollout-restart.ts';
import { rolloutStatus } from './commands/rollout-status.ts';
import { rolloutUndo } from './commands/rollout-undo.ts';
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
  kubectlSetImage,
  rolloutStatus,
  rolloutHistory,
  rolloutUndo,
  rolloutPause,
  rolloutResume,
  rolloutRestart,
  kubectlGet,
  kubectlAnnotate,
  kubectlDelete,
  argocdAppGet,
  argocdAppSync,
  argocdAppHistory,
  argocdAppRollback,
  argocdAppSet,
  argocdAppTerminate,
  argocdAppActionsList,
  argocdAppActionsRun,
];
