import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { apiVersionOf, KNOWN_RESOURCES, type KubeObject, type Resource, unknownResource } from '../api/resources.ts';
import { stableJson } from '../api/stable-json.ts';
import { applyJsonPatch } from './json-patch.ts';
import { RowReader } from './rows.ts';
import type { BodyLine, ChangeLine } from './schema.ts';
import type {
  AnalysisResult,
  ChangeEntry,
  Finding,
  ObjectRef,
  Timeline,
  TimelineEntry,
  TimelineHeader,
  Verdict,
} from './timeline.ts';
import type { TrafficSample } from './traffic.ts';

/** What the end line of a timeline says. */
export interface EndLine {
  readonly entries: number;
  readonly hash: string;
}

/** Checks that a line is what it should be. Each throws an Error for one that is not. */
export interface LineChecks {
  readonly body: (line: JsonObject) => BodyLine;
  readonly form: (line: JsonObject) => { readonly form: number };
  readonly end: (line: JsonObject) => EndLine;
}

function resourceOf(object: ObjectRef): Resource<KubeObject> {
  const known = KNOWN_RESOURCES.find((item) => item.kind === object.kind && apiVersionOf(item) === object.apiVersion);
  return known ?? unknownResource(object.apiVersion, object.kind);
}

function isKubeObject(value: Json | undefined): value is KubeObject & JsonObject {
  return isJsonObject(value) && isJsonObject(value['metadata']);
}

/** Puts a timeline together, line by line. */
export class Assembly {
  readonly header: TimelineHeader;
  readonly #checks: LineChecks;
  readonly #objects = new Map<string, KubeObject & JsonObject>();
  readonly #rows = new RowReader();
  readonly #entries: TimelineEntry[] = [];
  readonly #findings: Finding[] = [];
  readonly #analyses: AnalysisResult[] = [];
  readonly #verdicts: Verdict[] = [];
  readonly #traffic: TrafficSample[] = [];
  /** The form that the next line is. */
  #form: number | undefined;
  #end: EndLine | undefined;

  constructor(header: TimelineHeader, checks: LineChecks) {
    this.header = header;
    this.#checks = checks;
  }

  /** The hash that the file says it has; undefined before its end line. */
  get hash(): string | undefined {
    return this.#end?.hash;
  }

  take(value: Json): void {
    if (this.#end !== undefined) throw new Error('there are lines behind the end line');
    if (isJsonArray(value)) {
      this.#takeBody(this.#rows.read(value, this.#entries.length));
      return;
    }
    if (!isJsonObject(value)) throw new Error('expected an object or a row');
    if (value['kind'] === 'form') this.#form = this.#checks.form(value).form;
    else if (value['kind'] === 'end') this.#finish(this.#checks.end(value));
    else {
      this.#takeBody(value);
      if (this.#form !== undefined) this.#rows.declare(this.#form, value);
      this.#form = undefined;
    }
  }

  #takeBody(value: JsonObject): void {
    const line = this.#checks.body(value);
    switch (line.kind) {
      case 'finding':
      case 'analysis':
      case 'verdict':
      case 'traffic': {
        this.#takeConclusion(line);
        return;
      }
      case 'action':
      case 'event':
      case 'failure':
      case 'change':
        if (line.seq !== this.#entries.length)
          throw new Error(`entry ${line.seq} where ${this.#entries.length} is due`);
        this.#entries.push(line.kind === 'change' ? this.#change(line) : line);
    }
  }

  #takeConclusion(line: Extract<BodyLine, { kind: 'finding' | 'analysis' | 'verdict' | 'traffic' }>): void {
    if (line.kind === 'finding') this.#findings.push(withoutKind(line));
    else if (line.kind === 'analysis') this.#analyses.push(withoutKind(line));
    else if (line.kind === 'verdict') this.#verdicts.push(withoutKind(line));
    else this.#traffic.push(withoutKind(line));
  }

  #change(line: ChangeLine): ChangeEntry {
    const { atMs, seq, kind, object, actor, because = [] } = line;
    const key = stableJson(object);
    const before = this.#objects.get(key);
    let after: JsonObject | undefined = line.created;
    if (line.patch !== undefined) {
      if (before === undefined) throw new Error(`patches ${object.kind}/${object.name}, which is not there`);
      after = applyJsonPatch(before, line.patch);
    }
    if (after === undefined) this.#objects.delete(key);
    else if (isKubeObject(after)) this.#objects.set(key, after);
    else throw new Error('an object without metadata');
    return {
      atMs,
      seq,
      kind,
      resource: resourceOf(object),
      object,
      before,
      after: this.#objects.get(key),
      because,
      actor,
    };
  }

  #finish(end: EndLine): void {
    if (end.entries !== this.#entries.length) {
      throw new Error(`the file has ${this.#entries.length} entries and should have ${end.entries}`);
    }
    this.#end = end;
  }

  timeline(): Timeline {
    const timeline: Timeline = {
      header: this.header,
      entries: this.#entries,
      findings: this.#findings,
      analyses: this.#analyses,
      verdicts: this.#verdicts,
    };
    return this.header.traffic === undefined ? timeline : { ...timeline, traffic: this.#traffic };
  }
}

function withoutKind<T extends { readonly kind: string }>({ kind: _kind, ...rest }: T): Omit<T, 'kind'> {
  return rest;
}
