import type { CountSample } from './counts.ts';

/** A change from one version to another. */
export interface VersionChange {
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
  /** When a third version was wanted: from then on this change is history. Undefined if that never came. */
  readonly endMs: number | undefined;
}

/**
 * The changes of a workload's version, in their order. Going back to the version before, and trying the new one again, belong to the same change.
 * Example: blue, yellow at 20 s, red at 110 s, yellow again at 140 s are two changes: blue to yellow (until 110 s) and yellow to red.
 */
export function versionChanges(samples: readonly CountSample[]): readonly VersionChange[] {
  const changes: VersionChange[] = [];
  let current: string | undefined;
  for (const { atMs, wanted } of samples) {
    if (wanted === undefined || wanted === current) continue;
    const last = changes.at(-1);
    const belongs = last !== undefined && (wanted === last.from || wanted === last.to);
    if (current !== undefined && !belongs) {
      if (last !== undefined) changes[changes.length - 1] = { ...last, endMs: atMs };
      changes.push({ from: current, to: wanted, atMs, endMs: undefined });
    }
    current = wanted;
  }
  return changes;
}
