import type { Rollout } from '../api/shape/rollout.ts';

/** The name of a rollout, for the texts of findings. */
export function nameOf({ metadata }: Rollout): string {
  return metadata.name ?? '';
}
