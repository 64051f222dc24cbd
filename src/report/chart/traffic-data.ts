import { workloadsOf } from '../../timeline/facts/workloads.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { addedBuckets, bucketQuantile } from '../../timeline/facts/traffic.ts';
import type { TrafficFlow, TrafficSample, VersionSample } from '../../timeline/traffic.ts';
import { versionNames } from '../traffic/version-names.ts';
import { chartData, type MarkRow } from './chart-data.ts';

/** Points across the chart at most: more cannot be told apart. */
const MOST_POINTS = 120;

/** A version from a time on; shares and errors in percent, latencies in milliseconds. */
export interface TrafficRow {
  readonly t: number;
  readonly version: string;
  /** Number of the stretch in which the version has callers: each is a line of its own. */
  readonly part: number;
  readonly perSecond: number;
  readonly errors: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly desired: number;
  readonly propagated: number;
  readonly share: number;
  readonly capacity: number | null;
}

export interface TrafficChartData {
  readonly end: number;
  /** In the order in which they came. */
  readonly versions: readonly string[];
  readonly rows: readonly TrafficRow[];
  readonly marks: readonly MarkRow[];
}

/** What the chart of a flow shows. Times in seconds of the run. */
export function trafficChartData(timeline: Timeline, flow: TrafficFlow): TrafficChartData {
  const samples = (timeline.traffic ?? []).filter((sample) => sample.flow === flow.name);
  const { bucketsMs = [] } = timeline.header.traffic ?? {};
  const names = versionNames(samples.flatMap(({ versions }) => versions));
  const groups = inGroups(samples, Math.ceil(samples.length / MOST_POINTS));
  const rows = [...names].flatMap(([revision, name]) => versionRows(groups, revision, name, bucketsMs));
  const workload = workloadsOf(timeline).find(
    ({ kind, namespace, name }) =>
      namespace === flow.namespace && (!('rollout' in flow.to) || (kind === 'Rollout' && flow.to.rollout === name)),
  );
  return {
    end: Math.max(timeline.header.totals.endMs, samples.at(-1)?.toMs ?? 0, 1000) / 1000,
    versions: [...names.values()],
    rows,
    marks: workload === undefined ? [] : chartData(timeline, workload).marks,
  };
}

function inGroups(samples: readonly TrafficSample[], size: number): readonly (readonly TrafficSample[])[] {
  const groups: TrafficSample[][] = [];
  samples.forEach((sample, index) => {
    if (index % size === 0) groups.push([sample]);
    else groups.at(-1)?.push(sample);
  });
  return groups;
}

function versionRows(
  groups: readonly (readonly TrafficSample[])[],
  revision: string,
  name: string,
  bucketsMs: readonly number[],
): readonly TrafficRow[] {
  const rows: TrafficRow[] = [];
  let part = 0;
  let open: TrafficRow | undefined;
  for (const group of groups) {
    const [from = 0, to = 0] = [(group[0]?.fromMs ?? 0) / 1000, (group.at(-1)?.toMs ?? 0) / 1000];
    const versions = group.flatMap((sample) =>
      sample.versions.filter((version) => version.podTemplateHash === revision),
    );
    if (versions.some(({ requests }) => requests > 0)) {
      open = { t: from, version: name, part, ...figuresOf(versions, group.length, to - from, bucketsMs) };
      rows.push(open);
      continue;
    }
    // A line of steps ends where the next one would begin.
    if (open !== undefined) {
      rows.push({ ...open, t: from });
      part += 1;
    }
    open = undefined;
  }
  const end = (groups.at(-1)?.at(-1)?.toMs ?? 0) / 1000;
  return open === undefined ? rows : [...rows, { ...open, t: end }];
}

function figuresOf(
  versions: readonly VersionSample[],
  windows: number,
  seconds: number,
  bucketsMs: readonly number[],
): Omit<TrafficRow, 't' | 'version' | 'part'> {
  const sum = (value: (version: VersionSample) => number): number =>
    versions.reduce((total, version) => total + value(version), 0);
  const requests = sum((version) => version.requests);
  const buckets = addedBuckets(versions);
  const quantile = (q: number): number | null => rounded(bucketQuantile(q, buckets, bucketsMs));
  const mean = (value: (version: VersionSample) => number): number => rounded((100 * sum(value)) / windows) ?? 0;
  const limited = versions.flatMap(({ capacityPerSecond }) => capacityPerSecond ?? []);
  return {
    perSecond: rounded(requests / seconds) ?? 0,
    errors: rounded(requests === 0 ? 0 : (100 * sum((version) => version.errors)) / requests) ?? 0,
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    desired: mean(({ desired }) => desired),
    propagated: mean(({ propagated }) => propagated),
    share: mean(({ share }) => share),
    capacity: limited.length === 0 ? null : rounded(limited.reduce((total, each) => total + each, 0) / limited.length),
  };
}

function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 100) / 100;
}
