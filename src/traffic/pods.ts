import { POD, SERVICE } from '../api/resources.ts';
import { selectorFromSet } from '../api/selector.ts';
import type { Pod } from '../api/shape/core.ts';
import type { Target, TrafficWorld } from '../routers/route-table.ts';
import type { PropagationSpec } from '../world/traffic.ts';
import { Delayed } from './delayed.ts';

/** The objects of one instant, and the nodes that do not answer. */
export type ClusterView = TrafficWorld & {
  /** Absent: every node answers. */
  readonly lostNodes?: ReadonlySet<string>;
};

/** A pod that answers, or did. */
export interface ServingPod {
  readonly uid: string;
  readonly pod: Pod;
  readonly image: string;
  /** When it was first seen ready; a pod that was never ready answers nobody. */
  readonly readySinceMs: number;
}

/** `open`: it takes connections; `refuses`: nobody listens; `silent`: its node is lost, and a connection times out. */
export type Reachability = 'open' | 'refuses' | 'silent';

/** The image that tells a pod's version: that of its first container. */
export function imageOf(pod: Pod): string {
  return pod.spec.containers?.[0]?.image ?? '';
}

/** The revision that a pod belongs to, by the label that its controller put on it; its image where there is none. */
export function revisionOf(pod: Pod): string {
  const labels = pod.metadata.labels ?? {};
  return labels['rollouts-pod-template-hash'] ?? labels['pod-template-hash'] ?? imageOf(pod);
}

/** Whether a pod is an endpoint that takes new connections. Source: k8s.io/endpointslice/utils.go (ready is false for a pod that terminates). */
function isReady({ metadata, status }: Pod): boolean {
  if (metadata.deletionTimestamp !== undefined) return false;
  return status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
}

/** Whether a pod's first container runs: one that does not takes no connections. */
function isRunning(pod: Pod): boolean {
  const state = pod.status.containerStatuses?.[0]?.state;
  return state === undefined || (state.running !== undefined && state.running !== null);
}

/** What a target leads to at one instant. */
interface Resolved {
  readonly target: Target;
  readonly delayed: Delayed<string>;
  ready: readonly ServingPod[];
  endpoints: readonly ServingPod[];
}

/** Since when a pod is on its way out, and whether its containers still run. */
interface Leaving {
  readonly sinceMs: number;
  readonly terminates: boolean;
}

/** Longer than any pod goes on answering after its end. */
const FORGET_AFTER_MS = 600_000;

const NO_NODES: ReadonlySet<string> = new Set();

/** Names a target. */
export function targetKey({ namespace, service, labels }: Target): string {
  return JSON.stringify([namespace, service ?? null, labels ?? null]);
}

/**
 * The pods of the cluster as callers meet them: which are ready, since when, and which endpoints kube-proxy and routers still believe in. Everything
 * stays as of the last observation, whatever happens in the cluster afterwards.
 */
export class PodDirectory {
  readonly #propagation: PropagationSpec;
  readonly #byUid = new Map<string, ServingPod>();
  readonly #leaving = new Map<string, Leaving>();
  readonly #gone = new Set<string>();
  readonly #targets = new Map<string, Resolved>();
  #world: ClusterView | undefined;
  #lostNodes = NO_NODES;
  #nowMs = 0;
  #ready: readonly ServingPod[] = [];

  constructor(propagation: PropagationSpec) {
    this.#propagation = propagation;
  }

