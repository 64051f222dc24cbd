import type { RandomStreams } from '../kernel/streams.ts';
import { own, setOwn } from '../text/own.ts';
import type { Failure, FlowSpec } from '../world/traffic.ts';
import { CONNECT_CODE, OK_CODE, OVERLOAD_CODE, TIMEOUT_CODE } from './codes.ts';
import type { FlowRouter, VersionShares } from './flow-router.ts';
import type { PodService } from './pod-service.ts';
import { type PodDirectory, revisionOf, type ServingPod } from './pods.ts';
import { type CallResult, Tally } from './tally.ts';
import { Reach } from './users.ts';
import type { ErrorBudget, FlowWindow, VersionTraffic } from './window.ts';

const FAILURES: readonly Failure[] = ['connect', 'overload', 'error', 'timeout'];
const FAILURE_CODES: Readonly<Record<Exclude<Failure, 'error'>, string>> = {
  connect: CONNECT_CODE,
  overload: OVERLOAD_CODE,
  timeout: TIMEOUT_CODE,
};

interface People {
  readonly exposed: Reach;
  readonly hurt: Reach;
}

/** Keeps the books of one flow: how requests ended for callers, and what each version, pod and way had of them. */
export class FlowAccount {
  readonly #flow: FlowSpec;
  readonly #streams: RandomStreams;
  readonly #people = new Map<string, People>();
  readonly #images = new Map<string, string>();
  #allRequests = 0;
  #allErrors = 0;
  #tally = new Tally();
  #arrivals = 0;
  #retries = 0;
  #unrouted = 0;
  #byCode: Record<string, number> = {};
  readonly #firstCalls = new Map<string, number>();
  readonly #copies = new Map<string, number>();

  constructor(flow: FlowSpec, streams: RandomStreams) {
    this.#flow = flow;
    this.#streams = streams;
  }

  begin(): void {
    this.#tally = new Tally();
    this.#arrivals = 0;
    this.#retries = 0;
    this.#unrouted = 0;
    this.#byCode = {};
    this.#firstCalls.clear();
    this.#copies.clear();
  }

  arrive(count: number): void {
    this.#arrivals = count;
  }

  /** Calls that found no pod; gives how many of them are tried again. */
  lose(count: number, attempt: number): number {
    this.#unrouted += count;
    return this.#fail('connect', FAILURE_CODES.connect, count, attempt);
  }

  /** Calls that a pod answered, or not; gives how many of them are tried again. */
  answer(pod: ServingPod, service: string | undefined, result: CallResult, attempt: number): number {
    this.#tally.add(pod, service, result, false);
    const revision = this.#revision(pod);
    if (attempt === 0) add(this.#firstCalls, revision, result.calls);
    const failed = FAILURES.reduce((sum, failure) => sum + result[failure], 0);
    this.#end(OK_CODE, result.calls - failed);
    return FAILURES.reduce((again, failure) => {
      const code = failure === 'error' ? result.errorCode : FAILURE_CODES[failure];
      return again + this.#fail(failure, code, result[failure], attempt);
    }, 0);
  }

  copy(pod: ServingPod, service: string | undefined, result: CallResult, count: number): void {
    this.#tally.add(pod, service, result, true);
    add(this.#copies, this.#revision(pod), count);
  }

  #revision(pod: ServingPod): string {
    const revision = revisionOf(pod.pod);
    this.#images.set(revision, pod.image);
    return revision;
  }

  #end(code: string, count: number): void {
    if (count > 0) setOwn(this.#byCode, code, (own(this.#byCode, code) ?? 0) + count);
  }

  #fail(failure: Failure, code: string, count: number, attempt: number): number {
    const { attempts, on } = this.#flow.retries;
    if (attempt < attempts && on.includes(failure)) {
      this.#retries += count;
      return count;
    }
    this.#end(code, count);
    return 0;
  }

