import { ExprPanic } from '../expr-error.ts';
import type { Host } from '../machine/host.ts';
import { isList, kindName } from '../values/runtime.ts';
import type { Dict, List, Value } from '../values/value.ts';

/** What a builtin does at run time. */
export type BuiltinFunction = (args: readonly Value[], host: Host) => Value;

/** Looking at an element through a builtin costs about as much as so many evaluated nodes. */
const STEPS_PER_ELEMENT = 8;

/** The list that an argument must be, or the complaint with the kind that it has. */
export function listArgument(value: Value | undefined, complaint: string, host: Host): List {
  if (value === undefined || !isList(value))
    throw new ExprPanic(complaint.replace('%s', () => kindName(value ?? null)));
  host.spend(value.length * STEPS_PER_ELEMENT);
  return value;
}

export function mapArgument(value: Value | undefined, complaint: string, host: Host): Dict {
  if (typeof value !== 'object' || value === null || value.tag !== 'dict') {
    throw new ExprPanic(complaint.replace('%s', () => kindName(value ?? null)));
  }
  host.spend(value.entries.size * STEPS_PER_ELEMENT);
  return value;
}

export function itemsOf(list: List): readonly Value[] {
  return Array.from({ length: list.length }, (_, index) => list.at(index));
}
