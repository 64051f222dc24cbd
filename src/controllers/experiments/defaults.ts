import type { Experiment } from '../../api/shape/experiment.ts';

const DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;
const DEFAULT_SCALE_DOWN_DELAY_SECONDS = 30;

/** Source: utils/defaults/defaults.go GetExperimentProgressDeadlineSecondsOrDefault. */
export function progressDeadlineSeconds({ spec }: Experiment): number {
  return spec.progressDeadlineSeconds ?? DEFAULT_PROGRESS_DEADLINE_SECONDS;
}

/** Source: utils/defaults/defaults.go GetExperimentScaleDownDelaySecondsOrDefault. */
export function scaleDownDelaySeconds({ spec }: Experiment): number {
  return spec.scaleDownDelaySeconds ?? DEFAULT_SCALE_DOWN_DELAY_SECONDS;
}
