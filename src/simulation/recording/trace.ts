import { deepEqual } from '../../api/equality.ts';
import type { Json } from '../../api/json.ts';
import type { KubeObject, Resource } from '../../api/resources.ts';
import { setOwn } from '../../text/own.ts';
import type { TimelineEntry } from '../../timeline/timeline.ts';
import { Simulation, type SimulationOptions } from '../simulation.ts';
import type { RecordedCase, TraceEntry, TraceEvent } from './case.ts';
import { DEPLOYMENT_KEPT } from './deployment-kept.ts';
import type { Kept } from './kept.ts';
import { ROLLOUT_KEPT } from './rollout-kept.ts';
import { isDeploymentGroup, worldOfCase } from './world.ts';

/** A run of a case, in the form in which the real controllers were recorded and as a timeline has it. */
export interface TracedRun {
  readonly trace: readonly TraceEntry[];
  readonly entries: readonly TimelineEntry[];
}

/** Lets a case run and writes down what happens. */
export function traceCase(recorded: RecordedCase, options: SimulationOptions = {}): TracedRun {
  const world = worldOfCase(recorded);
  const simulation = new Simulation(world, options);
  const kept = isDeploymentGroup(recorded.group) ? DEPLOYMENT_KEPT : ROLLOUT_KEPT;
  const tracer = new Tracer(simulation, kept, recorded.views);
  const lastMs = simulation.scheduler.nowMs() + world.limitMs;
  simulation.start();
  do tracer.record();
  while (simulation.step(lastMs));
  return { trace: tracer.trace, entries: simulation.recorder.entries };
}

const NO_VIEWS = { view: undefined, list: undefined };

interface Written {
  readonly resource: Resource<KubeObject>;
  readonly namespace: string;
  readonly name: string;
}

class Tracer {
  readonly trace: TraceEntry[] = [];
  readonly #simulation: Simulation;
  readonly #kept: Kept;
  readonly #views: string | undefined;
  /** What was recorded last of each object. */
  readonly #last = new Map<string, Json>();
  #read = 0;

  constructor(simulation: Simulation, kept: Kept, views: string | undefined) {
    this.#simulation = simulation;
    this.#kept = kept;
    this.#views = views;
  }

  /** Takes in the settled state of an instant. */
  record(): void {
    const { recorder, scheduler, api } = this.#simulation;
    const entries = recorder.entries.slice(this.#read);
    this.#read = recorder.entries.length;
    const did: string[] = [];
    const events: TraceEvent[] = [];
    const written = new Map<string, Written>();
    for (const entry of entries) this.#take(entry, did, events, written);
    const changed: Record<string, Json> = {};
    const gone: string[] = [];
    for (const [key, place] of written) this.#compare(key, place, changed, gone);
    if (did.length + events.length + gone.length === 0 && Object.keys(changed).length === 0) return;
    const nowMs = scheduler.nowMs();
    const views = this.#views === undefined ? NO_VIEWS : this.#kept.views(api, this.#views, nowMs);
    const entry = { t: scheduler.atMs / 1000, did, changed, gone: gone.sort(), events, ...views };
    this.trace.push(entry);
  }

  #take(entry: TimelineEntry, did: string[], events: TraceEvent[], written: Map<string, Written>): void {
    if (entry.kind === 'action') {
      const answer = this.#kept.answer(entry);
      if (answer !== undefined) did.push(answer);
    } else if (entry.kind === 'event') {
      const { object, type, reason, message } = entry;
      if (this.#kept.eventKinds.has(object.kind))
        events.push({ object: `${object.kind}/${object.name}`, type, reason, message });
    } else if (entry.kind === 'change') {
      const { namespace, name } = entry.object;
      if (entry.resource.kind !== 'Pod')
        written.set(`${entry.resource.kind}/${name}`, { resource: entry.resource, namespace, name });
    }
  }

  #compare(key: string, { resource, namespace, name }: Written, changed: Record<string, Json>, gone: string[]): void {
    const object = this.#simulation.api.find(resource, namespace, name);
    if (object === undefined) {
      this.#last.delete(key);
      gone.push(key);
      return;
    }
    const form = this.#kept.form(resource, object);
    if (form === undefined) return;
    const last = this.#last.get(key);
    if (last !== undefined && deepEqual(last, form)) return;
    this.#last.set(key, form);
    setOwn(changed, key, form);
  }
}
