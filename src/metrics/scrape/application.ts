import type { ObjectReader } from '../../api/reader.ts';
import { POD, SERVICE } from '../../api/resources.ts';
import { selectorFromSet } from '../../api/selector.ts';
import type { Pod } from '../../api/shape/core.ts';
import type { PodTraffic, TrafficWindow } from '../../traffic/window.ts';
import { type Labels, labelsOf } from '../series/labels.ts';
import { Counters } from './counters.ts';
import { type Exposed, type Exporter, exposed } from './exporter.ts';

/** What the application calls its metrics. */
export interface ApplicationMetricNames {
  /** Counter of answers, by code and method. */
  readonly requests: string;
  /** Histogram of seconds. */
  readonly duration: string;
}

export const DEFAULT_METRIC_NAMES: ApplicationMetricNames = {
  requests: 'http_requests_total',
  duration: 'http_request_duration_seconds',
};

/** One life of a container: its counters begin at zero. */
interface Life {
  readonly restarts: number;
  readonly counters: Counters;
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
  readonly #pending: { readonly pod: PodTraffic; readonly window: TrafficWindow }[] = [];

  constructor(names: ApplicationMetricNames = DEFAULT_METRIC_NAMES) {
    this.#names = names;
  }

  count(window: TrafficWindow): void {
    for (const flow of window.flows) for (const pod of flow.pods) this.#pending.push({ pod, window });
  }

  *expose(reader: ObjectReader): Iterable<Exposed> {
    const pods = reader.list(POD).filter(isRunning);
    this.#settle(new Map(pods.map((pod) => [keyOf(pod.metadata.namespace, pod.metadata.name), pod])));
    for (const pod of pods) {
      const life = this.#lives.get(keyOf(pod.metadata.namespace, pod.metadata.name));
      for (const target of targetsOf(reader, pod)) {
        yield exposed('up', 1, target);
        for (const { labels, value } of life?.counters.expose() ?? [])
          yield { labels: withTarget(labels, target), value };
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
    if (life?.restarts !== restarts) this.#lives.set(key, (life = { restarts, counters: new Counters() }));
    for (const [code, n] of Object.entries(traffic.byCode))
      life.counters.add(this.#names.requests, { code, method: 'GET' }, n);
    const seconds = bucketsMs.map((bound) => bound / 1000);
    life.counters.observe(
      this.#names.duration,
      { method: 'GET' },
      seconds,
      traffic.buckets,
      traffic.latencySumMs / 1000,
    );
  }
}

function keyOf(namespace = '', name = ''): string {
  return `${namespace}/${name}`;
}

type TargetLabels = Readonly<Record<string, string | undefined>>;

function targetsOf(reader: ObjectReader, pod: Pod): readonly TargetLabels[] {
  const { namespace = '', name = '', labels = {} } = pod.metadata;
  const image = pod.spec.containers?.[0]?.image ?? '';
  const common = {
    namespace,
    pod: name,
    container: pod.spec.containers?.[0]?.name,
    instance: `${name}:8080`,
    app: labels['app'] ?? labels['app.kubernetes.io/name'],
    version: labels['version'] ?? labels['app.kubernetes.io/version'] ?? tagOf(image),
    rollouts_pod_template_hash: labels['rollouts-pod-template-hash'],
    pod_template_hash: labels['pod-template-hash'],
  };
  const services = reader.list(SERVICE, namespace).filter(({ spec: { selector = {} } }) => {
    return Object.keys(selector).length > 0 && selectorFromSet(selector).matches(labels);
  });
  if (services.length === 0) return [{ ...common, job: `${namespace}/${labels['app'] ?? name}` }];
  return services.map(({ metadata }) => ({ ...common, service: metadata.name, job: metadata.name }));
}

/** Labels of the target beside those of the metric, which keep theirs. */
function withTarget(labels: Labels, target: TargetLabels): Labels {
  const pairs = Object.entries(target).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return labelsOf([...pairs, ...labels.entries()]);
}
