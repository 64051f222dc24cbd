import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import type { Json } from '../api/json.ts';
import { setOwn } from '../text/own.ts';
import { LIMITS } from '../world/limits.ts';
import type { DiagnosticList } from './diagnostics.ts';
import { didYouMean } from './suggest.ts';
import { type Place, positionOf, type SourceFile, startOf } from './source-file.ts';

interface Input {
  readonly file: SourceFile;
  readonly document: Document.Parsed;
  readonly root: ParsedNode | null;
  readonly mergeKeys: boolean;
  /** As kubectl reads YAML: of a key that is given twice, the last value counts. Else the second is an error. */
  readonly lastKeyCounts: boolean;
  readonly diagnostics: DiagnosticList;
}

/** How many values may come from aliases: enough for any real file, too few for a bomb. */
export const ALIAS_LIMIT = LIMITS.aliases.value;

/** The JSON value of a document, as sigs.k8s.io/yaml converts it; undefined if something in it has none (reported). */
export function toJson(input: Input): Json | undefined {
  return new Converter(input).convert();
}

class Converter {
  readonly #input: Input;
  /** The anchored nodes being written out, outermost first. */
  readonly #open: ParsedNode[] = [];
  /** The alias through which the outermost of them is written out. */
  #through: Alias.Parsed | undefined;
  #aliased = 0;
  #failed = false;

  constructor(input: Input) {
    this.#input = input;
  }

  convert(): Json | undefined {
    const value = this.#node(this.#input.root);
    return this.#failed ? undefined : value;
  }

  #place(node: ParsedNode): Place {
    return placeOfNode(this.#input.file, node);
  }

  #node(node: ParsedNode | null): Json {
    if (node === null || this.#failed) return null;
    if (this.#open.length > 0) {
      this.#aliased += 1;
      if (this.#aliased > ALIAS_LIMIT) {
        this.#failed = true;
        this.#input.diagnostics.add('E112', this.#place(this.#through ?? node), { limit: ALIAS_LIMIT });
      }
    }
    if (isAlias(node)) return this.#alias(node);
    if (isScalar(node)) return this.#scalar(node);
    if (isSeq(node)) return node.items.map((item) => this.#node(item));
    return isMap(node) ? this.#map(node) : null;
  }

  #alias(alias: Alias.Parsed): Json {
    const target = aliasTarget(this.#input.document, alias);
    const place = this.#place(alias);
    if (target === undefined) {
      const known = anchorsOf(this.#input.document);
      this.#failed = true;
      this.#input.diagnostics.add('E106', place, {
        found: alias.source,
        known,
        suggestion: didYouMean(alias.source, known),
      });
      return null;
    }
    if (this.#open.includes(target) || contains(target, alias)) {
      this.#failed = true;
      this.#input.diagnostics.add('E111', place, { anchor: alias.source });
      return null;
    }
    if (this.#open.length === 0) this.#through = alias;
    this.#open.push(target);
    const value = this.#node(target);
    this.#open.pop();
    return value;
  }

  #scalar(node: Scalar.Parsed): Json {
    const { value } = node;
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'bigint' || isRoundedInteger(value, node.source)) {
      const kept = Number(value);
      this.#input.diagnostics.add('W120', this.#place(node), { found: node.source, kept: String(kept) });
      return kept;
    }
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.#failed = true;
    this.#input.diagnostics.add('E115', this.#place(node), { found: node.source });
    return null;
  }

  /** Braces without quotes around them are a mapping in a mapping to YAML: of an argument of an analysis it is plain what is meant. */
  #map(map: YAMLMap.Parsed): Json {
    const placeholder = placeholderOf(this.#input.file.text.slice(map.range[0], map.range[1]));
    if (placeholder !== undefined) {
      this.#input.diagnostics.add('W122', this.#place(map), { found: placeholder });
      return placeholder;
    }
    const result: Record<string, Json> = {};
    const seen = new Map<string, ParsedNode>();
    const merges: Pair<ParsedNode, ParsedNode | null>[] = [];
    for (const pair of map.items) {
      if (this.#input.mergeKeys && isMergeKey(pair.key)) {
        merges.push(pair);
        continue;
      }
      const key = this.#key(pair.key);
      if (key === undefined) continue;
      const earlier = seen.get(key);
      const value = this.#node(pair.value);
      if (earlier !== undefined) {
        const { line } = positionOf(this.#input.file, earlier.range[0]);
        const place = this.#place(pair.key);
        if (!this.#input.lastKeyCounts) {
          this.#input.diagnostics.add('E105', place, { key, line });
          continue;
        }
        this.#input.diagnostics.add('W127', place, { key, line, kept: shortJson(value) });
      }
      seen.set(key, pair.key);
      setOwn(result, key, value);
    }
    for (const pair of merges) this.#merge(result, pair.value);
    return result;
  }

  #key(node: ParsedNode): string | undefined {
    const inner = isAlias(node) ? aliasTarget(this.#input.document, node) : node;
    const key = isScalar(inner) ? keyText(inner.value) : undefined;
    if (key !== undefined) return key;
    this.#failed = true;
    const found = this.#input.file.text.slice(node.range[0], node.range[1]).split('\n')[0] ?? '';
    const template = this.#input.file.text.startsWith('{{', node.range[0] - 1) || found.startsWith('{{');
    this.#input.diagnostics.add(template ? 'E116' : 'E113', this.#place(node), { found: template ? '{{ … }}' : found });
    return undefined;
  }

  /** Merged keys never replace keys that are there; of several sources the first wins. */
  #merge(result: Record<string, Json>, node: ParsedNode | null): void {
    const target = isAlias(node) ? aliasTarget(this.#input.document, node) : node;
    const sources = isSeq(target) ? target.items : [node];
    for (const source of sources) {
      const value = this.#node(source);
      if (this.#failed) return;
      if (value === null || typeof value !== 'object' || Array.isArray(value)) {
        this.#failed = true;
        const place = node === null ? startOf(this.#input.file) : this.#place(node);
        this.#input.diagnostics.add('E114', place, {
          found: isSeq(target) ? 'a list with something else in it' : JSON.stringify(value),
        });
        return;
      }
      for (const [key, item] of Object.entries(value)) {
        if (!Object.hasOwn(result, key) && item !== undefined) setOwn(result, key, item);
      }
    }
  }
}

