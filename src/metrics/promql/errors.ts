import { startPosition } from './position.ts';

/** A query that cannot be read: wrong syntax, wrong types, a bad regular expression. */
export class PromQLParseError extends Error {
  readonly phase = 'parse';
}

/** A query that can be read and yet has no answer over these series. */
export class PromQLExecutionError extends Error {
  readonly phase = 'exec';
}

/** Source: promql/parser/parse.go ParseErr.Error. */
export function parseErrorAt(query: string, start: number, message: string): PromQLParseError {
  return new PromQLParseError(`${startPosition(query, start)}: parse error: ${message}`);
}
