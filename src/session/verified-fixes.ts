import { withFindings } from '../findings/find-findings.ts';
import { compareBySeverity } from '../findings/finding.ts';
import { formatSpan } from '../text/durations.ts';
import { ChangeError, Reruns, type WorldChange } from '../study/rerun.ts';
import { abortsOf } from '../timeline/facts/aborts.ts';
import { outcomeOf, type RunOutcome } from '../timeline/facts/outcome.ts';
import type { Finding, Timeline } from '../timeline/timeline.ts';
import type { World } from '../world/world.ts';

/** As many as a report shows at one look: each costs a run. */
const VERIFIED_AT_MOST = 3;

/**
 * The timeline with the fixes of its worst findings tried out: what would have happened with the change. A change with which the finding comes again is
 * no fix, and is left out.
 */
export function withVerifiedFixes(timeline: Timeline, world: World): Timeline {
  const worst = timeline.findings.toSorted(compareBySeverity).slice(0, VERIFIED_AT_MOST);
  if (!worst.some(({ fix }) => fix?.set !== undefined)) return timeline;
  const reruns = new Reruns(world, timeline, { reasons: false });
  const findings = timeline.findings.map((finding) =>
    worst.includes(finding) ? verified(finding, timeline, reruns) : finding,
  );
  return { ...timeline, findings };
}

function verified(finding: Finding, timeline: Timeline, reruns: Reruns): Finding {
  const { fix, ...rest } = finding;
  if (fix?.set === undefined) return finding;
  const rerun = runWith(reruns, fix.set);
  if (rerun === undefined) return finding;
  const comesAgain = withFindings(rerun).findings.some(
    ({ id, object }) =>
      id === finding.id && object?.name === finding.object?.name && object?.kind === finding.object?.kind,
  );
  return comesAgain ? rest : { ...finding, fix: { ...fix, outcome: outcomeText(rerun, outcomeOf(timeline)) } };
}

/** The run with the fields set; undefined where the world has no place for one of them. */
function runWith(reruns: Reruns, set: NonNullable<NonNullable<Finding['fix']>['set']>): Timeline | undefined {
  const changes = set.map(({ object: { kind, namespace, name }, path, value }): WorldChange => {
    const object = namespace === '' ? { kind, name } : { kind, namespace, name };
    return { change: 'field', object, path, value: value === null ? undefined : value };
  });
  try {
    return reruns.run(changes).timeline;
  } catch (error) {
    if (error instanceof ChangeError) return undefined;
    throw error;
  }
}

/** `shop aborted at 12m15s, 634 users hit instead of 906`. */
function outcomeText(rerun: Timeline, was: RunOutcome): string {
  const now = outcomeOf(rerun);
  const ends = now.workloads.map(({ namespace, name, end }) => {
    const abort = end === 'aborted' ? abortsOf(rerun, { namespace, name }).at(-1) : undefined;
    return `${name} ${end}${abort === undefined ? '' : ` at ${formatSpan(abort.atMs)}`}`;
  });
  return [...ends, ...usersText(now, was)].join(', ');
}

function usersText({ users: now }: RunOutcome, { users: was }: RunOutcome): readonly string[] {
  if (now === undefined || was === undefined) return [];
  if (now.people !== undefined && was.people !== undefined) {
    return [`${now.people.hit} users hit instead of ${was.people.hit}`];
  }
  return [`${now.failed} requests failed instead of ${was.failed}`];
}
