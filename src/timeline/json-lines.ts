import { isJsonObject, type JsonObject } from '../api/json.ts';
import type { KubeObject } from '../api/resources.ts';
import { portableHash, type TextHash } from '../api/sha256.ts';
import { stableJson } from '../api/stable-json.ts';
import { own } from '../text/own.ts';
import { createJsonPatch } from './json-patch.ts';
import { RowWriter } from './rows.ts';
import type { BodyLine } from './schema.ts';
import type { ChangeEntry, Timeline, TimelineEntry } from './timeline.ts';

/** The keys that a line begins with, in this order; others follow in the order of their code units. */
const FIRST_KEYS = ['format', 'version', 'atMs', 'seq', 'after', 'kind', 'object'];

/** JSON of a line: what it is about comes first. */
function lineText(line: JsonObject): string {
  const rest = Object.keys(line).filter((key) => !FIRST_KEYS.includes(key));
  const parts: string[] = [];
  for (const key of [...FIRST_KEYS, ...rest.sort()]) {
    const value = own(line, key);
    if (value !== undefined) parts.push(`${JSON.stringify(key)}:${stableJson(value)}`);
  }
  return `{${parts.join(',')}}`;
}

/** A stored object as plain JSON. Objects of the cluster are such values by contract. */
function isPlain(object: object): object is JsonObject {
  return isJsonObject(object);
}

function plain(object: KubeObject | object): JsonObject {
  if (!isPlain(object)) throw new Error('an object of the cluster is not a JSON value');
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
  if (entry.kind === 'change') return changeLineOf(entry);
  const { atMs, seq, kind, ...rest } = entry;
  return { atMs, seq, kind, ...rest };
}

function conclusionLineOf<T extends { readonly atMs: number; readonly after: number }>(
  kind: BodyLine['kind'],
  { atMs, after, ...rest }: T,
): object {
  return { atMs, after, kind, ...rest };
}

function* bodyLines(timeline: Timeline): Generator<object> {
  for (const entry of timeline.entries) yield entryLineOf(entry);
  for (const finding of timeline.findings) yield conclusionLineOf('finding', finding);
  for (const analysis of timeline.analyses) yield conclusionLineOf('analysis', analysis);
  for (const verdict of timeline.verdicts) yield conclusionLineOf('verdict', verdict);
  for (const sample of timeline.traffic ?? []) yield { kind: 'traffic', ...sample };
}

export interface WriteOptions {
  /** Writes lines of equal structure as rows, which is small; else every line is whole, which other programs read more easily. */
  readonly rows: boolean;
  /** Makes what hashes the lines; a platform's own is faster. */
  readonly newHash?: (() => TextHash) | undefined;
}

/** The `contentHash` of timelines that were written with rows. */
const hashes = new WeakMap<Timeline, string>();

/**
 * A timeline as JSON Lines, line by line, each with its line feed: the header; entries, findings, analyses, verdicts and traffic; the end. Objects are whole when they are
 * created, later only what changed of them.
 */
export function* timelineLines(timeline: Timeline, { rows, newHash = portableHash }: WriteOptions): Generator<string> {
  yield `${lineText(plain(timeline.header))}\n`;
  const hash = newHash();
  const writer = new RowWriter();
  for (const line of bodyLines(timeline)) {
    for (const text of rows ? writer.write(plain(line), lineText) : [lineText(plain(line))]) {
      hash.update(`${text}\n`);
      yield `${text}\n`;
    }
  }
  const digest = `sha256:${hash.hex()}`;
  if (rows) hashes.set(timeline, digest);
  yield `${lineText({ kind: 'end', entries: timeline.entries.length, hash: digest })}\n`;
}

/** The lines as one text, every line whole. */
export function writeTimeline(timeline: Timeline): string {
  return [...timelineLines(timeline, { rows: false })].join('');
}

/** `sha256:…` over all that happened, as it is stored: equal for equal runs, whatever the header says. */
export function contentHash(timeline: Timeline, newHash?: () => TextHash): string {
  let known = hashes.get(timeline);
  if (known === undefined) {
    for (const _line of timelineLines(timeline, { rows: true, newHash })) known = hashes.get(timeline);
  }
  return known ?? '';
}
