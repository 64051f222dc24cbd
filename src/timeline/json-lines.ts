import { isJsonObject, type JsonObject } from '../api/json.ts';
import type { KubeObject } from '../api/resources.ts';
import { sha256 } from '../api/sha256.ts';
import { stableJson } from '../api/stable-json.ts';
import { createJsonPatch } from './json-patch.ts';
import type { ChangeEntry, Timeline, TimelineEntry } from './timeline.ts';
import type { TrafficSample } from './traffic.ts';

/** JSON of a line: its own keys in the order in which they are given, everything inside them in the order of keys. */
function lineOf(entry: object): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(entry)) {
    if (value !== undefined) parts.push(`${JSON.stringify(key)}:${stableJson(value)}`);
  }
  return `{${parts.join(',')}}`;
}

/** A stored object as plain JSON. Objects of the cluster are such values by contract. */
function isPlain(object: KubeObject): object is KubeObject & JsonObject {
  return isJsonObject(object);
}

function plain(object: KubeObject): JsonObject {
  if (!isPlain(object)) throw new Error('an object of the cluster is no JSON value');
  return object;
}

function changeLineOf(entry: ChangeEntry): object {
  const { atMs, seq, kind, object, actor, before, after } = entry;
  const because = entry.because.length === 0 ? undefined : entry.because;
  const head = { atMs, seq, kind, object, actor, because };
  if (after === undefined) return { ...head, deleted: true };
  if (before === undefined) return { ...head, created: after };
  return { ...head, patch: createJsonPatch(plain(before), plain(after)) };
}

function entryLineOf(entry: TimelineEntry): object {
  switch (entry.kind) {
    case 'change':
      return changeLineOf(entry);
    case 'action':
    case 'event':
    case 'finding':
    case 'analysis':
    case 'verdict': {
      const { atMs, seq, kind, ...rest } = entry;
      return { atMs, seq, kind, ...rest };
    }
  }
}

function trafficLineOf(sample: TrafficSample): object {
  return { kind: 'traffic', ...sample };
}

interface Written {
  readonly body: string;
  readonly hash: string;
}

const written = new WeakMap<Timeline, Written>();

function writeBody(timeline: Timeline): Written {
  let known = written.get(timeline);
  if (known === undefined) {
    const lines = [...timeline.entries.map(entryLineOf), ...(timeline.traffic ?? []).map(trafficLineOf)];
    const body = lines.map((line) => `${lineOf(line)}\n`).join('');
    written.set(timeline, (known = { body, hash: `sha256:${sha256(body)}` }));
  }
  return known;
}

/** `sha256:…` over all that happened: equal for equal runs, whatever the header says. */
export function contentHash(timeline: Timeline): string {
  return writeBody(timeline).hash;
}

/** The timeline as JSON Lines: the header, then the entries in order; objects whole when created, later as patches; then the traffic. */
export function writeTimeline(timeline: Timeline): string {
  const { body, hash } = writeBody(timeline);
  return `${lineOf({ ...timeline.header, hash })}\n${body}`;
}
