import { own } from '../../text/own.ts';
import { sameType } from '../types/types.ts';
import { equalPlainly } from './arithmetic.ts';
import { isNilValue } from './runtime.ts';
import { type Dict, type Fields, type List, typeOf, type Value } from './value.ts';

/** Called once for every pair of elements that is compared, so that a run can bound its work. */
export type Spend = (steps: number) => void;

/**
 * `==`: numbers of all types by what they are worth, everything else deeply and only within one Go type, so
 * `[1, 2] == [1.0, 2.0]` is false.
 *
 * Source: expr v1.15.5 vm/runtime/helpers/main.go Equal
 */
export function equal(a: Value, b: Value, spend: Spend): boolean {
  return equalPlainly(a, b) ?? ((isNilValue(a) && isNilValue(b)) || deepEqual(a, b, spend));
}

/** Source: Go package reflect, DeepEqual */
function deepEqual(a: Value, b: Value, spend: Spend): boolean {
  spend(1);
  if (!sameType(typeOf(a), typeOf(b))) return false;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (a.tag === 'list' && b.tag === 'list') return equalLists(a, b, spend);
  if (a.tag === 'dict' && b.tag === 'dict') return equalDicts(a, b, spend);
  if (a.tag === 'fields' && b.tag === 'fields') return equalFields(a, b, spend);
  if (a.tag === 'sized' && b.tag === 'sized') return a.value === b.value;
  return false;
}

function equalLists(a: List, b: List, spend: Spend): boolean {
  if (a === b) return true;
  if (a.length !== b.length || a.isNil !== b.isNil) return false;
  for (let index = 0; index < a.length; index += 1) if (!deepEqual(a.at(index), b.at(index), spend)) return false;
  return true;
}

function equalDicts(a: Dict, b: Dict, spend: Spend): boolean {
  if (a === b) return true;
  if (a.entries.size !== b.entries.size) return false;
  for (const [text, { value }] of a.entries) {
    const other = b.entries.get(text);
    if (other === undefined || !deepEqual(value, other.value, spend)) return false;
  }
  return true;
}

function equalFields(a: Fields, b: Fields, spend: Spend): boolean {
  return Object.entries(a.fields).every(([name, value]) => deepEqual(value, own(b.fields, name) ?? null, spend));
}
