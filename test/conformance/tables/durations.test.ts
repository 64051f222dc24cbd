import { describe, expect, it } from 'vitest';
import {
  formatGoDuration,
  humanDuration,
  readGoDuration,
  pauseDurationSeconds,
  shortHumanDuration,
} from '../../../src/api/durations.ts';
import type { Json, JsonObject } from '../../../src/api/json.ts';
import { loadTable } from './load-table.ts';

function text(value: Json | undefined): string {
  if (typeof value !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
  return value;
}

function durationString(input: JsonObject): JsonObject {
  const result = readGoDuration(text(input['value']));
  if (result.error !== undefined) return { error: result.error };
  return { canonical: formatGoDuration(result.nanos), nanoseconds: String(result.nanos) };
}

function pauseDuration(input: JsonObject): JsonObject {
  const value = input['value'] ?? undefined;
  if (value !== undefined && typeof value !== 'number' && typeof value !== 'string') throw new Error('no duration');
  return { seconds: pauseDurationSeconds(value) };
}

function human(input: JsonObject): JsonObject {
  const ms = Number(BigInt(text(input['nanoseconds'])) / 1_000_000n);
  return { short: shortHumanDuration(ms), text: humanDuration(ms) };
}

const functions: Readonly<Record<string, (input: JsonObject) => JsonObject>> = {
  durationString,
  pauseDuration,
  humanDuration: human,
};

describe('table durations', () => {
  it.each(loadTable('durations').cases)('$id', ({ in: input, out }) => {
    expect(functions[text(input['kind'])]?.(input)).toEqual(out);
  });
});
