/** Looking into bodies of backends. */
import { isJsonArray, isJsonObject, type Json } from '../../api/json.ts';
import { own } from '../../text/own.ts';

/** A member of an object; its name is compared without regard to case, as encoding/json does where a field has no tag. */
export function member(value: Json | undefined, key: string): Json | undefined {
  if (!isJsonObject(value)) return undefined;
  const name = Object.keys(value).findLast((other) => other.toLowerCase() === key.toLowerCase());
  return name === undefined ? undefined : own(value, name);
}

export function items(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function numbersOf(value: Json | undefined): readonly number[] {
  return items(value).filter((item) => typeof item === 'number');
}