  /** Takes in the pods and Services of now. */
  observe(world: ClusterView, nowMs: number): void {
    this.#world = world;
    this.#nowMs = nowMs;
    this.#lostNodes = world.lostNodes === undefined ? NO_NODES : new Set(world.lostNodes);
    const alive = new Set<string>();
    const ready: ServingPod[] = [];
    for (const pod of world.list(POD)) {
      const uid = pod.metadata.uid ?? '';
      alive.add(uid);
      const known = this.#byUid.get(uid);
      const isNow = isReady(pod);
      if (known === undefined && !isNow) continue;
      const serving =
        known?.pod === pod ? known : { uid, pod, image: imageOf(pod), readySinceMs: known?.readySinceMs ?? nowMs };
      this.#byUid.set(uid, serving);
      if (isNow) ready.push(serving);
      if (pod.metadata.deletionTimestamp !== undefined) this.#leave(uid, true);
    }
    this.#ready = ready;
    this.#forgetGone(alive);
    for (const resolved of this.#targets.values()) this.#refresh(resolved);
  }

  /** Resolves a target at this instant, if it is new. Before a window each target of its routes has to be known. */
  know(target: Target): void {
    const key = targetKey(target);
    if (this.#targets.has(key)) return;
    const delayed = new Delayed<string>(this.#propagation.endpointsMs);
    const resolved: Resolved = { target, delayed, ready: [], endpoints: [] };
    this.#targets.set(key, resolved);
    this.#refresh(resolved);
  }

  #refresh(resolved: Resolved): void {
    resolved.ready = this.#matching(resolved.target);
    // Held as one text, so that an unchanged list is the same value.
    const now = resolved.ready.map(({ uid }) => uid).join(' ');
    const seen = resolved.delayed.observe(this.#nowMs, now);
    resolved.endpoints = seen === now ? resolved.ready : seen.split(' ').flatMap((uid) => this.#byUid.get(uid) ?? []);
  }

  #leave(uid: string, terminates: boolean): void {
    if (!this.#leaving.has(uid)) this.#leaving.set(uid, { sinceMs: this.#nowMs, terminates });
  }

  /** A deleted pod is kept for a while: callers that have not heard of it go on calling. */
  #forgetGone(alive: ReadonlySet<string>): void {
    for (const uid of this.#byUid.keys()) {
      if (alive.has(uid)) continue;
      this.#leave(uid, false);
      this.#gone.add(uid);
      const sinceMs = this.#leaving.get(uid)?.sinceMs ?? this.#nowMs;
      if (this.#nowMs - sinceMs > this.#propagation.endpointsMs + FORGET_AFTER_MS) {
        this.#byUid.delete(uid);
        this.#leaving.delete(uid);
        this.#gone.delete(uid);
      }
    }
  }

  /**
   * What a connection to a pod meets. A pod takes connections while its container runs; one that terminates for `drainMs` of that time, or all of it;
   * one that was deleted at once for `drainMs` after it.
   */
  reach({ uid, pod }: ServingPod, drainMs: number | undefined): Reachability {
    if (this.#lostNodes.has(pod.spec.nodeName ?? '')) return 'silent';
    const leaving = this.#leaving.get(uid);
    const isGone = this.#gone.has(uid);
    if (isGone && leaving?.terminates === true) return 'refuses';
    if (!isGone && !isRunning(pod)) return 'refuses';
    if (leaving === undefined) return 'open';
    const answersForMs = drainMs ?? (isGone ? 0 : Infinity);
    return this.#nowMs - leaving.sinceMs < answersForMs ? 'open' : 'refuses';
  }

  /** The next time after the observation at which something changes for callers though no object does: news arrives, or a pod has drained. */
  nextChangeMs(drainMsOf: (pod: ServingPod) => number | undefined): number {
    let nextMs = Infinity;
    for (const { delayed } of this.#targets.values()) nextMs = Math.min(nextMs, delayed.nextMs);
    for (const [uid, { sinceMs }] of this.#leaving) {
      const pod = this.#byUid.get(uid);
      const drainMs = pod === undefined ? undefined : drainMsOf(pod);
      if (drainMs !== undefined && sinceMs + drainMs > this.#nowMs) nextMs = Math.min(nextMs, sinceMs + drainMs);
    }
    return nextMs;
  }

  /** The ready pods that a target leads to once everybody has heard. */
  readyOf(target: Target): readonly ServingPod[] {
    return this.#targets.get(targetKey(target))?.ready ?? [];
  }

  /** The pods that a target leads to, as far as the news has spread. */
  endpointsOf(target: Target): readonly ServingPod[] {
    return this.#targets.get(targetKey(target))?.endpoints ?? [];
  }

  /** Pods that are ready now, whatever callers have heard. */
  get ready(): readonly ServingPod[] {
    return this.#ready;
  }

  /** A pod by its uid, also one that is gone for a while. */
  find(uid: string): ServingPod | undefined {
    return this.#byUid.get(uid);
  }

  #matching({ namespace, service, labels }: Target): readonly ServingPod[] {
    const selector = service === undefined ? {} : this.#world?.find(SERVICE, namespace, service)?.spec.selector;
    const wanted = { ...selector, ...labels };
    if (selector === undefined || Object.keys(wanted).length === 0) return [];
    const matcher = selectorFromSet(wanted);
    return this.#ready.filter(
      ({ pod }) => pod.metadata.namespace === namespace && matcher.matches(pod.metadata.labels),
    );
  }
}
