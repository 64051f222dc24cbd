import { type Labels, labelsOf } from '../series/labels.ts';
import { readNumber } from './literals.ts';
import { parseQuery } from './parser.ts';
import { matchersOf } from './select.ts';

/** One place in a sequence of values: a number, a gap, or the end of the series. */
export type NotedValue = number | 'gap' | 'stale';

/** A value of a sequence that cannot be read; `offset` is where in the text it begins. */
export class SeriesNotationError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const NUMBER = '(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[iI][nN][fF]|[nN][aA][nN]';
const REPEATED = new RegExp(`^([+-]?(?:${NUMBER}))(?:([+-])(${NUMBER}))?(?:x([0-9]+))?$`);
const GAP = /^_(?:x([0-9]+))?$/;
const MOST_VALUES = 10_000_000;

function numberOf(text: string): number {
  const literal = readNumber(text.replace(/^[+-]/, ''));
  const value = 'value' in literal ? literal.value : NaN;
  return text.startsWith('-') ? -value : value;
}

/**
 * The values of `0.99x2 1+2x3 _ stale`: 0.99 0.99 0.99 1 3 5 7, a gap, the end. As promtool's tests write series: `a+bxn` are n + 1
 * values from a on, `_xn` are n gaps. Throws a SeriesNotationError, also for more than `most` values.
 * Source: promql/parser/generated_parser.y series_item.
 */
export function parseValues(text: string, most = MOST_VALUES): readonly NotedValue[] {
  const values: NotedValue[] = [];
  for (const { 0: item, index } of text.matchAll(/\S+/g)) {
    const part = item === 'stale' ? (['stale'] as const) : (gaps(item, most) ?? repeated(item, most));
    if (part === undefined) {
      throw new SeriesNotationError(`"${item}" is no value: 1, 1x5, 1+2x5, _, _x5 or stale`, index);
    }
    if (values.length + part.length > most) throw new SeriesNotationError('too many values', index);
    for (const value of part) values.push(value);
  }
  return values;
}

function gaps(item: string, most: number): readonly NotedValue[] | undefined {
  const match = GAP.exec(item);
  if (match === null) return undefined;
  return new Array<NotedValue>(Math.min(Number(match[1] ?? 1), most + 1)).fill('gap');
}

function repeated(item: string, most: number): readonly NotedValue[] | undefined {
  const match = REPEATED.exec(item);
  if (match === null) return undefined;
  const [, first = '', sign, step, times] = match;
  if (times === undefined) return step === undefined ? [numberOf(first)] : undefined;
  const increment = step === undefined ? 0 : numberOf(`${sign}${step}`);
  const values: number[] = [];
  let value = numberOf(first);
  for (let n = 0; n <= Math.min(Number(times), most); n += 1) {
    values.push(value);
    value += increment;
  }
  return values;
}

/** The labels of `http_requests_total{job="api"}`. Throws a PromQLParseError. */
export function parseSeriesLabels(text: string): Labels {
  const selector = parseQuery(text);
  const matchers = selector.kind === 'vector-selector' ? matchersOf(selector) : [];
  if (matchers.length === 0 || matchers.some(({ operator }) => operator !== '=')) {
    throw new SeriesNotationError(`"${text}" is no series: name{label="value"}`, 0);
  }
  return labelsOf(matchers.map(({ name, value }) => [name, value] as const));
}
