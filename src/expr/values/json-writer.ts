import { ExprPanic } from '../expr-error.ts';
import { formatTime } from '../time/format-time.ts';
import { typeText } from '../types/types.ts';
import { formatFloat, formatJsonFloat } from './format.ts';
import { toBytes, toText } from './utf8.ts';
import { type Dict, type List, sortedEntries, typeOf, type Value } from './value.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Go also escapes what would be unsafe inside HTML or JavaScript. */
function jsonString(text: string): string {
  const escaped = text.replace(/["\\\u0000-\u001f<>&\u2028\u2029]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return ESCAPES.get(character) ?? `\\u${code}`;
  });
  return `"${escaped}"`;
}

/**
 * A value as indented JSON, in bytes.
 *
 * Source: Go package encoding/json, MarshalIndent with two blanks
 */
export function writeJson(value: Value): string {
  return toBytes(write(value, ''));
}

function write(value: Value, indent: string): string {
  switch (typeof value) {
    case 'string':
      return jsonString(toText(value));
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw new ExprPanic(`json: unsupported value: ${formatFloat(value)}`);
      return formatJsonFloat(value);
    default:
      break;
  }
  if (value === null) return 'null';
  switch (value.tag) {
    case 'sized':
      return String(value.value);
    case 'time':
      return jsonString(formatTime(value, '2006-01-02T15:04:05.999999999Z07:00'));
    case 'list':
      return writeList(value, indent);
    case 'dict':
      return writeDict(value, indent);
    case 'fields':
      return block('{', '}', indent, (inner) =>
        Object.entries(value.fields).map(([name, field]) => `${jsonString(name)}: ${write(field, inner)}`),
      );
    case 'func':
      throw new ExprPanic(`json: unsupported type: ${typeText(typeOf(value))}`);
  }
}

function block(open: string, close: string, indent: string, linesOf: (inner: string) => readonly string[]): string {
  const inner = `${indent}  `;
  const lines = linesOf(inner);
  return lines.length === 0 ? open + close : `${open}\n${inner}${lines.join(`,\n${inner}`)}\n${indent}${close}`;
}

function writeList(list: List, indent: string): string {
  if (list.isNil === true) return 'null';
  return block('[', ']', indent, (inner) =>
    Array.from({ length: list.length }, (_, index) => write(list.at(index), inner)),
  );
}

function writeDict(dict: Dict, indent: string): string {
  if (dict.type.key?.kind === 'interface') throw new ExprPanic(`json: unsupported type: ${dict.type.text}`);
  return block('{', '}', indent, (inner) =>
    sortedEntries(dict).map(({ key, value }) => {
      const name = typeof key === 'string' ? toText(key) : String(key);
      return `${jsonString(name)}: ${write(value, inner)}`;
    }),
  );
}
