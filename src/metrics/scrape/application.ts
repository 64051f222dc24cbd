import type { ObjectReader } from '../../api/reader.ts';
import { POD, ROLLOUT, SERVICE } from '../../api/resources.ts';
import { POD_TEMPLATE_HASH_LABEL } from '../../api/rollouts/names.ts';
import { selectorFromSet } from '../../api/selector.ts';
import type { Pod, Service } from '../../api/shape/core.ts';
import type { Rollout } from '../../api/shape/rollout.ts';
import type { ClusterView } from '../../traffic/pods.ts';
import type { PodTraffic, TrafficWindow } from '../../traffic/window.ts';
import { own } from '../../text/own.ts';
import type { LabelSource } from '../../world/metrics.ts';
import { type ApplicationFamily, DEFAULT_METRIC_NAMES, type MetricsProfile } from '../profile.ts';
import { type Labels, labelsOf, METRIC_NAME } from '../series/labels.ts';
import { Counters, type LabelSet } from './counters.ts';
import type { Exposed, Exporter, Reach } from './exporter.ts';

const DEFAULT_PROFILE: Pick<MetricsProfile, 'application' | 'labels'> = {
  application: [{ ...DEFAULT_METRIC_NAMES, code: 'code', method: 'method', codeOnDuration: false }],
  labels: new Map(),
};

/** One life of a container: its counters begin at zero. */
class Life {
  readonly restarts: number;
  readonly counters = new Counters();
  /** Labels of the pod's metrics with those of each target: made once, as a scrape needs them all every time. */
  readonly #merged = new Map<string, { readonly target: Labels; readonly labels: Map<Labels, Labels> }>();

  constructor(restarts: number) {
    this.restarts = restarts;
  }

  *expose(target: Labels, reach: Reach): Iterable<Exposed> {
    let merged = this.#merged.get(target.key);
    if (merged === undefined) this.#merged.set(target.key, (merged = { target, labels: new Map() }));
    for (const { labels, value } of this.counters.expose(reach)) {
      let all = merged.labels.get(labels);
      // Where both name a label the metric's own counts.
      if (all === undefined) merged.labels.set(labels, (all = labelsOf([...target.entries(), ...labels.entries()])));
      yield { labels: all, value };
    }
  }
}

function restartsOf(pod: Pod): number {
  return pod.status.containerStatuses?.[0]?.restartCount ?? 0;
}

