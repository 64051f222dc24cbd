/** Parts of a rehearsal that this version does not model: they are refused, never passed over in silence. */
export interface UnmodelledPart {
  /** The key's path in the scenario file, list positions as `*`. */
  readonly path: string;
  readonly part: string;
  readonly instead: string;
}

const LATER = 'remove it; a later version will model it';

export const UNMODELLED_KEYS: readonly UnmodelledPart[] = [
  { path: 'spec.hpa', part: 'hpa', instead: 'give a HorizontalPodAutoscaler, and say under utilisation what pods use' },
  { path: 'spec.script.*.git', part: 'git as an action', instead: 'write commit: {message: …}' },
  { path: 'spec.cluster.terminateAfter', part: 'slow termination of pods', instead: LATER },
  { path: 'spec.images.*.terminateAfter', part: 'slow termination of pods', instead: LATER },
];

/** The unmodelled part that a key of the scenario file stands for, if any. */
export function unmodelledKey(path: readonly (string | number)[]): UnmodelledPart | undefined {
  return UNMODELLED_KEYS.find((entry) => {
    const parts = entry.path.split('.');
    return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index]);
  });
}

/** A part of a Rollout that this version does not model, by its path (list positions as `*`). */
export interface UnmodelledField {
  readonly path: readonly string[];
  readonly part: string;
}

export const UNMODELLED_FIELDS: readonly UnmodelledField[] = [
  { path: 'spec.strategy.canary.steps.*.plugin'.split('.'), part: 'a step plugin' },
];

/** Where traffic router plugins are configured: by their names. */
export const ROUTER_PLUGINS_PATH: readonly string[] = 'spec.strategy.canary.trafficRouting.plugins'.split('.');
