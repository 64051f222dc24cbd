import type { JSX } from 'preact';
import { POD } from '../api/resources.ts';
import { controllerOf } from '../api/rollouts/replica-sets.ts';
import { podState } from '../timeline/facts/pods.ts';
import { stateAt } from '../timeline/state.ts';
import type { CourseAt } from '../report/lanes/course.ts';
import { inForce, podGroup } from '../report/lanes/pods.ts';
import type { Version } from '../report/lanes/workloads.ts';
import { grouped, percent } from '../report/traffic/words.ts';
import type { Clock } from './clock.ts';
import { sampleAt } from './lanes.tsx';
import type { Run, WorkloadLanes } from './model.ts';

/** More pods than this are drawn as a bar. */
const MOST_SQUARES = 240;

interface VersionNow {
  readonly version: Version;
  readonly index: number;
  readonly pods: readonly { readonly name: string; readonly group: string; readonly title: string }[];
  readonly role: string;
  /** Of 1; undefined: nobody sent requests in this instant. */
  readonly share: number | undefined;
  readonly errors: number | undefined;
}

/** Where callers go at this instant: users, the router with its weights, the versions with their pods. */
export function FlowCard({
  run,
  lanes,
  clock,
}: {
  readonly run: Run;
  readonly lanes: WorkloadLanes;
  readonly clock: Clock;
}): JSX.Element {
  const atMs = clock.atMs.value;
  const at = inForce(lanes.course, atMs);
  const versions = versionsNow(run, lanes, atMs);
  const samples = lanes.flows.flatMap(({ flow, samples: all }) => {
    const sample = sampleAt(all, atMs);
    return sample === undefined ? [] : [{ flow, sample }];
  });
  const perSecond = samples.reduce(
    (sum, { sample }) => sum + (1000 * sample.requests) / Math.max(1, sample.toMs - sample.atMs),
    0,
  );
  const unrouted = samples.reduce((sum, { sample }) => sum + sample.unrouted, 0);
  return (
    <section class="card flow" aria-label="Where requests go">
      <h2>Where requests go</h2>
      <div class="flow-row">
        <div class="users">
          {lanes.flows.length === 0 ? (
            <span class="quiet">No traffic in this run</span>
          ) : (
            <>
              <b>{grouped(perSecond)}</b> requests/s
              {unrouted > 0 ? <div class="bad">{grouped(unrouted)} found no pod</div> : null}
            </>
          )}
        </div>
        <div class="weights">
          {at?.given !== undefined ? (
            <>
              <span class="quiet">router has</span> <b>{at.given} %</b>
              {at.asked !== undefined && at.asked !== at.given ? (
                <div class="wait">steps ask for {at.asked} %</div>
              ) : null}
            </>
          ) : at?.served !== undefined ? (
            <>
              <span class="quiet">Service selects</span>{' '}
              <b>{lanes.workload.versions.find(({ hash }) => hash === at.served)?.name ?? at.served}</b>
            </>
          ) : (
            <span class="quiet">every ready pod gets its share</span>
          )}
        </div>
      </div>
      <ul class="versions">
        {versions.map((now) => (
          <VersionRow key={now.version.replicaSet} now={now} />
        ))}
      </ul>
    </section>
  );
}

function VersionRow({ now }: { readonly now: VersionNow }): JSX.Element {
  const { version, index, pods, role, share, errors } = now;
  const groups = new Map<string, number>();
  for (const { group } of pods) groups.set(group, (groups.get(group) ?? 0) + 1);
  const summary = [...groups].map(([group, count]) => `${count} ${group}`).join(', ');
  return (
    <li>
      <div class="version-head">
        <i class={`swatch v${index}`} /> <b>{version.name}</b> <span class="quiet">{role}</span>
        {share === undefined ? null : <span class="share">{percent(share)} of requests</span>}
        {errors === undefined || errors === 0 ? null : <span class="bad">{percent(errors)} of them fail</span>}
      </div>
      {share === undefined ? null : (
        <div class="bar" aria-hidden="true">
          <i class={`v${index}`} style={{ width: `${Math.min(1, share) * 100}%` }} />
        </div>
      )}
      {pods.length > MOST_SQUARES ? (
        <div class="pods-bar" role="img" aria-label={summary}>
          {[...groups].map(([group, count]) => (
            <i key={group} class={`pod v${index} ${group}`} style={{ width: `${(100 * count) / pods.length}%` }} />
          ))}
        </div>
      ) : (
        <div class="squares" role="img" aria-label={`Pods of ${version.name}: ${summary === '' ? 'none' : summary}`}>
          {pods.map(({ name, group, title }) => (
            <i key={name} class={`pod v${index} ${group}`} title={title} />
          ))}
        </div>
      )}
      <div class="quiet">{summary === '' ? 'no pods' : summary}</div>
    </li>
  );
}

function versionsNow(run: Run, lanes: WorkloadLanes, atMs: number): readonly VersionNow[] {
  const { workload, course, flows } = lanes;
  const at = inForce(course, atMs);
  const byReplicaSet = new Map<string, { name: string; group: string; title: string }[]>();
  for (const pod of stateAt(run.timeline, atMs).list(POD, workload.namespace)) {
    const owner = controllerOf(pod)?.name;
    const state = podState(pod);
    const group = podGroup(state.phase) ?? 'failed';
    if (owner === undefined) continue;
    const name = pod.metadata.name ?? '';
    const title = [
      name,
      state.reason ?? group,
      state.node === undefined ? '' : `on ${state.node}`,
      state.restarts > 0 ? `${state.restarts} restarts` : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
    const list = byReplicaSet.get(owner);
    if (list === undefined) byReplicaSet.set(owner, [{ name, group, title }]);
    else list.push({ name, group, title });
  }
  const samples = flows.flatMap(({ samples: all }) => sampleAt(all, atMs) ?? []);
  const total = samples.reduce((sum, { requests }) => sum + requests, 0);
  return workload.versions.flatMap((version, index) => {
    const pods = byReplicaSet.get(version.replicaSet) ?? [];
    const requests = samples.reduce((sum, sample) => sum + (sample.versions[index]?.requests ?? 0), 0);
    const errors = samples.reduce((sum, sample) => sum + (sample.versions[index]?.errors ?? 0), 0);
    const role = roleOf(version, at);
    if (pods.length === 0 && requests === 0 && role === '') return [];
    return [
      {
        version,
        index,
        pods,
        role,
        share: total === 0 ? undefined : requests / total,
        errors: requests === 0 ? undefined : errors / requests,
      },
    ];
  });
}

function roleOf(version: Version, at: CourseAt | undefined): string {
  if (version.isExperiment) return 'experiment';
  const roles = [
    ...(version.hash === at?.stableHash ? ['stable'] : []),
    ...(at?.isBlueGreen === true && version.hash === at.served ? ['active'] : []),
    ...(version.hash === at?.currentHash &&
    version.hash !== at.stableHash &&
    !(at.isBlueGreen && version.hash === at.served)
      ? [at.isBlueGreen ? 'preview' : 'canary']
      : []),
  ];
  return roles.join(', ');
}
