import { ExprPanic } from '../expr-error.ts';
import { readJson } from '../values/json-reader.ts';
import { writeJson } from '../values/json-writer.ts';
import { asString } from '../values/runtime.ts';
import type { BuiltinFunction } from './function.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function encodeBase64(bytes: string): string {
  let encoded = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = Array.from(bytes.slice(at, at + 3), (byte) => byte.charCodeAt(0));
    const bits = (a << 16) | (b << 8) | c;
    const kept = bytes.length - at;
    for (let index = 0; index < 4; index += 1) {
      encoded += index > kept ? '=' : (ALPHABET[(bits >> (18 - 6 * index)) & 63] ?? '');
    }
  }
  return encoded;
}

/**
 * The bytes of a base64 text with padding; line breaks are passed over.
 *
 * Source: Go package encoding/base64, StdEncoding.DecodeString: the error names the first byte that is wrong
 */
function decodeBase64(text: string): string {
  const corrupt = (at: number): ExprPanic => new ExprPanic(`illegal base64 data at input byte ${at}`);
  let bytes = '';
  let quantum: number[] = [];
  let at = 0;
  const skipBreaks = (): void => {
    while (text[at] === '\n' || text[at] === '\r') at += 1;
  };
  for (skipBreaks(); at < text.length; skipBreaks()) {
    const value = ALPHABET.indexOf(text[at] ?? '');
    at += 1;
    if (value >= 0) {
      quantum.push(value);
      if (quantum.length === 4) {
        bytes += quantumBytes(quantum, 3);
        quantum = [];
      }
      continue;
    }
    if (text[at - 1] !== '=' || quantum.length < 2) throw corrupt(at - 1);
    if (quantum.length === 2) {
      skipBreaks();
      if (at === text.length) throw corrupt(text.length);
      if (text[at] !== '=') throw corrupt(at - 1);
      at += 1;
    }
    skipBreaks();
    if (at < text.length) throw corrupt(at);
    return bytes + quantumBytes(quantum, quantum.length - 1);
  }
  if (quantum.length > 0) throw corrupt(text.length - quantum.length);
  return bytes;
}

function quantumBytes(quantum: readonly number[], count: number): string {
  const [a = 0, b = 0, c = 0, d = 0] = quantum;
  const bits = (a << 18) | (b << 12) | (c << 6) | d;
  return String.fromCharCode((bits >> 16) & 255, (bits >> 8) & 255, bits & 255).slice(0, count);
}

/** Source: expr v1.15.5 builtin/builtin.go */
export const ENCODING_FUNCTIONS: Readonly<Record<string, BuiltinFunction>> = {
  toJSON: ([value = null], host) => {
    const json = writeJson(value);
    host.growText(json.length);
    return json;
  },
  fromJSON: ([text = null], host) => {
    const json = asString(text);
    host.spend(json.length);
    return readJson(json);
  },
  toBase64: ([text = null], host) => {
    const bytes = asString(text);
    host.growText(bytes.length * 2);
    return encodeBase64(bytes);
  },
  fromBase64: ([text = null], host) => {
    const encoded = asString(text);
    host.growText(encoded.length);
    return decodeBase64(encoded);
  },
};
