import { sampleBinomial } from '../kernel/binomial.ts';
import type { RandomStream, RandomStreams } from '../kernel/streams.ts';
import type { FlowSpec, PropagationSpec } from '../world/traffic.ts';
import { Delayed } from './delayed.ts';
import { type PodDirectory, revisionOf, type ServingPod, targetKey } from './pods.ts';
import {
  KUBE_PROXY,
  type RequestKind,
  type RouteTable,
  type Rule,
  type Target,
  type TrafficWorld,
} from '../routers/route-table.ts';
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

/** One way of a rule in a window: its pods, and how likely each is taken. */
interface Way {
  readonly target: Target;
  readonly weight: number;
  readonly pods: readonly ServingPod[];
  /** Absent: every pod alike. */
  readonly podWeights?: readonly number[];
}

/** Where the callers of one kind go in a window. */
interface Plan {
  readonly rule: Rule;
  readonly ways: readonly Way[];
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
  /** Open connections by the Service that they were made to. */
  readonly #connections = new Map<string, StickyShares>();
  #plans: readonly (Plan | undefined)[] = [];
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

  /** Takes in the rules of now; `routesChanged` false: no object that rules are read from has changed since the last time. */
  observe(world: TrafficWorld, nowMs: number, directory: PodDirectory, routesChanged: boolean): void {
    if (routesChanged) this.#current = routesOf(world, this.flow);
    this.#seen = this.#delayed.observe(nowMs, this.#current);
    for (const table of [this.#current, this.#seen]) {
      for (const { destinations, mirror } of table?.rules ?? []) {
        for (const { target } of destinations) directory.know(target);
        if (mirror !== undefined) directory.know(mirror.target);
      }
    }
  }

  /** When the next change of the rules that is on its way arrives; Infinity if none is. */
  get nextMs(): number {
    return this.#delayed.nextMs;
  }

  /** Whether everybody who stays where he was sent is where the weights would send him. */
  get settled(): boolean {
    return [...this.#sticky.values(), ...this.#connections.values()].every(({ settled }) => settled);
  }

  /** The rules that the router acts by. */
  get table(): RouteTable | undefined {
    return this.#seen;
  }

  /** The Service that the last rule leads to first: for an Ingress the one that it names itself. */
  get mainService(): string {
    return this.#seen?.rules.at(-1)?.destinations[0]?.target.service ?? '';
  }

  /** Plans a window. Those who stay where they were sent are moved on by its width. */
  plan(directory: PodDirectory, widthMs: number, isOpen: (pod: ServingPod) => boolean): void {
    const podWeights = new Map<string, Pick<Way, 'pods' | 'podWeights'>>();
    const podsOf = (target: Target): Pick<Way, 'pods' | 'podWeights'> => {
      const key = targetKey(target);
      let pods = podWeights.get(key);
      if (pods === undefined) podWeights.set(key, (pods = this.#connected(key, target, directory, widthMs, isOpen)));
      return pods;
    };
    this.#plans = this.segments.map(({ request }, segment) => {
      const rule = this.#seen?.rules.find(({ matches }) => matches(request));
      if (rule === undefined) return undefined;
      const ways = rule.destinations.map((destination) => ({ ...destination, ...podsOf(destination.target) }));
      return { rule, ways: this.#staying(ways, segment, widthMs) };
    });
  }

  #staying(ways: readonly Way[], segment: number, widthMs: number): readonly Way[] {
    const { stickyForMs } = this.flow;
    if (stickyForMs === undefined) return ways;
    let sticky = this.#sticky.get(segment);
    if (sticky === undefined) this.#sticky.set(segment, (sticky = new StickyShares(stickyForMs)));
    const shares = sticky.advance(
      widthMs,
      ways.map(({ target, weight, pods }) => ({ key: targetKey(target), weight, alive: pods.length > 0 })),
    );
    return ways.map((way, index) => ({ ...way, weight: shares[index] ?? 0 }));
  }

  /**
   * The pods that connections to a Service lead to. kube-proxy chooses a pod when a connection is made; a caller that keeps it open stays with that pod,
   * also when the pod has left the endpoints, until either side closes it. A router balances every request anew.
   */
  #connected(
    key: string,
    target: Target,
    directory: PodDirectory,
    widthMs: number,
    isOpen: (pod: ServingPod) => boolean,
  ): Pick<Way, 'pods' | 'podWeights'> {
    const endpoints = directory.endpointsOf(target);
    const { keepAliveMs } = this.flow;
    if (keepAliveMs === undefined || this.#seen?.router !== KUBE_PROXY) return { pods: endpoints };
    let shares = this.#connections.get(key);
    if (shares === undefined) this.#connections.set(key, (shares = new StickyShares(keepAliveMs)));
    const current = new Set(endpoints.map(({ uid }) => uid));
    const left = [...shares.keys]
      .flatMap((uid) => (current.has(uid) ? [] : (directory.find(uid) ?? [])))
      .filter(isOpen);
    const pods = [...endpoints, ...left];
    const podWeights = shares.advance(
      widthMs,
      pods.map((pod) => ({ key: pod.uid, weight: current.has(pod.uid) ? 1 : 0, alive: isOpen(pod) })),
    );
    return { pods, podWeights };
  }

  /** Sends calls on their way, by the plan of the window. */
  route(counts: readonly number[], directory: PodDirectory): Routed {
    const stream = this.#routing;
    const calls: Calls[] = [];
    const lost = counts.map(() => 0);
    counts.forEach((count, segment) => {
      const plan = this.#plans[segment];
      if (plan === undefined) {
        lost[segment] = count;
        return;
      }
      const { ways, rule } = plan;
      const perWay = splitByWeight(
        count,
        ways.map(({ weight }) => weight),
        stream,
      );
      lost[segment] = count - perWay.reduce((sum, n) => sum + n, 0);
      ways.forEach((way, index) => {
        const n = perWay[index] ?? 0;
        if (way.pods.length === 0) lost[segment] = (lost[segment] ?? 0) + n;
        calls.push(...this.#among(way, n, segment, false));
      });
      if (rule.mirror !== undefined) {
        const { target, share } = rule.mirror;
        const copies = sampleBinomial(count, share, stream);
        calls.push(...this.#among({ target, pods: directory.endpointsOf(target) }, copies, segment, true));
      }
    });
    return { calls, lost };
  }

  #among(
    { target, pods, podWeights }: Omit<Way, 'weight'>,
    count: number,
    segment: number,
    isCopy: boolean,
  ): readonly Calls[] {
    if (count === 0 || pods.length === 0) return [];
    const counts =
      podWeights === undefined
        ? splitEvenly(count, pods.length, this.#endpoints)
        : splitByWeight(count, podWeights, this.#endpoints);
    return pods.map((pod, index) => ({ pod, service: target.service, count: counts[index] ?? 0, segment, isCopy }));
  }

  /** Whether the callers of any kind are led to a pod by now. */
  get leadsToPods(): boolean {
    return this.#plans.some((plan) => plan?.ways.some(({ pods }) => pods.length > 0) ?? false);
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
