import {
  formatGoDuration,
  humanDuration,
  pauseDurationSeconds,
  readGoDuration,
  shortHumanDuration,
} from '../../../../src/api/durations.ts';
import type { Json, JsonObject } from '../../../../src/api/json.ts';
import { byKind, textOf } from '../inputs.ts';
import type { TableCheck } from './table-check.ts';

const KINDS: Readonly<Record<string, (input: JsonObject) => Json>> = {
  durationString: (input) => {
    const result = readGoDuration(textOf(input['value']));
    if (result.error !== undefined) return { error: result.error };
    return { canonical: formatGoDuration(result.nanos), nanoseconds: String(result.nanos) };
  },
  pauseDuration: (input) => {
    const value = input['value'] ?? undefined;
    if (value !== undefined && typeof value !== 'number' && typeof value !== 'string') throw new Error('no duration');
    return { seconds: pauseDurationSeconds(value) };
  },
  humanDuration: (input) => {
    const ms = Number(BigInt(textOf(input['nanoseconds'])) / 1_000_000n);
    return { short: shortHumanDuration(ms), text: humanDuration(ms) };
  },
};

export const check: TableCheck = {
  table: 'durations',
  compute: (input) => byKind(KINDS, input),
};
