import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { PromQLExecutionError, PromQLParseError } from '../../../src/metrics/promql/errors.ts';
import { promQL } from '../../../src/metrics/promql/promql.ts';
import { storeOf } from '../../conformance/tables/checks/promql-rows.ts';
import { readTableFile } from './table-file.ts';

const { file, rows } = readTableFile('promql-instant');
const store = storeOf(file, 'vec');

/** Asks a text, and gives the message of a refusal; any other error is a fault. */
function refusal(text: string): string | undefined {
  try {
    promQL(text).instant(store, 300_000);
    return undefined;
  } catch (error) {
    if (error instanceof PromQLParseError || error instanceof PromQLExecutionError) return error.message;
    throw error;
  }
}

const WORDS = [
  ...['errors', 'requests', 'sum', 'rate', 'topk', 'by', 'on', 'ignoring', 'group_left', 'bool', 'offset', 'and', 'or'],
  ...[
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    ',',
    '=',
    '=~',
    '!=',
    '==',
    '+',
    '-',
    '*',
    '/',
    '^',
    '%',
    '@',
    ':',
    '"a"',
    '".*"',
    '`b`',
  ],
  ...[
    '1',
    '0.5',
    '5m',
    '1h30m',
    'Inf',
    'start',
    'end',
    'svc',
    'code',
    'label_replace',
    'vector',
    'time',
    '#',
    '\n',
    '$',
    'é',
  ],
];

describe('any text', () => {
  test.prop([fc.array(fc.constantFrom(...WORDS), { maxLength: 14 })], { numRuns: 3000 })(
    'of words is answered or refused',
    (words) => {
      const message = refusal(words.join(' '));
      if (message !== undefined) expect(message).not.toBe('');
    },
  );

  test.prop([fc.string({ unit: 'binary' })], { numRuns: 500 })('of any characters is answered or refused', (text) => {
    refusal(text);
  });

  const queries = rows.map(({ query }) => query);
  test.prop([fc.constantFrom(...queries), fc.nat(), fc.nat(5), fc.constantFrom(...WORDS)], { numRuns: 3000 })(
    'near a real query is answered or refused',
    (query, at, length, word) => {
      const start = query.length === 0 ? 0 : at % query.length;
      refusal(query.slice(0, start) + word + query.slice(start + length));
    },
  );

  it('refused at parsing names a place in the text', () => {
    const messages = queries.map(refusal).filter((message) => message?.includes('parse error') === true);
    expect(messages.length).toBeGreaterThan(100);
    for (const message of messages) expect(message).toMatch(/^(\d+:\d+|unknown position): parse error: ./);
  });
});
