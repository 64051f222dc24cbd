import { REPLICA_SET, ROLLOUT } from '../api/resources.ts';
import { maxTrafficWeight } from '../api/rollouts/defaults.ts';
import type { Rollout } from '../api/shape/rollout.ts';
import { stateAt } from '../timeline/state.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { type CountSample, versionOf } from './counts.ts';
import type { Subject } from './subject.ts';

/** The new version's share of the callers, from an instant on. */
export interface Exposure {
  readonly atMs: number;
  readonly share: number;
}

/**
 * Who meets the new version: with blue-green all callers of the active Service, behind a router its weight, else the share of the available pods.
 * One for each sample; a Rollout's samples come with every change of its status.
 */
export function exposureOf(
  timeline: Timeline,
  subject: Subject,
  newVersion: string,
  samples: readonly CountSample[],
): readonly Exposure[] {
  return samples.map((sample) => {
    const routed = subject.kind === 'Rollout' ? routedShare(timeline, sample.atMs, subject, newVersion) : undefined;
    return { atMs: sample.atMs, share: routed ?? podShare(sample, newVersion) };
  });
}

/** Undefined where the pods decide. */
function routedShare(timeline: Timeline, atMs: number, subject: Subject, newVersion: string): number | undefined {
  const reader = stateAt(timeline, atMs);
  const rollout = reader.find(ROLLOUT, subject.namespace, subject.name);
  if (rollout === undefined) return undefined;
  const { blueGreen, canary } = rollout.spec.strategy;
  if (blueGreen !== undefined) {
    const active = rollout.status.blueGreen.activeSelector;
    const answers = reader
      .list(REPLICA_SET, subject.namespace)
      .some((set) => versionOf(set) === active && (set.status.availableReplicas ?? 0) > 0);
    return active === newVersion && answers ? 1 : 0;
  }
  return canary?.trafficRouting === undefined ? undefined : weightShare(rollout, newVersion);
}

function weightShare(rollout: Rollout, newVersion: string): number | undefined {
  const { weights } = rollout.status.canary;
  if (weights === undefined) return undefined;
  const canary = weights.canary.podTemplateHash === newVersion ? weights.canary.weight : 0;
  const stable = weights.stable.podTemplateHash === newVersion ? weights.stable.weight : 0;
  return (canary + stable) / maxTrafficWeight(rollout);
}

function podShare({ versions }: CountSample, newVersion: string): number {
  let available = 0;
  for (const counts of versions.values()) available += counts.available;
  return available === 0 ? 0 : (versions.get(newVersion)?.available ?? 0) / available;
}
