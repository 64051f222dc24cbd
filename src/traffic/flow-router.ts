import { sampleBinomial } from '../kernel/binomial.ts';
import type { RandomStream, RandomStreams } from '../kernel/streams.ts';
import type { FlowSpec, PropagationSpec } from '../world/traffic.ts';
import { Delayed } from './delayed.ts';
import { type PodDirectory, revisionOf, type ServingPod } from './pods.ts';
import type { Destination, RequestKind, RouteTable, Rule, Target, TrafficWorld } from '../routers/route-table.ts';
import { routesOf } from './routes-of.ts';
import { splitByWeight, splitEvenly } from './split.ts';
import { StickyShares } from './sticky.ts';

/** Calls on their way to one pod. */
export interface Calls {
  readonly pod: ServingPod;
  readonly service: string | undefined;
  readonly count: number;
  /** Which kind of caller, by its headers. */
  readonly segment: number;
  /** A copy, whose answer nobody waits for. */
  readonly isCopy: boolean;
}

export interface Routed {
  readonly calls: readonly Calls[];
  /** Calls that found no way or no pod, by kind of caller. */
  readonly lost: readonly number[];
}

/** Shares of versions, by revision. */
export type VersionShares = ReadonlyMap<string, number>;

function keyOf({ namespace, service, labels }: Target): string {
  return JSON.stringify([namespace, service ?? null, labels ?? null]);
}

/** How the requests of one flow find their pods: by the router's rules as they have spread, then evenly among a Service's endpoints. */
export class FlowRouter {
  readonly flow: FlowSpec;
  /** Kinds of callers: one for each share with headers, then all others. */
  readonly segments: readonly { readonly share: number; readonly request: RequestKind }[];
  readonly #routing: RandomStream;
  readonly #endpoints: RandomStream;
  readonly #delayed: Delayed<RouteTable | undefined>;
  readonly #sticky = new Map<number, StickyShares>();
  #current: RouteTable | undefined;
  #seen: RouteTable | undefined;

  constructor(flow: FlowSpec, propagation: PropagationSpec, streams: RandomStreams) {
    this.flow = flow;
    this.#routing = streams.stream('traffic', 'routing', flow.name);
    this.#endpoints = streams.stream('traffic', 'endpoints', flow.name);
    this.#delayed = new Delayed(propagation.routerMs);
    const request = { method: flow.method, path: flow.path };
    const named = flow.headers.map(({ share, headers }) => ({ share, request: { ...request, headers } }));
    const rest = Math.max(0, 1 - named.reduce((sum, { share }) => sum + share, 0));
    this.segments = [...named, { share: rest, request: { ...request, headers: {} } }];
  }

  /** Takes in the rules of now. */
  observe(world: TrafficWorld, nowMs: number): void {
    this.#current = routesOf(world, this.flow);
    this.#seen = this.#delayed.observe(nowMs, this.#current);
  }

  /** The rules that the router acts by. */
  get table(): RouteTable | undefined {
    return this.#seen;
  }

  /** The Service that the last rule leads to first: for an Ingress the one that it names itself. */
  get mainService(): string {
    return this.#seen?.rules.at(-1)?.destinations[0]?.target.service ?? '';
  }

  /** Sends calls on their way. Those who stay where they were sent are moved on by `byMs`. */
  route(counts: readonly number[], directory: PodDirectory, byMs: number): Routed {
    const stream = this.#routing;
    const calls: Calls[] = [];
    const lost = counts.map(() => 0);
    this.segments.forEach(({ request }, segment) => {
      const count = counts[segment] ?? 0;
      const rule = this.#seen?.rules.find(({ matches }) => matches(request));
      if (rule === undefined) {
        lost[segment] = count;
        return;
      }
      const ways = this.#ways(rule, segment, directory, byMs);
      const perWay = splitByWeight(
        count,
        ways.map(({ weight }) => weight),
        stream,
      );
      lost[segment] = count - perWay.reduce((sum, n) => sum + n, 0);
      ways.forEach(({ target, pods }, index) => {
        const n = perWay[index] ?? 0;
        if (pods.length === 0) lost[segment] = (lost[segment] ?? 0) + n;
        calls.push(...this.#among(pods, target, n, segment, false));
      });
      if (rule.mirror !== undefined) {
        const copies = sampleBinomial(count, rule.mirror.share, stream);
        calls.push(
          ...this.#among(directory.endpointsOf(rule.mirror.target), rule.mirror.target, copies, segment, true),
        );
      }
    });
    return { calls, lost };
  }

  /** The destinations of a rule with the weights by which callers go there now. */
  #ways(
    rule: Rule,
    segment: number,
    directory: PodDirectory,
    byMs: number,
  ): readonly (Destination & { readonly pods: readonly ServingPod[] })[] {
    const ways = rule.destinations.map((destination) => ({
      ...destination,
      pods: directory.endpointsOf(destination.target),
    }));
    const { stickyForMs } = this.flow;
    if (stickyForMs === undefined) return ways;
    let sticky = this.#sticky.get(segment);
    if (sticky === undefined) this.#sticky.set(segment, (sticky = new StickyShares(stickyForMs)));
    const shares = sticky.advance(
      byMs,
      ways.map(({ target, weight, pods }) => ({ key: keyOf(target), weight, alive: pods.length > 0 })),
    );
    return ways.map((way, index) => ({ ...way, weight: shares[index] ?? 0 }));
  }

  #among(
    pods: readonly ServingPod[],
    target: Target,
    count: number,
    segment: number,
    isCopy: boolean,
  ): readonly Calls[] {
    if (count === 0 || pods.length === 0) return [];
    const counts = splitEvenly(count, pods.length, this.#endpoints);
    return pods.map((pod, index) => ({ pod, service: target.service, count: counts[index] ?? 0, segment, isCopy }));
  }

  /** Shares of versions among callers without headers: as the router's object asks for, once everybody has heard. */
  desiredShares(directory: PodDirectory): VersionShares {
    return this.#shares(this.#current, (target) => directory.readyOf(target));
  }

  /** The same by what the router and kube-proxy have heard so far. */
  propagatedShares(directory: PodDirectory): VersionShares {
    return this.#shares(this.#seen, (target) => directory.endpointsOf(target));
  }

  #shares(table: RouteTable | undefined, podsOf: (target: Target) => readonly ServingPod[]): VersionShares {
    const shares = new Map<string, number>();
    const request = this.segments.at(-1)?.request;
    const rule = request === undefined ? undefined : table?.rules.find(({ matches }) => matches(request));
    const total = rule?.destinations.reduce((sum, { weight }) => sum + weight, 0) ?? 0;
    if (rule === undefined || total === 0) return shares;
    for (const { target, weight } of rule.destinations) {
      const pods = podsOf(target);
      for (const { pod } of pods) {
        const revision = revisionOf(pod);
        shares.set(revision, (shares.get(revision) ?? 0) + weight / total / pods.length);
      }
    }
    return shares;
  }
}
