import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readCase } from '../../src/simulation/recording/case.ts';
import { worldOfCase } from '../../src/simulation/recording/world.ts';
import { runWorld } from '../../src/simulation/run.ts';
import { versionChanges } from '../../src/study/changes.ts';
import { countsOf, imagesByVersion } from '../../src/study/counts.ts';
import { exposureOf } from '../../src/study/exposure.ts';
import { measureUpdate } from '../../src/study/figures.ts';
import { workloadsOf } from '../../src/study/subject.ts';

/** What a recording says of a ReplicaSet in a second in which it changed. */
interface RecordedSet {
  readonly images: readonly string[];
  readonly status: { readonly replicas: number; readonly availableReplicas?: number };
}

interface Recorded {
  readonly name: string;
  readonly apply: readonly { readonly spec: { readonly replicas: number } }[];
  readonly script: readonly { readonly at: number; readonly run: string }[];
  readonly until: number;
  readonly trace: readonly {
    readonly t: number;
    readonly changed?: Readonly<Record<string, RecordedSet>>;
    readonly gone?: readonly string[];
  }[];
}

/** The recordings of one version change under several strategies. */
function recordings(): readonly { readonly line: string; readonly recorded: Recorded }[] {
  const path = new URL('../conformance/cases/deployment.jsonl.gz', import.meta.url);
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
  return lines
    .map((line) => ({ line, recorded: parsed(line) }))
    .filter(({ recorded }) => recorded.name.startsWith('compare/'));
}

function parsed(line: string): Recorded {
  const recorded: Recorded = JSON.parse(line);
  return recorded;
}

/** Seconds and pods; `exposed` in seconds of all callers. */
interface Figures {
  readonly done: number | undefined;
  readonly least: number;
  readonly most: number;
  readonly outage: number;
  readonly short: number;
  readonly extra: number;
  readonly exposed: number;
}

/** The figures of a recording, second by second, straight from what was recorded of its ReplicaSets. */
function fromRecording({ apply, script, until, trace }: Recorded): Figures {
  const wanted = apply[0]?.spec.replicas ?? 0;
  const change = script[0]?.at ?? 0;
  const newImage = script[0]?.run.split('=')[1] ?? '';
  const sets = new Map<string, RecordedSet>();
  let done: number | undefined;
  let least = Infinity;
  let most = 0;
  let [outage, short, extra, exposed] = [0, 0, 0, 0];
  for (let second = 0; second < until; second += 1) {
    for (const { changed = {}, gone = [] } of trace.filter(({ t }) => t === second)) {
      for (const [key, set] of Object.entries(changed)) if (key.startsWith('ReplicaSet/')) sets.set(key, set);
      for (const key of gone) sets.delete(key);
    }
    if (second < change) continue;
    const all = [...sets.values()];
    const pods = all.reduce((sum, { status }) => sum + status.replicas, 0);
    const available = all.reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0);
    const fresh = all
      .filter(({ images }) => images[0] === newImage)
      .reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0);
    if (done === undefined && fresh === available && fresh >= wanted) done = second - change;
    if (done === undefined && available > 0) exposed += fresh / available;
    least = Math.min(least, available);
    most = Math.max(most, pods);
    outage += available === 0 ? 1 : 0;
    short += available < wanted ? 1 : 0;
    extra += Math.max(0, pods - wanted);
  }
  return { done, least, most, outage, short, extra, exposed };
}

/** The same figures as `compare` computes them. */
function fromTimeline(line: string): Figures {
  const world = worldOfCase(readCase(line));
  const timeline = runWorld(world);
  const [subject] = workloadsOf(world.manifests);
  if (subject === undefined) throw new Error('no workload');
  const samples = countsOf(timeline, subject);
  const [change] = versionChanges(samples);
  if (change === undefined) throw new Error('no change');
  expect(imagesByVersion(timeline, subject).get(change.to)).toBe(
    world.script[0]?.action.do === 'run' ? world.script[0].action.command.split('=')[1] : undefined,
  );
  const exposure = exposureOf(timeline, subject, change.to, samples);
  const span = { changeMs: change.atMs, endMs: timeline.header.totals.endMs, newVersion: change.to };
  const figures = measureUpdate(samples, exposure, span);
  return {
    done: figures.durationMs === undefined ? undefined : figures.durationMs / 1000,
    least: figures.leastAvailable,
    most: figures.mostPods,
    outage: figures.outageMs / 1000,
    short: figures.shortMs / 1000,
    extra: figures.extraPodSeconds,
    exposed: figures.exposedSeconds,
  };
}

describe('one version change under several strategies, as the real controller was recorded', () => {
  const all = recordings();

  test('is there with every strategy', () => {
    const strategies = all.map(({ recorded }) => recorded.name.replace(/^compare\/[a-z]+-/, ''));
    expect(new Set(strategies)).toEqual(new Set(['recreate', 'rolling-default', 'rolling-0-1', 'rolling-1-0-slow']));
    expect(all.length).toBeGreaterThan(30);
  });

  test.each(all.map(({ line, recorded }) => ({ name: recorded.name, line, recorded })))(
    '$name: the figures are those of the recording',
    ({ line, recorded }) => {
      const { exposed: expectedExposure, ...expected } = fromRecording(recorded);
      const { exposed, ...found } = fromTimeline(line);
      expect(found).toEqual(expected);
      expect(exposed).toBeCloseTo(expectedExposure, 9);
      if (recorded.name.endsWith('-recreate')) expect(found.outage).toBeGreaterThan(0);
      else expect(found.done).toBeGreaterThan(0);
    },
  );

  test('Recreate is the one without extra pods, and never keeps a pod', () => {
    const figures = all.map(({ recorded }) => ({ name: recorded.name, ...fromRecording(recorded) }));
    const recreated = figures.filter(({ name }) => name.endsWith('-recreate'));
    expect(recreated.every((one) => one.extra === 0 && one.least === 0)).toBe(true);
    const slow = figures.filter(({ name }) => name.endsWith('-rolling-1-0-slow'));
    expect(slow.every((one) => one.short === 0)).toBe(true);
  });
});
