import { REPLICA_SET } from '../api/resources.ts';
import type { ActionEntry, Timeline } from '../timeline/timeline.ts';
import { performerOf } from '../world/actions/actions.ts';
import type { VersionChange } from './changes.ts';
import { versionOf } from './counts.ts';
import type { Subject } from './subject.ts';

/** The number of manual actions from the change on until `endMs`, without the change itself; automatic promotions count as those of a person. */
export function manualActionsAfter(timeline: Timeline, subject: Subject, change: VersionChange, endMs: number): number {
  const theChange = actionBehind(timeline, subject, change);
  return timeline.entries.filter(
    (entry) =>
      entry.kind === 'action' &&
      isManual(entry) &&
      entry.atMs >= change.atMs &&
      entry.atMs < endMs &&
      entry !== theChange &&
      (theChange === undefined || entry.seq > theChange.seq),
  ).length;
}

/** The last manual action before the ReplicaSet of the new version was created. */
function actionBehind(
  timeline: Timeline,
  { namespace }: Subject,
  { atMs, to }: VersionChange,
): ActionEntry | undefined {
  let last: ActionEntry | undefined;
  for (const entry of timeline.entries) {
    if (entry.atMs > atMs) break;
    if (entry.kind === 'action' && isManual(entry)) last = entry;
    if (entry.atMs < atMs || entry.kind !== 'change' || entry.object.namespace !== namespace) continue;
    if (entry.resource !== REPLICA_SET || entry.after === undefined) continue;
    if (versionOf(entry.after) === to) break;
  }
  return last;
}

/** Whether a person did it, also by a commit, and it was carried out. */
function isManual({ action, error }: ActionEntry): boolean {
  const by = performerOf(action);
  return error === undefined && (by === 'person' || by === 'git');
}