  /** The window, and the books up to its end. */
  close(router: FlowRouter, directory: PodDirectory, service: PodService, widthMs: number): FlowWindow {
    const requests = Object.values(this.#byCode).reduce((sum, n) => sum + n, 0);
    const errors = requests - (this.#byCode[OK_CODE] ?? 0);
    this.#allRequests += requests;
    this.#allErrors += errors;
    const desired = router.desiredShares(directory);
    const propagated = router.propagatedShares(directory);
    const reachable = directory.ready.filter(
      ({ pod }) => desired.has(revisionOf(pod)) || propagated.has(revisionOf(pod)),
    );
    for (const pod of reachable) this.#revision(pod);
    const { pods, routes } = this.#tally;
    const touched = [...pods.map(({ revision }) => revision), ...reachable.map(({ pod }) => revisionOf(pod))];
    const revisions = [...new Set(touched)].sort();
    const versions = revisions.map((revision) => {
      const own = directory.ready.filter(({ pod }) => revisionOf(pod) === revision);
      return this.#version(revision, own, { desired, propagated }, service, widthMs);
    });
    const budget = this.#budget();
    return {
      flow: this.#flow.name,
      namespace: this.#flow.namespace,
      router: router.table?.router,
      routerObject: router.table?.object ?? '',
      mainService: router.mainService,
      arrivals: this.#arrivals,
      retries: this.#retries,
      unrouted: this.#unrouted,
      requests,
      errors,
      byCode: this.#byCode,
      versions,
      pods,
      routes,
      ...(budget === undefined ? {} : { budget }),
    };
  }

  #version(
    revision: string,
    pods: readonly ServingPod[],
    shares: { readonly desired: VersionShares; readonly propagated: VersionShares },
    service: PodService,
    widthMs: number,
  ): VersionTraffic {
    const totals = this.#tally.versionCounter(revision).totals;
    const first = this.#firstCalls.get(revision) ?? 0;
    const share = this.#arrivals === 0 ? 0 : first / this.#arrivals;
    const capacities = pods.map((pod) => service.capacityPerSecond(pod));
    const capacity = capacities.reduce<number | undefined>(
      (sum, each) => (sum === undefined || each === undefined ? undefined : sum + each),
      0,
    );
    const load = pods.reduce((sum, pod) => sum + service.perSecond(pod), 0);
    const users = this.#meet(revision, totals.requests, totals.errors, share);
    return {
      image: this.#images.get(revision) ?? '',
      revision,
      ...totals,
      share,
      weights: { desired: shares.desired.get(revision) ?? 0, propagated: shares.propagated.get(revision) ?? 0 },
      offeredPerSecond: (totals.requests * 1000) / widthMs,
      ...(capacity === undefined || pods.length === 0 ? {} : { capacityPerSecond: capacity }),
      utilisation: capacity === undefined || capacity === 0 ? 0 : load / capacity,
      mirrored: this.#copies.get(revision) ?? 0,
      ...(users === undefined ? {} : { users }),
    };
  }

  /** People that met the version, and of those the ones that met an error of it. */
  #meet(revision: string, requests: number, errors: number, share: number): VersionTraffic['users'] {
    const { users, stickyForMs, name } = this.#flow;
    if (users === undefined) return undefined;
    let people = this.#people.get(revision);
    if (people === undefined)
      this.#people.set(revision, (people = { exposed: new Reach(users), hurt: new Reach(users) }));
    const stream = this.#streams.stream('traffic', 'users', name, revision);
    people.exposed.add(requests, stream, stickyForMs === undefined ? users : users * share);
    people.hurt.add(errors, stream, people.exposed.reached);
    return { exposed: people.exposed.reached, hurt: people.hurt.reached };
  }

  #budget(): ErrorBudget | undefined {
    const { objective } = this.#flow;
    if (objective === undefined) return undefined;
    const allowed = (1 - objective) * this.#allRequests;
    const burnt = allowed > 0 ? this.#allErrors / allowed : this.#allErrors > 0 ? Infinity : 0;
    return { objective, requests: this.#allRequests, errors: this.#allErrors, burnt };
  }
}

function add(counts: Map<string, number>, key: string, n: number): void {
  counts.set(key, (counts.get(key) ?? 0) + n);
}
