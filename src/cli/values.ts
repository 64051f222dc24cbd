import { InvalidArgumentError } from 'commander';
import { parseDurationMs } from '../api/durations.ts';
import { isDnsLabel } from '../api/label-validation.ts';
import type { Validation } from '../scenario/manifest-fields.ts';
import type { Shard } from '../session/suite.ts';
import { own } from '../text/own.ts';

/** Readers of option values; what is wrong is told as commander tells it. */

const DURATION_HELP = 'Write a duration such as 22s, 1m30s or 2h.';

/** A time of the run, in milliseconds from its start. */
export function timeMs(text: string): number {
  const ms = parseDurationMs(text);
  if (ms === undefined || ms < 0) throw new InvalidArgumentError(DURATION_HELP);
  return ms;
}

/** How long a run goes on. */
export function untilValue(text: string): 'settled' | { readonly ms: number } {
  return text === 'settled' ? 'settled' : { ms: timeMs(text) };
}

export function namespaceValue(text: string): string {
  if (!isDnsLabel(text)) throw new InvalidArgumentError('Write lower-case letters, digits and dashes.');
  return text;
}

export function seedValue(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) throw new InvalidArgumentError('Write a whole number.');
  return seed;
}

export function positiveValue(text: string): number {
  const value = Number(text);
  if (!/^[1-9]\d*$/.test(text) || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('Write a whole number from 1 on.');
  }
  return value;
}

/** `2/3`: the second of three. */
export function shardValue(text: string): Shard {
  const [index = 0, count = 0] = /^\d+\/\d+$/.test(text) ? text.split('/').map(Number) : [];
  if (!(index >= 1 && index <= count)) throw new InvalidArgumentError('Write a part such as 1/3.');
  return { index, count };
}

/** As kubectl takes it: `true` is strict, `false` is ignore. */
export function validateValue(text: string): Validation {
  const known: Readonly<Record<string, Validation>> = {
    strict: 'strict',
    true: 'strict',
    warn: 'warn',
    ignore: 'ignore',
    false: 'ignore',
  };
  const value = own(known, text);
  if (value === undefined) throw new InvalidArgumentError('Write strict, warn or ignore.');
  return value;
}

/** `20x`, `0.5`, `max`: simulated seconds for each second that passes. */
export function speedValue(text: string): number {
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const speed = /^\d+(\.\d+)?x?$/.test(text) ? Number(text.replace('x', '')) : 0;
  if (!(speed > 0)) throw new InvalidArgumentError('Write a factor such as 20x, or max.');
  return speed;
}

export function widthValue(text: string): number {
  const width = Number(text);
  if (!/^\d+$/.test(text) || width < 40 || width > 400)
    throw new InvalidArgumentError('Write a number from 40 to 400.');
  return width;
}

/** For options that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
