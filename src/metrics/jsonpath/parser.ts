import { fitsInt64, parseInteger } from '../../api/int64.ts';
import { JsonPathSyntaxError, type Node, type Template } from './nodes.ts';
import { unquote } from './unquote.ts';

/** Filters and unions are templates of their own; deeper ones than this are refused. */
const MAX_DEPTH = 50;
const SPACE_OR_END = /[ \t\r\n]/;
const TERMINATORS = new Set(['.', ',', '[', ']', '$', '@', '{', '}']);
const DICT_KEY = /^'([^']*)'$/;
const SLICE = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)([^\n]+?)$/;
const ALPHANUMERIC = /^[_\p{L}\p{Nd}]$/u;
const DIGIT = /^\p{Nd}$/u;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
/** Half of a surrogate pair is no character. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
const FLOAT = /^[+-]?(\d+(?:\.\d*)?|\.\d+)$/;

function fail(message: string): never {
  throw new JsonPathSyntaxError(message);
}

/** Reads characters one by one; the empty text is the end. */
class Reader {
  readonly input: string;
  at = 0;
  #start = 0;

  constructor(input: string) {
    this.input = input;
  }

  peek(): string {
    const rune = this.input.codePointAt(this.at);
    return rune === undefined ? '' : String.fromCodePoint(rune);
  }

  next(): string {
    const character = this.peek();
    this.at += character.length;
    return character;
  }

  skip(length: number): void {
    this.at += length;
    this.#start = this.at;
  }

  startsWith(text: string): boolean {
    return this.input.startsWith(text, this.at);
  }

