import type { Distribution } from '../kernel/distributions.ts';
import type { ArrivalsSpec } from '../world/traffic.ts';

/** What is wrong with a recording. */
export interface RecordingMistake {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  readonly fix: string;
}

/** A recording that cannot be read. */
export class RecordingError extends Error {
  readonly mistake: RecordingMistake;

  constructor(mistake: RecordingMistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

/** A line of two numbers. */
interface Pair {
  readonly a: number;
  readonly b: number;
  readonly line: number;
  readonly text: string;
}

const NUMBER = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** A heading begins with a word; what begins like a number is meant as one. */
const HEADING = /^["\p{L}_]/u;

/** The two numbers of each line; the first line may be a heading, and empty ones count for nothing. */
function pairsOf(csv: string, columns: string): readonly Pair[] {
  const pairs = csv.split(/\r?\n/).flatMap((whole, index): readonly Pair[] => {
    const text = whole.trim();
    if (text === '' || (index === 0 && HEADING.test(text))) return [];
    const parts = text.split(',').map((part) => part.trim());
    const [a = NaN, b = NaN] = parts.map((part) => (NUMBER.test(part) ? Number(part) : NaN));
    if (parts.length !== 2 || !Number.isFinite(a) || !Number.isFinite(b)) {
      const fix = text.startsWith('#')
        ? 'name a metric of the file (metric: NAME) if it is OpenMetrics, else remove the line'
        : 'write two numbers with a comma between, with points for decimals';
      throw new RecordingError({
        line: index + 1,
        message: 'this line of the recording cannot be read',
        expected: columns,
        found: text,
        fix,
      });
    }
    return [{ a, b, line: index + 1, text }];
  });
  if (pairs.length > 0) return pairs;
  const message = 'the recording has no line of numbers';
  throw new RecordingError({ line: 1, message, expected: columns, found: 'none', fix: 'add a line such as 0,100' });
}

const ARRIVALS = 'seconds,requests per second';

/** Arrivals of a real service, `seconds,requests per second` a line: each rate holds until the next line. */
export function recordedArrivals(csv: string): ArrivalsSpec {
  const pairs = pairsOf(csv, ARRIVALS);
  pairs.forEach(({ a, b, line, text }, index) => {
    const before = pairs[index - 1]?.a ?? -Infinity;
    if (a < 0 || b < 0) {
      const message = 'a time or a rate of the recording is negative';
      const fix = 'count seconds from the beginning of the run, and rates from 0';
      throw new RecordingError({ line, message, expected: `${ARRIVALS}, both 0 or more`, found: text, fix });
    }
    if (Math.round(a * 1000) > Math.round(before * 1000)) return;
    const message = 'the times of the recording do not go up here';
    const expected = `a time after ${before}s, by a millisecond or more`;
    throw new RecordingError({
      line,
      message,
      expected,
      found: `${a}s`,
      fix: 'sort the lines by time, each time once',
    });
  });
  return { kind: 'steps', steps: pairs.map(({ a, b }) => ({ fromMs: Math.round(a * 1000), perSecond: b })) };
}

const LATENCIES = 'milliseconds,weight';

/** Latencies of a real service, `milliseconds,weight` a line: drawn as often as they were seen. */
export function recordedLatencies(csv: string): Distribution {
  const pairs = pairsOf(csv, LATENCIES);
  const wrong = pairs.find(({ a, b }) => a < 0 || b < 0);
  const [first] = pairs;
  if (wrong !== undefined) {
    const message = 'a latency or a weight of the recording is negative';
    const expected = `${LATENCIES}, both 0 or more`;
    throw new RecordingError({ line: wrong.line, message, expected, found: wrong.text, fix: 'remove the line' });
  }
  if (first !== undefined && !pairs.some(({ b }) => b > 0)) {
    const message = 'no latency of the recording has a weight';
    const fix = 'write how often each latency was seen';
    throw new RecordingError({ line: first.line, message, expected: 'a weight above 0', found: first.text, fix });
  }
  return { kind: 'empirical', values: pairs.map(({ a, b }) => ({ value: a, weight: b })) };
}
