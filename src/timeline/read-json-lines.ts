import { isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { apiVersionOf, KNOWN_RESOURCES, type KubeObject, type Resource, unknownResource } from '../api/resources.ts';
import { sha256 } from '../api/sha256.ts';
import { stableJson } from '../api/stable-json.ts';
import { applyJsonPatch } from './json-patch.ts';
import { bodyLine, type ChangeLine, headerLine } from './schema.ts';
import type { ChangeEntry, ObjectRef, Timeline, TimelineEntry } from './timeline.ts';
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

function parseLine<T>(schema: { parse(value: unknown): T }, text: string, line: number): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new TimelineFormatError(line, error instanceof Error ? error.message : String(error));
  }
}

function resourceOf(object: ObjectRef): Resource<KubeObject> {
  const known = KNOWN_RESOURCES.find((item) => item.kind === object.kind && apiVersionOf(item) === object.apiVersion);
  return known ?? unknownResource(object.apiVersion, object.kind);
}

function isKubeObject(value: Json | undefined): value is KubeObject & JsonObject {
  return isJsonObject(value) && isJsonObject(value['metadata']);
}

function readChange(line: ChangeLine, objects: Map<string, KubeObject & JsonObject>): ChangeEntry {
  const { atMs, seq, kind, object, actor, because = [] } = line;
  const key = stableJson(object);
  const before = objects.get(key);
  let after: JsonObject | undefined = line.created;
  if (line.patch !== undefined) {
    if (before === undefined) throw new Error(`patches ${object.kind}/${object.name}, which is not there`);
    after = applyJsonPatch(before, line.patch);
  }
  if (after === undefined) objects.delete(key);
  else if (isKubeObject(after)) objects.set(key, after);
  else throw new Error('an object without metadata');
  return { atMs, seq, kind, resource: resourceOf(object), object, before, after: objects.get(key), because, actor };
}

/** Reads what `writeTimeline` wrote. Throws TimelineFormatError for a line that is no timeline's, or a body that was changed. */
export function readTimeline(text: string): Timeline {
  const [first = '', ...lines] = text.replace(/\n$/, '').split('\n');
  const { hash, ...header } = parseLine(headerLine, first, 1);
  const objects = new Map<string, KubeObject & JsonObject>();
  const entries: TimelineEntry[] = [];
  const samples: TrafficSample[] = [];
  lines.forEach((raw, index) => {
    const line = parseLine(bodyLine, raw, index + 2);
    if (line.kind === 'traffic') {
      const { kind: _kind, ...sample } = line;
      samples.push(sample);
      return;
    }
    try {
      entries.push(line.kind === 'change' ? readChange(line, objects) : line);
    } catch (error) {
      throw new TimelineFormatError(index + 2, error instanceof Error ? error.message : String(error));
    }
  });
  const timeline = header.traffic === undefined ? { header, entries } : { header, entries, traffic: samples };
  if (`sha256:${sha256(lines.map((line) => `${line}\n`).join(''))}` !== hash) {
    throw new TimelineFormatError(1, 'the hash of the header is not that of the lines that follow');
  }
  return timeline;
}
