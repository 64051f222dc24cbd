import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode } from 'yaml';
import { type Place, startOf } from './source-file.ts';
import { aliasTarget, isMergeKey, keyText, placeOfNode } from './yaml-json.ts';
import type { YamlDocument } from './yaml-reader.ts';

/** Where a value is in a document: keys and list positions from the root. */
export type YamlPath = readonly (string | number)[];

/** `spec.script[1].run`, for people. */
export function pathText(path: YamlPath): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[\w-]+$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}

type Found = { readonly key: ParsedNode | undefined; readonly value: ParsedNode | null };

/** Where the value at a path stands; if there is none, where the nearest value around it stands. */
export function placeOfValue(document: YamlDocument, path: YamlPath): Place {
  const { found, complete } = walk(document, path);
  if (complete && found.value === null && found.key !== undefined) return placeOfNode(document.file, found.key);
  return nodePlace(document, found.value ?? found.key);
}

/** Where the last key of a path stands (the value, if it is in a list); if there is none, the nearest key around it. */
export function placeOfKey(document: YamlDocument, path: YamlPath): Place {
  const { found } = walk(document, path);
  return nodePlace(document, found.key ?? found.value);
}

/** The node at a path, if there is one. */
export function nodeAt(document: YamlDocument, path: YamlPath): ParsedNode | undefined {
  const { found, complete } = walk(document, path);
  return complete ? (resolved(document, found.value) ?? undefined) : undefined;
}

function nodePlace(document: YamlDocument, node: ParsedNode | null | undefined): Place {
  if (node === null || node === undefined) return startOf(document.file);
  const inner = isAlias(node) ? (aliasTarget(document.document, node) ?? node) : node;
  const place = placeOfNode(document.file, inner);
  if (!isMap(inner) && !isSeq(inner)) return place;
  const first = isMap(inner) ? inner.items[0]?.key : undefined;
  return first !== undefined && inner.flow !== true ? placeOfNode(document.file, first) : place;
}

function walk(document: YamlDocument, path: YamlPath): { readonly found: Found; readonly complete: boolean } {
  let found: Found = { key: undefined, value: document.root };
  for (const part of path) {
    const node = resolved(document, found.value);
    const next = step(document, node, part);
    if (next === undefined) return { found, complete: false };
    found = next;
  }
  return { found, complete: true };
}

function resolved(document: YamlDocument, node: ParsedNode | null): ParsedNode | null {
  return isAlias(node) ? (aliasTarget(document.document, node) ?? null) : node;
}

function step(document: YamlDocument, node: ParsedNode | null, part: string | number): Found | undefined {
  if (isSeq(node)) {
    const item = typeof part === 'number' ? node.items[part] : undefined;
    return item === undefined ? undefined : { key: undefined, value: item };
  }
  if (!isMap(node)) return undefined;
  const own = node.items.findLast(
    (pair) => isScalar(pair.key) && !isMergeKey(pair.key) && keyText(pair.key.value) === String(part),
  );
  if (own !== undefined) return { key: own.key, value: own.value };
  for (const pair of node.items) {
    const merged = isMergeKey(pair.key) ? mergedStep(document, pair, part) : undefined;
    if (merged !== undefined) return merged;
  }
  return undefined;
}

function mergedStep(
  document: YamlDocument,
  pair: Pair<ParsedNode, ParsedNode | null>,
  part: string | number,
): Found | undefined {
  const target = resolved(document, pair.value);
  const sources = isSeq(target) ? target.items : [target];
  for (const source of sources) {
    const found = step(document, resolved(document, source), part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Where a stretch of a text value stands in the file: quotes, escapes, folds and indentation of the YAML are skipped over. If the text comes through an alias, the
 * anchor's place is meant.
 */
export function placeInText(document: YamlDocument, path: YamlPath, start: number, end: number): Place {
  const node = nodeAt(document, path);
  const whole = placeOfValue(document, path);
  if (node === undefined || !isScalar(node) || typeof node.value !== 'string') return whole;
  const offsets = textOffsets(document.file.text, node.range[0], node.range[1], node.value);
  const last = offsets.at(-1);
  const from = offsets[start] ?? (last === undefined ? whole.end : last + 1);
  const until = offsets[Math.max(start, end - 1)];
  return { file: document.file, start: from, end: until === undefined ? from + 1 : until + 1 };
}

/** The offset in the source of every letter of a scalar's value. */
function textOffsets(source: string, start: number, end: number, value: string): readonly number[] {
  const offsets: number[] = [];
  let at = start;
  if (source[at] === '"' || source[at] === "'") at += 1;
  for (const letter of value.split('')) {
    while (at < end && source[at] !== letter && !standsFor(source, at, letter)) at += 1;
    offsets.push(Math.min(at, end));
    at += source[at] === '\\' && letter !== '\\' ? 2 : 1;
  }
  return offsets;
}

/** Whether a letter of the value is written otherwise here: a space as the end of a line, a quote or a line end as an escape. */
function standsFor(source: string, at: number, letter: string): boolean {
  if (letter === ' ' && source[at] === '\n') return true;
  return source[at] === '\\' && (source[at + 1] === letter || letter === '\n' || letter === '\t');
}