function isRunning(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** The part of an image after its last colon. */
function tagOf(image: string): string | undefined {
  return /:([\w.-]+)$/.exec(image)?.[1];
}

/**
 * The application's own metrics, one target for each ready pod and Service that picks it, as a ServiceMonitor makes them: with the labels namespace,
 * pod, service, job, instance, and of the pod its revision and version.
 */
export class ApplicationExporter implements Exporter {
  readonly #families: readonly ApplicationFamily[];
  readonly #labels: ReadonlyMap<string, LabelSource>;
  readonly #lives = new Map<string, Life>();
  readonly #targets = new WeakMap<
    Pod,
    {
      readonly services: readonly Service[];
      readonly rollouts: readonly Rollout[];
      readonly targets: readonly Labels[];
    }
  >();
  readonly #pending: { readonly pod: PodTraffic; readonly window: TrafficWindow }[] = [];

  constructor({ application, labels }: Pick<MetricsProfile, 'application' | 'labels'> = DEFAULT_PROFILE) {
    this.#families = application;
    this.#labels = labels;
  }

  exposes(reach: Reach): boolean {
    const parts = ({ requests, duration }: ApplicationFamily): readonly string[] => [
      ...(requests === undefined ? [] : [requests]),
      ...['_bucket', '_sum', '_count'].map((part) => duration + part),
    ];
    return ['up', ...this.#families.flatMap(parts)].some(reach);
  }

  count(window: TrafficWindow): void {
    for (const flow of window.flows) for (const pod of flow.pods) this.#pending.push({ pod, window });
  }

  *expose(reader: ClusterView, reach: Reach): Iterable<Exposed> {
    const pods = reader.list(POD).filter(isRunning);
    this.#settle(new Map(pods.map((pod) => [keyOf(pod.metadata.namespace, pod.metadata.name), pod])));
    for (const pod of pods) {
      const life = this.#lives.get(keyOf(pod.metadata.namespace, pod.metadata.name));
      // A scrape of a pod that does not answer fails, and all series of the target end. Source: scrape/scrape.go (report of a failed scrape).
      const answers = reader.lostNodes?.has(pod.spec.nodeName ?? '') !== true;
      for (const target of this.#targetsOf(reader, pod)) {
        yield { labels: target.set(METRIC_NAME, 'up'), value: Number(answers) };
        if (answers) yield* life?.expose(target, reach) ?? [];
      }
    }
  }

  /** Adds what has passed since the last scrape to the counters of those who are still there. */
  #settle(alive: ReadonlyMap<string, Pod>): void {
    for (const key of this.#lives.keys()) if (!alive.has(key)) this.#lives.delete(key);
    for (const { pod, window } of this.#pending) {
      const there = alive.get(keyOf(pod.namespace, pod.pod));
      if (there !== undefined) this.#add(there, pod, window);
    }
    this.#pending.length = 0;
  }

  #add(pod: Pod, traffic: PodTraffic, { bucketsMs }: TrafficWindow): void {
    const key = keyOf(pod.metadata.namespace, pod.metadata.name);
    const restarts = restartsOf(pod);
    let life = this.#lives.get(key);
    if (life?.restarts !== restarts) this.#lives.set(key, (life = new Life(restarts)));
    const seconds = (): readonly number[] => bucketsMs.map((bound) => bound / 1000);
    for (const family of this.#families) countAnswers(life.counters, family, traffic, seconds);
  }

  /** The targets of a pod, made anew only when it or the Services have changed. */
  #targetsOf(reader: ObjectReader, pod: Pod): readonly Labels[] {
    const services = reader.list(SERVICE, pod.metadata.namespace);
    const rollouts = this.#hasRole ? reader.list(ROLLOUT, pod.metadata.namespace) : NO_ROLLOUTS;
    const known = this.#targets.get(pod);
    if (known !== undefined && sameItems(known.services, services) && sameItems(known.rollouts, rollouts))
      return known.targets;
    const targets = targetsOf(services, pod, this.#furtherLabels(pod, rollouts));
    this.#targets.set(pod, { services, rollouts, targets });
    return targets;
  }

  get #hasRole(): boolean {
    return [...this.#labels.values()].some(({ kind }) => kind === 'role');
  }

  #furtherLabels(pod: Pod, rollouts: readonly Rollout[]): LabelSet {
    const valueOf = (source: LabelSource): string | undefined => {
      switch (source.kind) {
        case 'value':
          return source.value;
        case 'pod-label':
          return own(pod.metadata.labels ?? {}, source.label);
        case 'role':
          return roleOf(pod, rollouts);
      }
    };
    return Object.fromEntries([...this.#labels].map(([name, source]) => [name, valueOf(source)]));
  }
}

const NO_ROLLOUTS: readonly Rollout[] = [];

/** Whether a pod is of the stable version or of the update; undefined without a Rollout. */
function roleOf({ metadata: { labels = {} } }: Pod, rollouts: readonly Rollout[]): string | undefined {
  const hash = labels[POD_TEMPLATE_HASH_LABEL];
  if (hash === undefined) return undefined;
  if (rollouts.some(({ status }) => status.stableRS === hash)) return 'stable';
  return rollouts.some(({ status }) => status.currentPodHash === hash) ? 'canary' : undefined;
}

/** Counts the answers of a pod under the names of a library. */
function countAnswers(
  counters: Counters,
  { requests, duration, code: codeLabel, method, codeOnDuration }: ApplicationFamily,
  { byCode, buckets, latencySumMs }: PodTraffic,
  seconds: () => readonly number[],
): void {
  if (requests !== undefined) {
    for (const [code, n] of Object.entries(byCode)) {
      counters.add(requests, code, () => ({ [codeLabel]: code, [method]: 'GET' }), n);
    }
  }
  if (!codeOnDuration) {
    counters.histogram(duration, '', () => ({ [method]: 'GET' }), seconds).add(buckets, latencySumMs / 1000);
    return;
  }
  for (const part of bucketsByCode(byCode, buckets, latencySumMs)) {
    const labels = (): LabelSet => ({ [codeLabel]: part.code, [method]: 'GET' });
    counters.histogram(duration, part.code, labels, seconds).add(part.buckets, part.sumMs / 1000);
  }
}

/**
 * The latencies of each code: failures of a version take as long as its other answers, so every code has its share of each bucket, in whole numbers
 * that add up to its answers. What was turned away has no latency and is in the first bucket.
 */
function bucketsByCode(
  byCode: PodTraffic['byCode'],
  buckets: readonly number[],
  latencySumMs: number,
): readonly { readonly code: string; readonly buckets: readonly number[]; readonly sumMs: number }[] {
  const timed = buckets.reduce((sum, n) => sum + n, 0);
  let left = [...buckets];
  let leftCount = timed;
  return Object.entries(byCode).map(([code, n]) => {
    const count = Math.min(n, leftCount);
    const own = shareOfBuckets(left, count, leftCount);
    left = left.map((all, index) => all - (own[index] ?? 0));
    leftCount -= count;
    const sumMs = timed === 0 ? 0 : (latencySumMs * count) / timed;
    return { code, buckets: own.map((each, index) => (index === 0 ? each + n - count : each)), sumMs };
  });
}

/** `count` of the `total` observations in the buckets, in proportion. 3 of [4, 2]: of the first 4 floor(4 × 3 / 6) = 2, then 1. */
function shareOfBuckets(buckets: readonly number[], count: number, total: number): readonly number[] {
  let below = 0;
  let taken = 0;
  return buckets.map((n) => {
    below += n;
    const upTo = total === 0 ? 0 : Math.floor((below * count) / total);
    const own = upTo - taken;
    taken = upTo;
    return own;
  });
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

function keyOf(namespace = '', name = ''): string {
  return `${namespace}/${name}`;
}

function targetsOf(all: readonly Service[], pod: Pod, further: LabelSet): readonly Labels[] {
  const { namespace = '', name = '', labels = {} } = pod.metadata;
  const image = pod.spec.containers?.[0]?.image ?? '';
  const common: LabelSet = {
    namespace,
    pod: name,
    container: pod.spec.containers?.[0]?.name,
    instance: `${name}:8080`,
    app: labels['app'] ?? labels['app.kubernetes.io/name'],
    version: labels['version'] ?? labels['app.kubernetes.io/version'] ?? tagOf(image),
    rollouts_pod_template_hash: labels['rollouts-pod-template-hash'],
    pod_template_hash: labels['pod-template-hash'],
    ...further,
  };
  const services = all.filter(({ spec: { selector = {} } }) => {
    return Object.keys(selector).length > 0 && selectorFromSet(selector).matches(labels);
  });
  const targets: readonly LabelSet[] =
    services.length === 0
      ? [{ ...common, job: `${namespace}/${labels['app'] ?? name}` }]
      : services.map(({ metadata }) => ({ ...common, service: metadata.name, job: metadata.name }));
  return targets.map((target) =>
    labelsOf(Object.entries(target).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]))),
  );
}
