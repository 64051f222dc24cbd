import { isJsonObject, type Json } from '../api/json.ts';
import { portableHash, type TextHash } from '../api/sha256.ts';
import { Assembly, type LineChecks } from './assembly.ts';
import { bodyLine, endLine, FORMAT_VERSION, formLine, headerLine } from './schema.ts';
import type { Timeline, TimelineHeader } from './timeline.ts';

/** A timeline file that cannot be read; `line` counts from 1. */
export class TimelineFormatError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = 'TimelineFormatError';
    this.line = line;
  }
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

/** Any line is checked against the schema of the format. */
const CHECKS: LineChecks = {
  body: (line) => bodyLine.parse(line),
  form: (line) => formLine.parse(line),
  end: (line) => endLine.parse(line),
};

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
  let reading: Assembly | undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    try {
      const value: Json = JSON.parse(line);
      if (reading === undefined) reading = new Assembly(readHeader(value), CHECKS);
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
