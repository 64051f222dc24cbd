import { REPLICA_SET } from '../../api/resources.ts';
import { isFullyPromoted } from '../../api/rollouts/conditions.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { formatSpan } from '../../text/durations.ts';
import { isOfKind } from '../../timeline/state.ts';
import type { ObjectRef } from '../../timeline/timeline.ts';
import { type FindingRule, type FindingRun, perRollout } from '../finding.ts';

/** Rises and falls of ready pods that show that pods come and go. */
const FLAPS = 3;

export const deadlineRestarts: FindingRule = {
  id: 'finding.deadline.restarts',
  title: 'Pods that come and go restart the progress deadline',
  statement:
    'progressDeadlineSeconds counts from the last progress, and a pod that turns ready is progress: pods that crash after they were ready restart the deadline each time, so that it never passes.',
  template:
    'the deadline of {name} ({deadline}) never passes: ready pods of the new version rose {rises} times and fell again',
  severity: 'stuck',
  source: 'utils/conditions/conditions.go RolloutProgressing, RolloutTimedOut',
  upstream: 'argoproj/argo-rollouts#3765',
  example: {
    inputs: { name: 'shop', deadline: '10m0s', rises: 12 },
    text: 'the deadline of shop (10m0s) never passes: ready pods of the new version rose 12 times and fell again',
  },
  absorbs: ['finding.pods.notReady'],
  find: perRollout(({ instants, object, endMs }, run) => {
    const last = instants.at(-1);
    if (last === undefined || last.rollout.status.phase !== 'Progressing' || isFullyPromoted(last.rollout)) return [];
    const hash = last.rollout.status.currentPodHash;
    const begun = instants.find(({ rollout }) => rollout.status.currentPodHash === hash) ?? last;
    const deadlineMs = (last.rollout.spec.progressDeadlineSeconds ?? 600) * 1000;
    const rises = risesOf(run, object, hash);
    if (rises < FLAPS || endMs - begun.atMs < deadlineMs) return [];
    const inputs = { name: object.name, deadline: formatSpan(deadlineMs), rises };
    const fix = {
      text: 'raise minReadySeconds above the life of such a pod: then it never counts as available',
    };
    return [
      {
        atMs: begun.atMs,
        lastSeq: begun.lastSeq,
        field: 'spec.progressDeadlineSeconds',
        inputs,
        fix,
        cost: { ms: endMs - begun.atMs },
      },
    ];
  }),
};

/** How often the available pods of a version rose after they had fallen. */
function risesOf({ timeline }: FindingRun, { namespace }: ObjectRef, hash: string | undefined): number {
  let rises = 0;
  let [before, hasFallen] = [0, false];
  for (const entry of timeline.entries) {
    if (entry.kind !== 'change' || entry.object.namespace !== namespace || !isOfKind(REPLICA_SET, entry, entry.after))
      continue;
    if (entry.after.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] !== hash) continue;
    const available = entry.after.status.availableReplicas ?? 0;
    if (available < before) hasFallen = true;
    if (available > before && hasFallen) {
      rises += 1;
      hasFallen = false;
    }
    before = available;
  }
  return rises;
}
