import type { RandomStream, RandomStreams } from '../kernel/streams.ts';
import type { FlowSpec, TrafficSpec } from '../world/traffic.ts';
import { Arrivals, nextRateChangeMs } from './arrivals.ts';
import { FlowAccount } from './flow-account.ts';
import { type Calls, FlowRouter } from './flow-router.ts';
import { PodService } from './pod-service.ts';
import { type ClusterView, PodDirectory, type ServingPod } from './pods.ts';
import { splitByWeight } from './split.ts';
import type { CallResult } from './tally.ts';
import type { TrafficWindow } from './window.ts';

/** How time is cut for what is drawn. */
export interface TrafficGrid {
  /** The number of requests is drawn for whole cells of this width. */
  readonly cellMs: number;
  /** A window is no wider than this while something changes all the time: a rate, a warm-up, callers who move. */
  readonly stepMs: number;
}

interface Flow {
  readonly spec: FlowSpec;
  readonly arrivals: Arrivals;
  /** Tells kinds of callers apart. */
  readonly kinds: RandomStream;
  readonly router: FlowRouter;
  readonly account: FlowAccount;
  /** Whether its callers were led to a pod at any time. */
  isServed: boolean;
}

/**
 * Requests and what becomes of them, window by window. Counts are drawn, never single requests, so that the cost does not depend on the rate.
 * Within a window the cluster stands still, each pod answers as in the steady state of its load, and a request that is tried again is sent anew.
 */
export class TrafficModel {
  readonly #spec: TrafficSpec;
  readonly #grid: TrafficGrid;
  readonly #directory: PodDirectory;
  readonly #service: PodService;
  readonly #flows: readonly Flow[];
  #fromMs = 0;

  constructor(spec: TrafficSpec, streams: RandomStreams, grid: TrafficGrid) {
    this.#spec = spec;
    this.#grid = grid;
    this.#directory = new PodDirectory(spec.propagation);
    this.#service = new PodService(spec, streams);
    this.#flows = spec.flows.map((flow) => ({
      spec: flow,
      arrivals: new Arrivals(flow.arrivals, grid.cellMs, streams, flow.name),
      kinds: streams.stream('traffic', 'callers', flow.name),
      router: new FlowRouter(flow, spec.propagation, streams),
      account: new FlowAccount(flow, streams),
      isServed: false,
    }));
  }

  /** Takes in the objects of now, and begins a window. `routesChanged` false: nothing but pods has changed since the last time. */
  observe(nowMs: number, view: ClusterView, routesChanged = true): void {
    this.#fromMs = nowMs;
    this.#directory.observe(view, nowMs);
    for (const { router } of this.#flows) router.observe(view, nowMs, this.#directory, routesChanged);
  }

  /** When the window that was begun has to end, if no object changes before: something else does. */
  get nextChangeMs(): number {
    const { stepMs } = this.#grid;
    const nowMs = this.#fromMs;
    const isOnTheMove = this.#flows.some(({ router }) => !router.settled);
    return Math.min(
      isOnTheMove ? nowMs + stepMs : Infinity,
      this.#directory.nextChangeMs((pod) => this.#service.behaviourOf(pod).drainMs),
      this.#service.nextChangeMs(this.#directory.ready, nowMs, stepMs),
      ...this.#flows.map(({ router, spec }) => Math.min(router.nextMs, nextRateChangeMs(spec.arrivals, nowMs, stepMs))),
    );
  }

  /** Draws the window that was begun, up to `toMs`. Windows have to follow each other. */
  close(toMs: number): TrafficWindow {
    const fromMs = this.#fromMs;
    const widthMs = toMs - fromMs;
    this.#service.begin(fromMs, toMs);
    let waiting: readonly (readonly number[])[] = this.#flows.map((flow) => this.#arrive(flow, fromMs, toMs));
    for (let attempt = 0; waiting.some((counts) => counts.some((n) => n > 0)); attempt += 1) {
      waiting = this.#attempt(waiting, attempt);
    }
    this.#fromMs = toMs;
    const { bucketsMs } = this.#spec;
    const flows = this.#flows.map(({ router, account }) =>
      account.close(router, this.#directory, this.#service, widthMs),
    );
    return { fromMs, toMs, bucketsMs, flows };
  }

  /** The requests of a window by kind of caller: none before anybody could be reached. */
  #arrive(flow: Flow, fromMs: number, toMs: number): readonly number[] {
    const { router, account, arrivals, kinds } = flow;
    router.plan(this.#directory, toMs - fromMs, (pod) => this.#isOpen(pod));
    account.begin();
    const count = arrivals.draw(fromMs, toMs);
    flow.isServed ||= router.leadsToPods;
    const shares = router.segments.map(({ share }) => share);
    if (!flow.isServed) {
      account.arriveEarly(count);
      return shares.map(() => 0);
    }
    account.arrive(count);
    return splitByWeight(count, shares, kinds);
  }

  #isOpen(pod: ServingPod): boolean {
    return this.#directory.reach(pod, this.#service.behaviourOf(pod).drainMs) === 'open';
  }

  /** Sends what waits and gives what has to be tried again. All flows are sent before any is answered: they share the pods. */
  #attempt(waiting: readonly (readonly number[])[], attempt: number): readonly (readonly number[])[] {
    const routed = this.#flows.map(({ router }, index) => {
      const result = router.route(waiting[index] ?? [], this.#directory);
      for (const { pod, count } of result.calls) this.#service.expect(pod, count);
      return result;
    });
    return this.#flows.map(({ router, account }, index) => {
      const { calls, lost } = routed[index] ?? { calls: [], lost: [] };
      const again = lost.map((count) => account.lose(count, attempt));
      for (const each of calls) {
        const result = this.#service.serve(each.pod, each.count, this.#directory, router.flow.timeoutMs);
        const retried = answered(account, each, result, attempt);
        again[each.segment] = (again[each.segment] ?? 0) + retried;
      }
      return again;
    });
  }
}

function answered(
  account: FlowAccount,
  { pod, service, isCopy, count }: Calls,
  result: CallResult,
  attempt: number,
): number {
  if (isCopy) {
    account.copy(pod, service, result, count);
    return 0;
  }
  return account.answer(pod, service, result, attempt);
}
