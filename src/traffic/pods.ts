import { POD, SERVICE } from '../api/resources.ts';
import { selectorFromSet } from '../api/selector.ts';
import type { Pod } from '../api/shape/core.ts';
import type { PropagationSpec } from '../world/traffic.ts';
import { Delayed } from './delayed.ts';
import type { Target, TrafficWorld } from '../routers/route-table.ts';

/** A pod that answers, or did. */
export interface ServingPod {
  readonly uid: string;
  readonly pod: Pod;
  readonly image: string;
  /** When it was first seen ready; a pod that was never ready answers nobody. */
  readonly readySinceMs: number;
}

/** The image that tells a pod's version: that of its first container. */
export function imageOf(pod: Pod): string {
  return pod.spec.containers?.[0]?.image ?? '';
}

/** The revision that a pod belongs to, by the label that its controller put on it; its image where there is none. */
export function revisionOf(pod: Pod): string {
  const labels = pod.metadata.labels ?? {};
  return labels['rollouts-pod-template-hash'] ?? labels['pod-template-hash'] ?? imageOf(pod);
}

function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** Whether a pod's first container runs: one that does not takes no connections. */
function isRunning(pod: Pod): boolean {
  const state = pod.status.containerStatuses?.[0]?.state;
  return state === undefined || (state.running !== undefined && state.running !== null);
}

/**
 * The pods of the cluster as callers meet them: which are ready, since when, and which endpoints kube-proxy and routers still believe in.
 */
export class PodDirectory {
  readonly #propagation: PropagationSpec;
  readonly #byUid = new Map<string, ServingPod>();
  readonly #goneSinceMs = new Map<string, number>();
  readonly #endpoints = new Map<string, Delayed<string>>();
  #world: TrafficWorld | undefined;
  #nowMs = 0;
  #ready: readonly ServingPod[] = [];

  constructor(propagation: PropagationSpec) {
    this.#propagation = propagation;
  }

  /** Takes in the pods of now. */
  observe(world: TrafficWorld, nowMs: number): void {
    this.#world = world;
    this.#nowMs = nowMs;
    const alive = new Set<string>();
    const ready: ServingPod[] = [];
    for (const pod of world.list(POD)) {
      const uid = pod.metadata.uid ?? '';
      alive.add(uid);
      const known = this.#byUid.get(uid);
      const isNow = isReady(pod);
      if (known === undefined && !isNow) continue;
      const serving = { uid, pod, image: imageOf(pod), readySinceMs: known?.readySinceMs ?? nowMs };
      this.#byUid.set(uid, serving);
      if (isNow) ready.push(serving);
    }
    this.#ready = ready;
    this.#forgetGone(alive);
  }

  /** A deleted pod is kept for a while: callers that have not heard of it go on calling. */
  #forgetGone(alive: ReadonlySet<string>): void {
    for (const uid of this.#byUid.keys()) {
      if (alive.has(uid)) continue;
      const sinceMs = this.#goneSinceMs.get(uid) ?? this.#nowMs;
      this.#goneSinceMs.set(uid, sinceMs);
      if (this.#nowMs - sinceMs > this.#propagation.endpointsMs + FORGET_AFTER_MS) {
        this.#byUid.delete(uid);
        this.#goneSinceMs.delete(uid);
      }
    }
  }

  /** Whether anybody listens at a pod: while its container runs, and for a time after it was deleted. */
  listens({ uid, pod }: ServingPod, drainMs: number): boolean {
    const goneSinceMs = this.#goneSinceMs.get(uid);
    return goneSinceMs === undefined ? isRunning(pod) : this.#nowMs - goneSinceMs < drainMs;
  }

  /** The ready pods that a target leads to once everybody has heard. */
  readyOf(target: Target): readonly ServingPod[] {
    return this.#matching(target);
  }

  /** Pods that are ready now, whatever callers have heard. */
  get ready(): readonly ServingPod[] {
    return this.#ready;
  }

  /** The pods that a target leads to, as far as the news has spread. */
  endpointsOf(target: Target): readonly ServingPod[] {
    const key = JSON.stringify([target.namespace, target.service ?? null, target.labels ?? null]);
    let delayed = this.#endpoints.get(key);
    if (delayed === undefined) this.#endpoints.set(key, (delayed = new Delayed(this.#propagation.endpointsMs)));
    // Held as one text, so that an unchanged list is the same value.
    const now = this.#matching(target)
      .map(({ uid }) => uid)
      .join(' ');
    return delayed
      .observe(this.#nowMs, now)
      .split(' ')
      .flatMap((uid) => this.#byUid.get(uid) ?? []);
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

/** Longer than any pod goes on answering after its end. */
const FORGET_AFTER_MS = 600_000;
