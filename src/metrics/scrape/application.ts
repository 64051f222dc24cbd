import type { ObjectReader } from '../../api/reader.ts';
import { POD, SERVICE } from '../../api/resources.ts';
import { selectorFromSet } from '../../api/selector.ts';
import type { Pod, Service } from '../../api/shape/core.ts';
import type { ClusterView } from '../../traffic/pods.ts';
import type { PodTraffic, TrafficWindow } from '../../traffic/window.ts';
import type { ApplicationMetricNames } from '../../world/metrics.ts';
import { type Labels, labelsOf, METRIC_NAME } from '../series/labels.ts';
import { Counters, type LabelSet } from './counters.ts';
import type { Exposed, Exporter } from './exporter.ts';

export const DEFAULT_METRIC_NAMES: ApplicationMetricNames = {
  requests: 'http_requests_total',
  duration: 'http_request_duration_seconds',
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

  *expose(target: Labels): Iterable<Exposed> {
    let merged = this.#merged.get(target.key);
    if (merged === undefined) this.#merged.set(target.key, (merged = { target, labels: new Map() }));
    for (const { labels, value } of this.counters.expose()) {
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
  readonly #names: ApplicationMetricNames;
  readonly #lives = new Map<string, Life>();
  readonly #targets = new WeakMap<
    Pod,
    { readonly services: readonly Service[]; readonly targets: readonly Labels[] }
  >();
  readonly #pending: { readonly pod: PodTraffic; readonly window: TrafficWindow }[] = [];

  constructor(names: ApplicationMetricNames = DEFAULT_METRIC_NAMES) {
    this.#names = names;
  }

  count(window: TrafficWindow): void {
    for (const flow of window.flows) for (const pod of flow.pods) this.#pending.push({ pod, window });
  }

  *expose(reader: ClusterView): Iterable<Exposed> {
    const pods = reader.list(POD).filter(isRunning);
    this.#settle(new Map(pods.map((pod) => [keyOf(pod.metadata.namespace, pod.metadata.name), pod])));
    for (const pod of pods) {
      const life = this.#lives.get(keyOf(pod.metadata.namespace, pod.metadata.name));
      // A scrape of a pod that does not answer fails, and all series of the target end. Source: scrape/scrape.go (report of a failed scrape).
      const answers = reader.lostNodes?.has(pod.spec.nodeName ?? '') !== true;
      for (const target of this.#targetsOf(reader, pod)) {
        yield { labels: target.set(METRIC_NAME, 'up'), value: Number(answers) };
        if (answers) yield* life?.expose(target) ?? [];
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
    const { counters } = life;
    for (const [code, n] of Object.entries(traffic.byCode)) {
      counters.add(this.#names.requests, code, () => ({ code, method: 'GET' }), n);
    }
    const seconds = (): readonly number[] => bucketsMs.map((bound) => bound / 1000);
    const histogram = counters.histogram(this.#names.duration, '', () => ({ method: 'GET' }), seconds);
    histogram.add(traffic.buckets, traffic.latencySumMs / 1000);
  }

  /** The targets of a pod, made anew only when it or the Services have changed. */
  #targetsOf(reader: ObjectReader, pod: Pod): readonly Labels[] {
    const services = reader.list(SERVICE, pod.metadata.namespace);
    const known = this.#targets.get(pod);
    if (known !== undefined && sameItems(known.services, services)) return known.targets;
    const targets = targetsOf(services, pod);
    this.#targets.set(pod, { services, targets });
    return targets;
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

function keyOf(namespace = '', name = ''): string {
  return `${namespace}/${name}`;
}

function targetsOf(all: readonly Service[], pod: Pod): readonly Labels[] {
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
