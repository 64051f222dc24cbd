import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { apiVersionOf, KNOWN_RESOURCES, type KubeObject, type Resource, unknownResource } from '../api/resources.ts';
import { portableHash, type TextHash } from '../api/sha256.ts';
import { stableJson } from '../api/stable-json.ts';
import { applyJsonPatch } from './json-patch.ts';
import { RowReader } from './rows.ts';
import { bodyLine, type BodyLine, type ChangeLine, endLine, FORMAT_VERSION, formLine, headerLine } from './schema.ts';
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

/** A timeline file that cannot be read; `line` counts from 1. */
export class TimelineFormatError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = 'TimelineFormatError';
    this.line = line;
  }
}

function resourceOf(object: ObjectRef): Resource<KubeObject> {
  const known = KNOWN_RESOURCES.find((item) => item.kind === object.kind && apiVersionOf(item) === object.apiVersion);
  return known ?? unknownResource(object.apiVersion, object.kind);
}

function isKubeObject(value: Json | undefined): value is KubeObject & JsonObject {
  return isJsonObject(value) && isJsonObject(value['metadata']);
}

/** Puts a timeline together, line by line. */
class Reading {
  readonly header: TimelineHeader;
  readonly #objects = new Map<string, KubeObject & JsonObject>();
  readonly #rows = new RowReader();
  readonly #entries: TimelineEntry[] = [];
  readonly #findings: Finding[] = [];
  readonly #analyses: AnalysisResult[] = [];
  readonly #verdicts: Verdict[] = [];
  readonly #traffic: TrafficSample[] = [];
  /** The form that the next line is. */
  #form: number | undefined;
  #end: { readonly entries: number; readonly hash: string } | undefined;

  constructor(header: TimelineHeader) {
    this.header = header;
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
    if (value['kind'] === 'form') this.#form = formLine.parse(value).form;
    else if (value['kind'] === 'end') this.#finish(endLine.parse(value));
    else {
      this.#takeBody(value);
      if (this.#form !== undefined) this.#rows.declare(this.#form, value);
      this.#form = undefined;
    }
  }

  #takeBody(value: JsonObject): void {
    const line: BodyLine = bodyLine.parse(value);
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

  #finish(end: { readonly entries: number; readonly hash: string }): void {
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

/** Refuses other versions of the format by name: what wrote the file can read it. */
function readHeader(value: Json): TimelineHeader {
  if (isJsonObject(value) && value['format'] === 'rehearse-timeline' && value['version'] !== FORMAT_VERSION) {
    const { version, tool } = value;
    throw new Error(
      `this file has version ${JSON.stringify(version)} of the format and was written by ${String(tool)}; ` +
        `this build reads version ${FORMAT_VERSION}: run the scenario again`,
    );
  }
  return headerLine.parse(value);
}

function* linesOf(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
  }
}

/** Reads what `timelineLines` wrote. Throws TimelineFormatError for a line that does not belong to a timeline, or a body that was changed. */
export function readTimeline(text: string, newHash: () => TextHash = portableHash): Timeline {
  const hash = newHash();
  let reading: Reading | undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    try {
      const value: Json = JSON.parse(line);
      if (reading === undefined) reading = new Reading(readHeader(value));
      else reading.take(value);
    } catch (error) {
      throw new TimelineFormatError(number, error instanceof Error ? error.message : String(error));
    }
    if (number > 1 && reading.hash === undefined) hash.update(`${line}\n`);
  }
  if (reading?.hash === undefined) throw new TimelineFormatError(Math.max(number, 1), 'the end line is missing');
  if (`sha256:${hash.hex()}` !== reading.hash) {
    throw new TimelineFormatError(number, 'the hash of the end line is not that of the lines before it');
  }
  return reading.timeline();
}
