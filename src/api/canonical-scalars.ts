import { WrongTypeError } from './wrong-type.ts';
import type { Json } from './json.ts';
import { canonicalQuantity, QuantityError } from './quantity.ts';
import type { ScalarKind } from './shape/shape.ts';
import { formatTime, parseTime } from './times.ts';

function text(value: Json, expected: string): string {
  if (typeof value !== 'string') throw new WrongTypeError(expected, value);
  return value;
}

function wholeNumber(value: Json, expected: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new WrongTypeError(expected, value);
  return value;
}

function time(value: Json): string {
  const expected = 'a time such as 2026-01-01T00:00:00Z';
  const epochMs = parseTime(text(value, expected));
  if (epochMs === undefined) throw new WrongTypeError(expected, value);
  return formatTime(epochMs);
}

/** Quantities may be written without quotes: `cpu: 0.5`. */
function quantity(value: Json): string {
  const expected = 'a quantity such as 500m or 1Gi';
  const written = typeof value === 'number' ? String(value) : text(value, expected).trim();
  try {
    return canonicalQuantity(written);
  } catch (error) {
    if (error instanceof QuantityError) throw new WrongTypeError(expected, value);
    throw error;
  }
}

/** Line breaks are left out. Source: Go encoding/base64 StdEncoding */
function bytes(value: Json): string {
  const expected = 'bytes in base64';
  const written = text(value, expected).replace(/[\r\n]/g, '');
  if (written.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(written)) throw new WrongTypeError(expected, value);
  return written;
}

/** A value that is neither missing nor null, as the Go type of its kind keeps it. Throws WrongTypeError. */
export function canonicalScalar(kind: ScalarKind, value: Json): Json {
  switch (kind) {
    case 'raw':
      return value;
    case 'text':
      return text(value, 'text');
    case 'bool':
      if (typeof value !== 'boolean') throw new WrongTypeError('true or false', value);
      return value;
    case 'int':
      return wholeNumber(value, 'a whole number');
    case 'number':
      if (typeof value !== 'number') throw new WrongTypeError('a number', value);
      return value;
    case 'intOrString':
      return typeof value === 'string' ? value : wholeNumber(value, 'a whole number or text');
    case 'time':
      return time(value);
    case 'quantity':
      return quantity(value);
    case 'bytes':
      return bytes(value);
  }
}

/** Go's zero value of a kind. */
export function zeroScalar(kind: ScalarKind): Json {
  switch (kind) {
    case 'text':
      return '';
    case 'int':
    case 'number':
    case 'intOrString':
      return 0;
    case 'bool':
      return false;
    case 'quantity':
      return '0';
    case 'time':
    case 'bytes':
    case 'raw':
      return null;
  }
}