/** A value in a message, cut if it is long. */
function shortJson(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** Whether a number was written as an integer and is none that a double holds exactly. */
function isRoundedInteger(value: unknown, source: string): boolean {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(source);
}

/** The text of a key that is no text, as JSON gets it; undefined for what cannot be a key. */
export function keyText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

export function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

/** The node that an alias stands for: the last anchor of that name before it. */
export function aliasTarget(document: Document.Parsed, alias: Alias.Parsed): ParsedNode | undefined {
  let target: ParsedNode | undefined;
  visit(document, {
    Node: (_key, node) => {
      if (node === alias) return visit.BREAK;
      if ('anchor' in node && node.anchor === alias.source && isParsed(node)) target = node;
      return undefined;
    },
  });
  return target;
}

function isParsed(node: unknown): node is ParsedNode {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function anchorsOf(document: Document.Parsed): readonly string[] {
  const names: string[] = [];
  visit(document, {
    Node: (_key, node) => {
      if ('anchor' in node && typeof node.anchor === 'string') names.push(node.anchor);
    },
  });
  return names;
}

function contains(outer: ParsedNode, inner: ParsedNode): boolean {
  return outer.range[0] <= inner.range[0] && inner.range[1] <= outer.range[1];
}

/** Where a node stands in its file, trailing comments and line ends left out. */
export function placeOfNode(file: SourceFile, node: ParsedNode): Place {
  return { file, start: node.range[0], end: Math.max(node.range[0], node.range[1]) };
}

/** The text of a mapping that is nothing but a placeholder for an argument: `{{args.service}}`. */
function placeholderOf(text: string): string | undefined {
  return /^\{\{\s*args\.[\w.-]+\s*\}\}$/u.test(text) ? text : undefined;
}
