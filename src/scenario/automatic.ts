import { isJsonArray, isJsonObject } from '../api/json.ts';
import type { ScriptedAction } from '../world/script.ts';
import type { Manifest } from './manifest.ts';
import { isRollout, manifestKey } from './manifests.ts';
import { valueAt } from './schema/issues.ts';

/** How long after something is reached Rehearse acts by itself: long enough to be seen in a chart. */
export const AUTOMATIC_DELAY_MS = 10_000;

/** Things that Rehearse does by itself, and how it says so. */
export interface Automatic {
  readonly script: readonly ScriptedAction[];
  readonly remarks: readonly string[];
}

/**
 * Promotions through every pause that has no duration: one trigger for each such step, so that two of them in a row are two pauses; one for a
 * blue-green that waits for its promotion. Several versions of a rollout may be given.
 */
export function automaticPromotions(manifests: readonly Manifest[]): Automatic {
  const pausesOf = new Map<string, { readonly rollout: Manifest; readonly pauses: Set<string> }>();
  for (const rollout of manifests.filter(isRollout)) {
    const { pauses } = pausesOf.get(manifestKey(rollout)) ?? { pauses: new Set<string>() };
    for (const when of endlessPauses(rollout)) pauses.add(when);
    pausesOf.set(manifestKey(rollout), { rollout, pauses });
  }
  const rollouts = [...pausesOf.values()];
  const script = rollouts.flatMap(({ rollout, pauses }) => [...pauses].map((when) => promotion(rollout, when)));
  const remarks = rollouts.flatMap(({ rollout, pauses: { size: count } }) => {
    const pauses = count === 1 ? 'the pause' : `the ${count} pauses`;
    return count === 0
      ? []
      : [`${rollout.name}: promotes by itself through ${pauses} without a duration, 10s after each begins`];
  });
  return { script, remarks };
}

/** Conditions of the pauses that last until somebody promotes. */
export function endlessPauses({ object }: Manifest): readonly string[] {
  const blueGreen = valueAt(object, ['spec', 'strategy', 'blueGreen']);
  if (isJsonObject(blueGreen)) return blueGreen['autoPromotionEnabled'] === false ? [PAUSED] : [];
  const steps = valueAt(object, ['spec', 'strategy', 'canary', 'steps']);
  if (!isJsonArray(steps)) return [];
  return steps.flatMap((step, index) => {
    if (!isJsonObject(step) || !('pause' in step)) return [];
    const { pause } = step;
    const isEndless = isJsonObject(pause) && (pause['duration'] === undefined || pause['duration'] === null);
    return isEndless ? [`${PAUSED} && rollout.step == ${index}`] : [];
  });
}

const PAUSED = 'rollout.phase == "Paused"';

function promotion({ namespace, name }: Manifest, when: string): ScriptedAction {
  return {
    trigger: { when, afterMs: AUTOMATIC_DELAY_MS, repeat: true, rollout: { namespace, name } },
    action: { do: 'run', command: `kubectl argo rollouts promote ${name}`, namespace },
    automatic: true,
  };
}
