import { type Because, type Reason, Write } from '../api/reason.ts';
import type { EventRecorder, EventType } from '../api/events.ts';
import type { KubeObject } from '../api/resources.ts';
import type { ApiServer, Change } from '../api/server.ts';
import { refOf } from '../timeline/object-ref.ts';
import type { ActionEntry, FindingEntry, ObjectRef, TimelineEntry } from '../timeline/timeline.ts';

type ActionAnswer = Pick<ActionEntry, 'output' | 'error'>;
type ActionFacts = Omit<ActionEntry, 'kind' | 'atMs' | 'seq' | keyof ActionAnswer>;

/** Writes down what happens in a run, in order. */
export class Recorder implements EventRecorder {
  readonly #entries: TimelineEntry[] = [];
  readonly #atMs: () => number;
  readonly #reasons: boolean;
  #events = 0;
  /** Who acts now: changes are put down to them. */
  actor = 'person';

  /** Without `reasons` nobody reads why something changed, and no reason is built. */
  constructor(atMs: () => number, reasons: boolean) {
    this.#atMs = atMs;
    this.#reasons = reasons;
  }

  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }

  /** Number of Kubernetes events. */
  get events(): number {
    return this.#events;
  }

  /** Listens to every change of the API server. */
  attach(api: ApiServer): void {
    api.onChange((change) => this.#change(change));
  }

  event(object: KubeObject, type: EventType, reason: string, message: string): void {
    const { apiVersion = '', kind = '', metadata } = object;
    const { namespace = 'default', name = '' } = metadata;
    this.#events += 1;
    const ref: ObjectRef = { apiVersion, kind, namespace, name };
    this.#entries.push({ kind: 'event', ...this.#place(), object: ref, type, reason, message });
  }

  action(action: ActionFacts & ActionAnswer): void {
    this.#entries.push({ kind: 'action', ...this.#place(), ...action });
  }

  /** Writes down an action before what it changes; what it answered is filled in by the function returned. */
  beginAction(action: ActionFacts): (answer: ActionAnswer) => void {
    const place = this.#place();
    this.action(action);
    return (answer) => {
      this.#entries[place.seq] = { kind: 'action', ...place, ...action, ...answer };
    };
  }

  finding(finding: Pick<FindingEntry, 'id' | 'text' | 'object' | 'upstream'>): void {
    this.#entries.push({ kind: 'finding', ...this.#place(), ...finding });
  }

  #change({ resource, before, after, because }: Change): void {
    const object = after ?? before;
    if (object === undefined) return;
    this.#entries.push({
      kind: 'change',
      ...this.#place(),
      resource,
      object: refOf(resource, object),
      before,
      after,
      because: this.#reasons && because.length > 0 ? reasonsOf(because, new Write(before, after)) : NO_REASONS,
      actor: this.actor,
    });
  }

  #place(): { readonly atMs: number; readonly seq: number } {
    return { atMs: this.#atMs(), seq: this.#entries.length };
  }
}

const NO_REASONS: readonly never[] = [];

function reasonsOf(because: readonly Because[], write: Write): readonly Reason[] {
  return because.flatMap((build) => build(write) ?? []);
}
