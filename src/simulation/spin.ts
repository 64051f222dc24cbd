import { deepEqual } from '../api/equality.ts';
import type { RateLimitedQueue } from '../api/rate-limited-queue.ts';
import type { KubeObject } from '../api/resources.ts';
import type { ApiServer, Change } from '../api/server.ts';

/**
 * What one reconcile did: the objects it wrote, each as before and as after, and how long the ready queues were when it began. The real controllers
 * wake themselves without end in a few situations; on a clock that stands still that would never settle.
 */
export class ReconcileWatch {
  readonly #lengths: number[] = [];
  #queues: readonly RateLimitedQueue[] = [];
  #changes: Change[] = [];

  constructor(api: ApiServer) {
    api.onChange((change) => this.#changes.push(change));
  }

  /** The queues that a reconcile may put keys into. */
  watch(queues: readonly RateLimitedQueue[]): void {
    this.#queues = queues;
  }

  /** To be called when the key was taken from its queue. */
  begin(): void {
    if (this.#changes.length > 0) this.#changes = [];
    for (const [index, queue] of this.#queues.entries()) this.#lengths[index] = queue.length;
  }

  get wrote(): boolean {
    return this.#changes.length > 0;
  }

  /** Whether it wrote something and yet every object is as it was, resourceVersion and generation aside. */
  leftAllAsItWas(): boolean {
    // A single write is never one: the API server takes what changes nothing for no write.
    if (this.#changes.length < 2) return false;
    const spans = new Map<string, { readonly before: KubeObject | undefined; after: KubeObject | undefined }>();
    for (const { resource, before, after } of this.#changes) {
      const { namespace = '', name = '' } = (after ?? before)?.metadata ?? {};
      const key = `${resource.group}/${resource.kind}/${namespace}/${name}`;
      const span = spans.get(key);
      if (span === undefined) spans.set(key, { before, after });
      else span.after = after;
    }
    for (const { before, after } of spans.values()) if (!sameButVersion(before, after)) return false;
    return true;
  }

  /** Takes what was put into the ready queues since `begin` out again; delayed items stay. */
  withdraw(): void {
    for (const [index, queue] of this.#queues.entries()) {
      for (const key of queue.readyKeys.slice(this.#lengths[index] ?? 0)) queue.withdraw(key);
    }
  }
}

/** Whether two states of an object are equal but for what the server counts; one that was deleted and made again has another uid, too. */
function sameButVersion(before: KubeObject | undefined, after: KubeObject | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  const { resourceVersion, generation, uid, creationTimestamp } = before.metadata;
  const counted = { resourceVersion, generation, uid, creationTimestamp };
  return deepEqual(before, { ...after, metadata: { ...after.metadata, ...counted } });
}
