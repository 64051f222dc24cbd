import type { Distribution } from '../kernel/distributions.ts';
import type { ArrivalsSpec } from './spec.ts';

/** A recording that cannot be read; `line` counts from 1. */
export class RecordingError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** The two numbers of each line; the first line may be a heading, and empty ones count for nothing. */
function pairsOf(csv: string): readonly { readonly a: number; readonly b: number; readonly line: number }[] {
  return csv.split(/\r?\n/).flatMap((text, index) => {
    if (text.trim() === '') return [];
    const [first = '', second = '', ...more] = text.split(',').map((part) => part.trim());
    const [a, b] = [first, second].map((part) => (part === '' ? NaN : Number(part)));
    if (a === undefined || b === undefined || !Number.isFinite(a) || !Number.isFinite(b) || more.length > 0) {
      if (index === 0) return [];
      throw new RecordingError(`"${text}" is not two numbers with a comma between`, index + 1);
    }
    return [{ a, b, line: index + 1 }];
  });
}

/** Arrivals of a real service, `seconds,requests per second` a line: each rate holds until the next line. */
export function recordedArrivals(csv: string): ArrivalsSpec {
  const pairs = pairsOf(csv);
  pairs.forEach(({ a, b, line }, index) => {
    if (b < 0) throw new RecordingError('a rate should not be negative', line);
    if (index > 0 && a <= (pairs[index - 1]?.a ?? 0)) throw new RecordingError('times should go up', line);
  });
  return { kind: 'steps', steps: pairs.map(({ a, b }) => ({ fromMs: Math.round(a * 1000), perSecond: b })) };
}

/** Latencies of a real service, `milliseconds,weight` a line: drawn as often as they were seen. */
export function recordedLatencies(csv: string): Distribution {
  const pairs = pairsOf(csv);
  const wrong = pairs.find(({ a, b }) => a < 0 || b < 0);
  if (wrong !== undefined) throw new RecordingError('latencies and weights should not be negative', wrong.line);
  if (!pairs.some(({ b }) => b > 0)) throw new RecordingError('no latency with a weight', 1);
  return { kind: 'empirical', values: pairs.map(({ a, b }) => ({ value: a, weight: b })) };
}
