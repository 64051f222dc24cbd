import { COLLECTION_FUNCTIONS } from './collections.ts';
import { ENCODING_FUNCTIONS } from './encodings.ts';
import type { BuiltinFunction } from './function.ts';
import { NUMBER_FUNCTIONS } from './numbers.ts';
import { SORT_FUNCTIONS } from './sort.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { TIME_FUNCTIONS } from './times.ts';

/** What the builtins without a closure do, by name. Source: expr v1.15.5 builtin/builtin.go */
const FUNCTIONS: ReadonlyMap<string, BuiltinFunction> = new Map(
  Object.entries({
    ...STRING_FUNCTIONS,
    ...NUMBER_FUNCTIONS,
    ...COLLECTION_FUNCTIONS,
    ...SORT_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...TIME_FUNCTIONS,
  }),
);

export function builtinFunction(name: string): BuiltinFunction | undefined {
  return FUNCTIONS.get(name);
}

/** Builtins of one argument that cannot be called in another way than by name: as values they are nil. */
export const FAST_BUILTINS: ReadonlySet<string> = new Set([
  ...['len', 'type', 'abs', 'ceil', 'floor', 'round', 'int', 'float', 'string', 'upper', 'lower'],
]);
