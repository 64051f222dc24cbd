import { ApiError } from './errors.ts';
import type { Json } from './json.ts';

const SHOWN_CHARACTERS = 60;

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/** A value of another type than its field has; learns its path on the way up. */
export class WrongTypeError extends ApiError {
  /** `spec.template.spec.containers[0].ports[1].containerPort`. */
  readonly path: string;
  /** What the field takes: `a whole number`. */
  readonly expected: string;
  readonly found: Json;

  constructor(expected: string, found: Json, path = '') {
    super('BadRequest', `${path === '' ? 'the object' : path}: expected ${expected}, found ${shown(found)}`);
    this.expected = expected;
    this.found = found;
    this.path = path;
  }

  /** The same mistake, seen from one level up: `step` is a field's name, or an index in brackets. */
  within(step: string): WrongTypeError {
    const separator = this.path === '' || this.path.startsWith('[') ? '' : '.';
    return new WrongTypeError(this.expected, this.found, `${step}${separator}${this.path}`);
  }
}
