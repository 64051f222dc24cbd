import { REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import { maxTrafficWeight } from '../api/rollouts/defaults.ts';
import { getPodTemplateHash } from '../api/rollouts/replica-sets.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import { stateAt } from '../timeline/state.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type CountSample, versionOf, type WorkloadName } from './counts.ts';

/** The new version's share of the callers, from an instant on. */
export interface Exposure {
  readonly atMs: number;
  readonly share: number;
}

/**
 * Who meets the new version: with blue-green all callers of the active Service, behind a router its weight, else the share of the available pods.
 * One for each sample.
 */
export function exposureOf(
  timeline: Timeline,
  workload: WorkloadName,
  newVersion: string,
  samples: readonly CountSample[],
): readonly Exposure[] {
  const instants = new Set(samples.map(({ atMs }) => atMs));
  for (const entry of timeline.entries) {
    const isRollout = entry.kind === 'change' && entry.resource.kind === ROLLOUT.kind;
    if (isRollout && entry.object.name === workload.name) instants.add(entry.atMs);
  }
  const sorted = [...instants].sort((a, b) => a - b);
  let position = -1;
  return sorted.map((atMs) => {
    while ((samples[position + 1]?.atMs ?? Infinity) <= atMs) position += 1;
    const routed = routedShare(timeline, atMs, workload, newVersion);
    return { atMs, share: routed ?? podShare(samples[position], newVersion) };
  });
}

/** Undefined where the pods decide. */
function routedShare(timeline: Timeline, atMs: number, workload: WorkloadName, newVersion: string): number | undefined {
  const reader = stateAt(timeline, atMs);
  const rollout = reader.find(ROLLOUT, workload.namespace, workload.name);
  if (rollout === undefined) return undefined;
  const isNew = (hash: string | undefined): boolean =>
    reader
      .list(REPLICA_SET, workload.namespace)
      .some((rs) => getPodTemplateHash(rs) === hash && versionOf(rs) === newVersion);
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined) return isNew(rollout.status.blueGreen.activeSelector) ? 1 : 0;
  return canary?.trafficRouting === undefined ? undefined : weightShare(rollout, isNew);
}

function weightShare(rollout: Rollout, isNew: (hash: string | undefined) => boolean): number | undefined {
  const { weights } = rollout.status.canary;
  if (weights === undefined) return undefined;
  const max = maxTrafficWeight(rollout);
  const canary = isNew(weights.canary.podTemplateHash) ? weights.canary.weight : 0;
  const stable = isNew(weights.stable.podTemplateHash) ? weights.stable.weight : 0;
  return (canary + stable) / max;
}

function podShare(sample: CountSample | undefined, newVersion: string): number {
  let available = 0;
  for (const counts of sample?.versions.values() ?? []) available += counts.available;
  return available === 0 ? 0 : (sample?.versions.get(newVersion)?.available ?? 0) / available;
}