  /** What was read since this was last asked. */
  take(): string {
    const text = this.input.slice(this.#start, this.at);
    this.#start = this.at;
    return text;
  }
}

function isTerminator(character: string): boolean {
  return character === '' || SPACE_OR_END.test(character) || TERMINATORS.has(character);
}

/** `U+0021 '!'`: Go's `%#U`. */
function unicodeOf(character: string): string {
  const rune = character.codePointAt(0) ?? 0;
  const hex = `U+${rune.toString(16).toUpperCase().padStart(4, '0')}`;
  return PRINTABLE.test(character) ? `${hex} '${character}'` : hex;
}

/**
 * Reads a template such as `{$.data[0].value} text`. Throws JsonPathSyntaxError in the reference's words.
 * Source: k8s.io/client-go/util/jsonpath/parser.go.
 */
export function parseJsonPath(text: string): Template {
  return parseTemplate(text.replace(LONE_SURROGATE, '\ufffd'), 0);
}

function parseTemplate(text: string, depth: number): Template {
  if (depth > MAX_DEPTH) fail(`filters and unions more than ${MAX_DEPTH} deep`);
  const reader = new Reader(text);
  const nodes: Node[] = [];
  for (;;) {
    const open = text.indexOf('{', reader.at);
    reader.at = open < 0 ? text.length : open;
    const plain = reader.take();
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    if (open < 0) return nodes;
    reader.skip(1);
    nodes.push({ kind: 'list', nodes: parseAction(reader, depth) });
  }
}

/** What would stand in braces, read as such. Source: parseAction. */
function parseInner(text: string, depth: number): readonly Node[] {
  const first = parseTemplate(`{${text}}`, depth + 1)[0];
  return first?.kind === 'list' ? first.nodes : [];
}

/** Everything up to the closing brace. Source: parseInsideAction. */
function parseAction(reader: Reader, depth: number): readonly Node[] {
  const nodes: Node[] = [];
  for (;;) {
    if (reader.startsWith('}')) {
      reader.skip(1);
      return nodes;
    }
    if (reader.startsWith('[?(')) {
      nodes.push(parseFilter(reader, depth));
    } else if (reader.startsWith('..')) {
      if (nodes.at(-1)?.kind === 'recursive') fail('invalid multiple recursive descent');
      reader.skip(2);
      nodes.push({ kind: 'recursive' });
      if (ALPHANUMERIC.test(reader.peek())) nodes.push(parseField(reader));
    } else {
      nodes.push(...parseElement(reader, depth));
    }
  }
}

function parseElement(reader: Reader, depth: number): readonly Node[] {
  const character = reader.peek();
  if (character === '' || character === '\r' || character === '\n') fail('unclosed action');
  if (character === '+' || character === '-' || DIGIT.test(character)) return [parseNumber(reader)];
  if (ALPHANUMERIC.test(character)) return [parseIdentifier(reader)];
  reader.next();
  switch (character) {
    case ' ':
    case '@':
    case '$':
      reader.take();
      return [];
    case '[':
      return parseArray(reader, depth);
    case '"':
    case "'":
      return [parseQuote(reader, character)];
    case '.':
      return [parseField(reader)];
    default:
      return fail(`unrecognized character in action: ${unicodeOf(character)}`);
  }
}

/** Source: parseIdentifier. */
function parseIdentifier(reader: Reader): Node {
  while (!isTerminator(reader.peek())) reader.next();
  const name = reader.take();
  if (name === 'true' || name === 'false') return { kind: 'bool', value: name === 'true' };
  return { kind: 'identifier', name };
}

/** Source: parseNumber. */
function parseNumber(reader: Reader): Node {
  if (reader.peek() === '+' || reader.peek() === '-') reader.next();
  while (reader.peek() === '.' || DIGIT.test(reader.peek())) reader.next();
  const text = reader.take();
  const whole = parseInteger(text);
  if (whole !== undefined && fitsInt64(whole)) return { kind: 'int', value: whole };
  const value = Number(text);
  if (!FLOAT.test(text) || !Number.isFinite(value)) fail(`cannot parse number ${text}`);
  return { kind: 'float', value };
}

/** A name up to a terminator; a backslash makes any character part of it. Source: parseField, advance. */
function parseField(reader: Reader): Node {
  reader.take();
  for (let character = reader.peek(); !isTerminator(character); character = reader.peek()) {
    reader.next();
    if (character === '\\') reader.next();
  }
  const name = reader.take();
  return name === '*' ? { kind: 'wildcard' } : { kind: 'field', name: name.replaceAll('\\', '') };
}

/** Source: parseQuote. */
function parseQuote(reader: Reader, quote: string): Node {
  for (let character = reader.next(); ; character = reader.next()) {
    if (character === '' || character === '\n') fail('unterminated quoted string');
    if (character === quote && reader.input[reader.at - 2] !== '\\') break;
  }
  const quoted = reader.take();
  const text = unquote(quoted);
  return text === undefined ? fail(`unquote string ${quoted} error invalid syntax`) : { kind: 'text', text };
}

/** An index, a slice, a key in quotes, or several of them with commas between. Source: parseArray. */
function parseArray(reader: Reader, depth: number): readonly Node[] {
  for (let character = reader.next(); character !== ']'; character = reader.next()) {
    if (character === '' || character === '\n') fail('unterminated array');
  }
  const written = reader.take().slice(1, -1);
  const text = written === '*' ? ':' : written;
  const parts = text.split(',');
  if (parts.length > 1) {
    const lists = parts.map((part) => parseInner(`[${part.replace(/^ +| +$/g, '')}]`, depth));
    return [{ kind: 'union', lists }];
  }
  const key = DICT_KEY.exec(text)?.[1];
  return key === undefined ? [parseSlice(text)] : parseInner(`.${key}`, depth);
}

function indexOf(text: string): number {
  const value = parseInteger(text);
  if (value === undefined || !fitsInt64(value)) fail(`array index ${text} is not a number`);
  return Number(value);
}

function parseSlice(text: string): Node {
  const match = SLICE.exec(text);
  if (match === null) fail(`invalid array index ${text}`);
  const [, first = '', second, third] = match;
  const start = first === '' ? undefined : indexOf(first);
  const endText = second?.slice(1) ?? '';
  const derived = second === undefined;
  const end = endText === '' ? undefined : indexOf(endText);
  const stepText = third?.slice(1) ?? '';
  const step = stepText === '' ? undefined : indexOf(stepText);
  return { kind: 'array', start, end: derived ? (start ?? 0) + 1 : end, derived, step };
}

/** Up to the first closing bracket outside the first pair of quotes. Source: parseFilter. */
function parseFilter(reader: Reader, depth: number): Node {
  reader.skip(3);
  let quote = '';
  let closed = false;
  for (let character = reader.next(); ; character = reader.next()) {
    if (character === '' || character === '\n') fail('unterminated filter');
    if (character === '"' || character === "'") {
      if (quote === '') quote = character;
      else if (character === quote && reader.input[reader.at - 2] !== '\\') closed = true;
    } else if (character === ')' && (quote !== '') === closed) {
      break;
    }
  }
  if (reader.next() !== ']') fail('unclosed array expect ]');
  const text = reader.take().slice(0, -2);
  const [, left, operator, right] = COMPARISON.exec(text) ?? [];
  if (left === undefined || operator === undefined || right === undefined) {
    return { kind: 'filter', left: parseInner(text, depth), operator: 'exists', right: [] };
  }
  return { kind: 'filter', left: parseInner(left, depth), operator, right: parseInner(right, depth) };
}
