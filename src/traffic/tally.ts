import { own, setOwn } from '../text/own.ts';
import { CONNECT_CODE, OK_CODE, OVERLOAD_CODE, TIMEOUT_CODE } from './codes.ts';
import { revisionOf, type ServingPod } from './pods.ts';
import type { PodTraffic, RouteTraffic } from './window.ts';

/** What became of the calls that went to one pod. */
export interface CallResult {
  readonly calls: number;
  /** Nobody listened. */
  readonly connect: number;
  readonly overload: number;
  readonly error: number;
  readonly timeout: number;
  /** Of those the ones whose connection was never made: the pod's node is lost. */
  readonly silent: number;
  readonly errorCode: string;
  readonly buckets: readonly number[];
  readonly latencySumMs: number;
}

/** Numbers by key that are added up. */
class Counts {
  readonly byKey: Record<string, number> = {};

  add(key: string, n: number): void {
    if (n > 0) setOwn(this.byKey, key, (own(this.byKey, key) ?? 0) + n);
  }
}

/** Counters of something that answers: codes, latencies. */
class Counter {
  readonly #codes = new Counts();
  readonly #buckets: number[] = [];
  requests = 0;
  errors = 0;
  latencySumMs = 0;

  code(code: string, n: number): void {
    this.#codes.add(code, n);
    this.requests += n;
    if (code !== OK_CODE) this.errors += n;
  }

  latencies({ buckets, latencySumMs }: CallResult): void {
    buckets.forEach((n, index) => (this.#buckets[index] = (this.#buckets[index] ?? 0) + n));
    this.latencySumMs += latencySumMs;
  }

  get totals(): {
    readonly requests: number;
    readonly errors: number;
    readonly byCode: Readonly<Record<string, number>>;
    readonly buckets: readonly number[];
    readonly latencySumMs: number;
  } {
    const { requests, errors, latencySumMs } = this;
    return { requests, errors, byCode: this.#codes.byKey, buckets: this.#buckets, latencySumMs };
  }
}

/** What pods count themselves: they know nothing of callers who gave up, nor of calls that never reached them. */
function countAtPod(counter: Counter, result: CallResult): void {
  const answered = result.calls - result.connect - result.overload - result.error - result.silent;
  counter.code(OK_CODE, answered);
  counter.code(result.errorCode, result.error);
  counter.code(OVERLOAD_CODE, result.overload);
  counter.latencies(result);
}

/** What a router or the caller counts. */
function countAtCaller(counter: Counter, result: CallResult): void {
  const good = result.calls - result.connect - result.overload - result.error - result.timeout;
  counter.code(OK_CODE, good);
  counter.code(result.errorCode, result.error);
  counter.code(OVERLOAD_CODE, result.overload);
  counter.code(CONNECT_CODE, result.connect);
  counter.code(TIMEOUT_CODE, result.timeout);
  counter.latencies(result);
}

/** Collects a flow's window by pod, by way and by version. */
export class Tally {
  readonly #pods = new Map<
    string,
    { readonly pod: ServingPod; readonly service: string | undefined; readonly counter: Counter }
  >();
  readonly #routes = new Map<
    string,
    { readonly pod: ServingPod; readonly service: string; readonly counter: Counter }
  >();
  readonly #versions = new Map<string, Counter>();

  /** Adds the calls that went to a pod by way of a Service. Copies reach the pod alone. */
  add(pod: ServingPod, service: string | undefined, result: CallResult, isCopy: boolean): void {
    const revision = revisionOf(pod.pod);
    countAtPod(this.#podCounter(pod, service), result);
    if (isCopy) return;
    countAtCaller(this.#routeCounter(pod, service ?? '', revision), result);
    countAtCaller(this.versionCounter(revision), result);
  }

  #podCounter(pod: ServingPod, service: string | undefined): Counter {
    const key = `${pod.uid} ${service ?? ''}`;
    let entry = this.#pods.get(key);
    if (entry === undefined) this.#pods.set(key, (entry = { pod, service, counter: new Counter() }));
    return entry.counter;
  }

  #routeCounter(pod: ServingPod, service: string, revision: string): Counter {
    const key = `${service} ${revision}`;
    let entry = this.#routes.get(key);
    if (entry === undefined) this.#routes.set(key, (entry = { pod, service, counter: new Counter() }));
    return entry.counter;
  }

  versionCounter(revision: string): Counter {
    let counter = this.#versions.get(revision);
    if (counter === undefined) this.#versions.set(revision, (counter = new Counter()));
    return counter;
  }

  get pods(): readonly PodTraffic[] {
    return [...this.#pods.values()].map(({ pod: { pod, image }, service, counter }) => ({
      namespace: pod.metadata.namespace ?? '',
      pod: pod.metadata.name ?? '',
      image,
      revision: revisionOf(pod),
      ...(service === undefined ? {} : { service }),
      labels: pod.metadata.labels ?? {},
      ...counter.totals,
    }));
  }

  get routes(): readonly RouteTraffic[] {
    return [...this.#routes.values()].map(({ pod: { pod, image }, service, counter }) => ({
      namespace: pod.metadata.namespace ?? '',
      service,
      revision: revisionOf(pod),
      image,
      ...counter.totals,
    }));
  }
}
