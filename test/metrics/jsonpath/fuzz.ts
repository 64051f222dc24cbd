import { findResults, JsonPathError, JsonPathPanic } from '../../../src/metrics/jsonpath/evaluate.ts';
import { JsonPathSyntaxError } from '../../../src/metrics/jsonpath/nodes.ts';
import { parseJsonPath } from '../../../src/metrics/jsonpath/parser.ts';
import { printResults } from './print.ts';
import { Dice, randomDocument, randomTemplate } from './generate.ts';

export type Outcome = 'results' | 'syntax error' | 'error' | 'panic';

/** Evaluates one random template over a random document; throws for anything but the known kinds of failure. */
export function fuzzOne(seed: number): { readonly path: string; readonly outcome: Outcome } {
  const dice = new Dice(seed * 7919 + 13);
  const document = randomDocument(dice);
  const path = randomTemplate(dice);
  try {
    printResults(findResults(parseJsonPath(path), document));
    return { path, outcome: 'results' };
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) return { path, outcome: 'syntax error' };
    if (error instanceof JsonPathError) return { path, outcome: 'error' };
    if (error instanceof JsonPathPanic) return { path, outcome: 'panic' };
    throw new Error(`seed ${seed}, path ${JSON.stringify(path)}`, { cause: error });
  }
}
