import { samplePoisson } from '../kernel/poisson.ts';
import type { RandomStreams } from '../kernel/streams.ts';
import type { TrafficSpec } from '../world/traffic.ts';
import { expectedArrivals } from './arrivals.ts';
import { FlowAccount } from './flow-account.ts';
import { type Calls, FlowRouter } from './flow-router.ts';
import { PodService } from './pod-service.ts';
import { PodDirectory } from './pods.ts';
import type { TrafficWorld } from '../routers/route-table.ts';
import { splitByWeight } from './split.ts';
import type { CallResult } from './tally.ts';
import type { TrafficWindow } from './window.ts';

/**
 * Requests and what becomes of them, window by window. Counts are drawn, never single requests, so that the cost does not depend on the rate.
 * Within a window the cluster stands still, each pod answers as in the steady state of its load, and a request that is tried again is sent anew.
 */
export class TrafficModel {
  readonly #spec: TrafficSpec;
  readonly #streams: RandomStreams;
  readonly #directory: PodDirectory;
  readonly #service: PodService;
  readonly #flows: readonly { readonly router: FlowRouter; readonly account: FlowAccount }[];

  constructor(spec: TrafficSpec, streams: RandomStreams) {
    this.#spec = spec;
    this.#streams = streams;
    this.#directory = new PodDirectory(spec.propagation);
    this.#service = new PodService(spec, streams);
    this.#flows = spec.flows.map((flow) => ({
      router: new FlowRouter(flow, spec.propagation, streams),
      account: new FlowAccount(flow, streams),
    }));
  }

  /** The window [fromMs, toMs) over the objects as they lie now. Windows have to follow each other. */
  step(fromMs: number, toMs: number, world: TrafficWorld): TrafficWindow {
    const directory = this.#directory;
    directory.observe(world, fromMs);
    this.#service.begin(fromMs, toMs);
    let waiting: readonly (readonly number[])[] = this.#flows.map(({ router, account }) => {
      router.observe(world, fromMs);
      account.begin();
      const mean = expectedArrivals(router.flow.arrivals, fromMs, toMs);
      const arrivals = samplePoisson(mean, this.#streams.stream('traffic', 'arrivals', router.flow.name));
      account.arrive(arrivals);
      const kinds = this.#streams.stream('traffic', 'callers', router.flow.name);
      return splitByWeight(
        arrivals,
        router.segments.map(({ share }) => share),
        kinds,
      );
    });
    for (let attempt = 0; waiting.some((counts) => counts.some((n) => n > 0)); attempt += 1) {
      waiting = this.#attempt(waiting, attempt, toMs - fromMs);
    }
    const { bucketsMs } = this.#spec;
    const flows = this.#flows.map(({ router, account }) =>
      account.close(router, directory, this.#service, toMs - fromMs),
    );
    return { fromMs, toMs, bucketsMs, flows };
  }

  /** Sends what waits and gives what has to be tried again. All flows are sent before any is answered: they share the pods. */
  #attempt(waiting: readonly (readonly number[])[], attempt: number, byMs: number): readonly (readonly number[])[] {
    const routed = this.#flows.map(({ router }, index) => {
      // Callers who stay move on once a window, not with every attempt.
      const result = router.route(waiting[index] ?? [], this.#directory, attempt === 0 ? byMs : 0);
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
