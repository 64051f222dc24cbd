import { isJsonObject, type Json, type JsonObject } from '../api/json.ts';
import { Assembly, type EndLine, type LineChecks } from '../timeline/assembly.ts';
import type { BodyLine } from '../timeline/schema.ts';
import type { Timeline, TimelineHeader } from '../timeline/timeline.ts';

/** One run of a page. */
export interface PageRun {
  /** What tells it from other runs of the page: `A`, `as written`, the name of a scenario. */
  readonly label: string;
  readonly timeline: Timeline;
}

/** What a page carries, as JSON. */
export interface Payload {
  readonly runs: readonly { readonly label: string; readonly lines: string }[];
}

/**
 * Reads what the same build wrote into the page. Lines are taken for what they say they are: checking them against the schema again would cost a library
 * and half of the time.
 */
export function readPayload(text: string): readonly PageRun[] {
  const payload: Json = JSON.parse(text);
  if (!isPayload(payload)) throw new Error('the page has no runs');
  return payload.runs.map(({ label, lines }) => ({ label, timeline: readLines(lines) }));
}

function isPayload(value: Json): value is JsonObject & Payload {
  return isJsonObject(value) && Array.isArray(value['runs']);
}

function isHeader(value: Json): value is JsonObject & TimelineHeader {
  return isJsonObject(value) && value['format'] === 'rehearse-timeline';
}

function isBody(line: JsonObject): line is JsonObject & BodyLine {
  return typeof line['kind'] === 'string';
}

function isForm(line: JsonObject): line is JsonObject & { readonly form: number } {
  return typeof line['form'] === 'number';
}

function isEnd(line: JsonObject): line is JsonObject & EndLine {
  return line['kind'] === 'end';
}

function checked<T>(is: (line: JsonObject) => line is JsonObject & T): (line: JsonObject) => T {
  return (line) => {
    if (!is(line)) throw new Error('the page carries a line that does not belong to a timeline');
    return line;
  };
}

const CHECKS: LineChecks = { body: checked(isBody), form: checked(isForm), end: checked(isEnd) };

export function readLines(lines: string): Timeline {
  const [first = '', ...rest] = lines.trimEnd().split('\n');
  const header: Json = JSON.parse(first);
  if (!isHeader(header)) throw new Error('the page carries no timeline');
  const assembly = new Assembly(header, CHECKS);
  for (const line of rest) assembly.take(JSON.parse(line));
  return assembly.timeline();
}
