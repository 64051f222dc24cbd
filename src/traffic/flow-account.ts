import type { RandomStreams } from '../kernel/streams.ts';
import { own, setOwn } from '../text/own.ts';
import type { Failure, FlowSpec } from '../world/traffic.ts';
import { CONNECT_CODE, OK_CODE, OVERLOAD_CODE, TIMEOUT_CODE } from './codes.ts';
import type { FlowRouter, VersionShares } from './flow-router.ts';
import type { PodService } from './pod-service.ts';
import { type PodDirectory, revisionOf, type ServingPod } from './pods.ts';
import { type CallResult, Tally } from './tally.ts';
import { People } from './users.ts';
import type { ErrorBudget, FlowWindow, VersionTraffic } from './window.ts';

/** Calls of one attempt that failed alike. */
interface Failed {
  readonly code: string;
  readonly count: number;
  readonly attempt: number;
  /** The revision that was called, or NOBODY. */
  readonly by: string;
}

const NOBODY = '';

const FAILURES: readonly Failure[] = ['connect', 'overload', 'error', 'timeout'];
const FAILURE_CODES: Readonly<Record<Exclude<Failure, 'error'>, string>> = {
  connect: CONNECT_CODE,
  overload: OVERLOAD_CODE,
  timeout: TIMEOUT_CODE,
};

/** Keeps the books of one flow: how requests ended for callers, and what each version, pod and way had of them. */
export class FlowAccount {
  readonly #flow: FlowSpec;
  readonly #people: People | undefined;
  readonly #images = new Map<string, string>();
  #allRequests = 0;
  #allErrors = 0;
  #tally = new Tally();
  #arrivals = 0;
  #early = 0;
  #retries = 0;
  #unrouted = 0;
  #byCode: Record<string, number> = {};
  /** Requests that ended with an error, by the revision that answered them; '' where nobody did. */
  readonly #failedBy = new Map<string, number>();
  readonly #firstCalls = new Map<string, number>();
  readonly #copies = new Map<string, number>();

  constructor(flow: FlowSpec, streams: RandomStreams) {
    this.#flow = flow;
    const { users, name } = flow;
    this.#people = users === undefined ? undefined : new People(users, streams.stream('traffic', 'users', name));
  }

  begin(): void {
    this.#tally = new Tally();
    this.#arrivals = 0;
    this.#early = 0;
    this.#failedBy.clear();
    this.#retries = 0;
    this.#unrouted = 0;
    this.#byCode = {};
    this.#firstCalls.clear();
    this.#copies.clear();
  }

  arrive(count: number): void {
    this.#arrivals = count;
  }

  /** Requests that came before any version was ready: a first deployment is not an outage, so nothing else counts them. */
  arriveEarly(count: number): void {
    this.#early = count;
  }

  /** Calls that found no pod; gives how many of them are tried again. */
  lose(count: number, attempt: number): number {
    this.#unrouted += count;
    return this.#fail('connect', { code: FAILURE_CODES.connect, count, attempt, by: NOBODY });
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
      return again + this.#fail(failure, { code, count: result[failure], attempt, by: revision });
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

  #fail(failure: Failure, { code, count, attempt, by }: Failed): number {
    const { attempts, on } = this.#flow.retries;
    if (attempt < attempts && on.includes(failure)) {
      this.#retries += count;
      return count;
    }
    this.#end(code, count);
    if (count > 0) add(this.#failedBy, by, count);
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
    this.#people?.lose(this.#failedBy.get(NOBODY) ?? 0);
    const budget = this.#budget();
    return {
      flow: this.#flow.name,
      namespace: this.#flow.namespace,
      router: router.table?.router,
      routerObject: router.table?.object ?? '',
      mainService: router.mainService,
      arrivals: this.#arrivals,
      early: this.#early,
      retries: this.#retries,
      unrouted: this.#unrouted,
      requests,
      errors,
      byCode: this.#byCode,
      versions,
      pods,
      routes,
      ...(budget === undefined ? {} : { budget }),
      ...(this.#people === undefined ? {} : { hurtUsers: this.#people.hurt }),
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
    const users = this.#meet(revision, totals.requests, share);
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

  /** People that met the version, and of those the ones that ended up with an error of it. */
  #meet(revision: string, requests: number, share: number): VersionTraffic['users'] {
    const { users = 0, stickyForMs } = this.#flow;
    const among = stickyForMs === undefined ? users : users * share;
    this.#people?.meet(revision, { requests, failed: this.#failedBy.get(revision) ?? 0, among });
    return this.#people?.of(revision);
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
