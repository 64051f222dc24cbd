import { type Because, type Reason, Write } from '../api/reason.ts';
import type { EventRecorder, EventType } from '../api/events.ts';
import type { KubeObject } from '../api/resources.ts';
import type { ApiServer, Change } from '../api/server.ts';
import { becauseOfAction } from './rules.ts';
import { refOf } from '../timeline/object-ref.ts';
import type { ActionEntry, FailureEntry, Finding, ObjectRef, TimelineEntry } from '../timeline/timeline.ts';

type ActionAnswer = Pick<ActionEntry, 'output' | 'error'>;
type ActionFacts = Omit<ActionEntry, 'kind' | 'atMs' | 'seq' | keyof ActionAnswer>;

/** Something that an object needs and that does not exist. */
export interface MissingPart {
  readonly uid: string | undefined;
  /** What it is, and how to supply it. */
  readonly text: string;
}

interface Author {
  readonly actor: string;
  /** Why they act: the reason of each write that gives none itself. */
  readonly because: readonly Because[];
}

const PERSON: Author = { actor: 'person', because: [] };

/** Writes down what happens in a run, in order. */
export class Recorder implements EventRecorder {
  readonly #entries: TimelineEntry[] = [];
  readonly #findings: Finding[] = [];
  /** The failures of each object that no reconcile has succeeded after, by controller and object, then by error. */
  readonly #failing = new Map<string, Map<string, FailureEntry>>();
  readonly #atMs: () => number;
  readonly #reasons: boolean;
  #events = 0;
  readonly #missing: MissingPart[] = [];
  /** Who acts now, and why. */
  #author: Author = PERSON;

  /** Without `reasons` nobody reads why something changed, and no reason is built. */
  constructor(atMs: () => number, reasons: boolean) {
    this.#atMs = atMs;
    this.#reasons = reasons;
  }

  get entries(): readonly TimelineEntry[] {
    return this.#entries;
  }

  /** What was noted in the run, in its order. */
  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** What objects needed and what did not exist, in the order of the run. */
  get missing(): readonly MissingPart[] {
    return this.#missing;
  }

  /** Who acts now. */
  get actor(): string {
    return this.#author.actor;
  }

  /** Puts the changes that `run` makes down to somebody; `because` is the reason of writes that give none themselves. */
  by<T>(actor: string, run: () => T, because: readonly Because[] = []): T {
    const outer = this.#author;
    this.#author = { actor, because };
    try {
      return run();
    } finally {
      this.#author = outer;
    }
  }

  /** The instant of the last thing that happened, a failed reconcile among them. */
  get lastMs(): number {
    let lastMs = this.#entries.at(-1)?.atMs ?? 0;
    for (const errors of this.#failing.values()) {
      for (const failure of errors.values()) lastMs = Math.max(lastMs, failure.lastMs);
    }
    return lastMs;
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

  /** Writes down an action before what it changes, carries it out, and adds what it answered. */
  carryOut(action: ActionFacts, run: () => ActionAnswer): void {
    const place = this.#place();
    this.action(action);
    const because = becauseOfAction(action.action, place.seq);
    const answer = this.by(action.automatic === true ? 'rehearse' : 'person', run, [because]);
    this.#entries[place.seq] = { kind: 'action', ...place, ...action, ...answer };
  }

  finding(finding: Pick<Finding, 'id' | 'text' | 'object' | 'upstream'>): void {
    this.#findings.push({ atMs: this.#atMs(), after: this.#entries.length - 1, ...finding });
  }

  /** A reconcile failed. Tries that fail alike are one entry, until one succeeds. */
  failure(controller: string, object: ObjectRef, error: string): void {
    const key = failureKey(controller, object);
    const errors = this.#failing.get(key) ?? new Map<string, FailureEntry>();
    this.#failing.set(key, errors);
    const known = errors.get(error);
    const atMs = this.#atMs();
    const entry: FailureEntry =
      known === undefined
        ? { kind: 'failure', ...this.#place(), controller, object, error, lastMs: atMs, tries: 1 }
        : { ...known, lastMs: atMs, tries: known.tries + 1 };
    errors.set(error, entry);
    this.#entries[entry.seq] = entry;
  }

  /** A reconcile succeeded: what fails from now on is told anew. */
  success(controller: string, object: ObjectRef): void {
    if (this.#failing.size > 0) this.#failing.delete(failureKey(controller, object));
  }

  /** Something that an object needs does not exist. */
  addMissing(object: KubeObject, text: string): void {
    const { kind = '', metadata } = object;
    this.#missing.push({ uid: metadata.uid, text });
    this.finding({ id: 'note', text: `${kind} ${metadata.namespace ?? ''}/${metadata.name ?? ''}: ${text}` });
  }

  #change({ resource, before, after, because: given }: Change): void {
    const object = after ?? before;
    if (object === undefined) return;
    const { actor, because: ofAuthor } = this.#author;
    const because = given.length > 0 ? given : ofAuthor;
    this.#entries.push({
      kind: 'change',
      ...this.#place(),
      resource,
      object: refOf(resource, object),
      before,
      after,
      because: this.#reasons && because.length > 0 ? reasonsOf(because, new Write(before, after)) : NO_REASONS,
      actor,
    });
  }

  #place(): { readonly atMs: number; readonly seq: number } {
    return { atMs: this.#atMs(), seq: this.#entries.length };
  }
}

function failureKey(controller: string, { kind, namespace, name }: ObjectRef): string {
  return `${controller} ${kind}/${namespace}/${name}`;
}

const NO_REASONS: readonly never[] = [];

/** Of two reasons for one field the later one counts: the decision behind it was taken later. */
function reasonsOf(because: readonly Because[], write: Write): readonly Reason[] {
  const reasons = because.flatMap((build) => build(write) ?? []);
  return reasons.filter(
    ({ path }, index) => path === undefined || reasons.findLastIndex((other) => other.path === path) === index,
  );
}
