import { own } from '../../text/own.ts';
import { comparison, ComparisonError } from './compare.ts';
import type { ArrayNode, FilterNode, Node, Template } from './nodes.ts';
import { Byte, entriesOf, type GoValue, INVALID, isList, isMap, printGo, typeText } from './values.ts';

type Values = readonly GoValue[];

/** A template that does not fit the document, in the reference's words; with the values that were at hand, which is what `[?(path)]` asks for. */
export class JsonPathError extends Error {
  readonly values: Values;

  constructor(message: string, values: Values) {
    super(message);
    this.values = values;
  }
}

/** Where the reference's process ends with a panic. */
export class JsonPathPanic extends Error {}

/** More than any real document needs: templates whose results multiply are stopped here. */
const MAX_VALUES = 1_000_000;
const encoder = new TextEncoder();

/** What a value is made of: elements of lists, values of maps in the order of keys, bytes of texts. */
function childrenOf(value: GoValue): Values {
  if (typeof value === 'string') return Array.from(encoder.encode(value), (byte) => new Byte(byte));
  if (isList(value)) return value;
  return isMap(value) ? entriesOf(value).map(([, item]) => item) : [];
}

/**
 * The results of a template over a document, one list for each text and each pair of braces. Throws JsonPathError or JsonPathPanic.
 * Source: k8s.io/client-go/util/jsonpath/jsonpath.go FindResults.
 */
export function findResults(template: Template, document: GoValue): readonly Values[] {
  return new Evaluation(template).find(document === null ? INVALID : document, 0);
}

/** One evaluation: ranges keep their state across nodes. */
class Evaluation {
  readonly #template: Template;
  #beginRange = 0;
  #inRange = 0;
  #endRange = 0;
  #lastEnd = -1;
  #left = MAX_VALUES;

  constructor(template: Template) {
    this.#template = template;
  }

  find(document: GoValue, from: number): readonly Values[] {
    const results: Values[] = [];
    for (let index = from; index < this.#template.length; index += 1) {
      const node = this.#template[index];
      const found = node === undefined ? [] : this.#walk([document], node);
      if (this.#endRange > 0 && this.#endRange <= this.#inRange) {
        this.#endRange -= 1;
        this.#lastEnd = index;
        break;
      }
      if (this.#beginRange > 0) {
        for (const inner of this.#range(found, index + 1)) results.push(inner);
        if (this.#lastEnd > index) index = this.#lastEnd;
      } else {
        results.push(found);
      }
    }
    return results;
  }

  /** The rest of the template for each value, up to the end of the range; without any it is gone through once to find that end. */
  #range(values: Values, from: number): readonly Values[] {
    this.#beginRange -= 1;
    this.#inRange += 1;
    const results: Values[] = [];
    for (const value of values) {
      if (value === INVALID) throw new JsonPathPanic('reflect: call of reflect.Value.Interface on zero Value');
      for (const found of this.find(value === null ? INVALID : value, from)) results.push(found);
    }
    if (values.length === 0) this.find(INVALID, from);
    this.#inRange -= 1;
    return results;
  }

  #walk(input: Values, node: Node): Values {
    this.#spend(1 + input.length);
    switch (node.kind) {
      case 'list':
        return this.#list(input, node.nodes);
      case 'text':
        return [node.text];
      case 'int':
      case 'float':
      case 'bool':
        return input.map(() => node.value);
      case 'field':
        return field(input, node.name);
      case 'array':
        return this.#slice(input, node);
      case 'filter':
        return this.#filter(input, node);
      case 'wildcard':
        return this.#wildcard(input);
      case 'recursive':
        return this.#recursive(input);
      case 'union':
        return this.#union(input, node.lists);
      case 'identifier':
        return this.#identifier(input, node.name);
    }
  }

  #spend(values: number): void {
    this.#left -= values;
    if (this.#left < 0) throw new JsonPathError(`more than ${MAX_VALUES} values`, []);
  }

  #list(input: Values, nodes: readonly Node[]): Values {
    let values = input;
    for (const node of nodes) values = this.#walk(values, node);
    return values;
  }

  #identifier(input: Values, name: string): Values {
    if (name === 'range') {
      this.#beginRange += 1;
      return input;
    }
    if (name !== 'end') throw new JsonPathError(`unrecognized identifier ${name}`, input);
    if (this.#inRange === 0) throw new JsonPathError('not in range, nothing to end', []);
    this.#endRange += 1;
    return [];
  }

  #union(input: Values, lists: readonly (readonly Node[])[]): Values {
    try {
      return lists.flatMap((nodes) => this.#list(input, nodes));
    } catch (error) {
      throw error instanceof JsonPathError ? new JsonPathError(error.message, input) : error;
    }
  }

  /** Every value that has parts, before those of its parts. */
  #recursive(input: Values): Values {
    const found: GoValue[] = [];
    const waiting: GoValue[] = [...input].reverse();
    for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
      const children = childrenOf(value);
      this.#spend(1 + children.length);
      if (children.length === 0) continue;
      found.push(value);
      for (let index = children.length - 1; index >= 0; index -= 1) waiting.push(children[index] ?? null);
    }
    return found;
  }

  #wildcard(input: Values): Values {
    const found: GoValue[] = [];
    for (const value of input) {
      const children = childrenOf(value);
      this.#spend(children.length);
      for (const child of children) found.push(child);
    }
    return found;
  }

  /**
   * The elements of each list that a slice takes. Both of its ends must be inside, unless it takes none: then nothing of the lists that follow
   * is looked at either. Source: evalArray.
   */
  #slice(input: Values, node: ArrayNode): Values {
    const found: GoValue[] = [];
    for (const value of input) {
      if (value === null) continue;
      if (value === INVALID) throw new JsonPathPanic('reflect: call of reflect.Value.Type on zero Value');
      if (!isList(value)) throw new JsonPathError(`${typeText(value)} is not array or slice`, input);
      const { start, end } = boundsOf(node, value.length);
      if (start === end) return found;
      const error = sliceError(start, end, value.length) ?? stepError(node.step);
      if (error !== undefined) throw new JsonPathError(error, input);
      this.#spend(end - start);
      for (let index = start; index < end; index += node.step ?? 1) found.push(value[index] ?? null);
    }
    return found;
  }

  #filter(input: Values, node: FilterNode): Values {
    const passed: GoValue[] = [];
    for (const value of input) {
      if (!isList(value)) {
        throw new JsonPathError(`${printGo(value)} is not array or slice and cannot be filtered`, input);
      }
      for (const item of value) {
        const pass = node.operator === 'exists' ? this.#exists(item, node) : this.#compares(item, node, input, passed);
        if (pass) passed.push(item);
      }
    }
    return passed;
  }

  /** A path that fails may leave values behind all the same: an index out of bounds does, a missing field does not. */
  #exists(item: GoValue, { left }: FilterNode): boolean {
    try {
      return this.#list([item], left).length > 0;
    } catch (error) {
      if (error instanceof JsonPathError) return error.values.length > 0;
      throw error;
    }
  }

  #compares(item: GoValue, node: FilterNode, input: Values, passed: Values): boolean {
    const left = this.#side(item, node.left, input);
    if (left === undefined) return false;
    const right = this.#side(item, node.right, input);
    if (right === undefined) return false;
    const compare = comparison(node.operator);
    if (compare === undefined) throw new JsonPathError(`unrecognized filter operator ${node.operator}`, passed);
    try {
      return compare(left, right);
    } catch (error) {
      throw error instanceof ComparisonError ? new JsonPathError(error.message, passed) : error;
    }
  }

  /** One side of a comparison; undefined if it has no value. */
  #side(item: GoValue, nodes: readonly Node[], input: Values): GoValue | undefined {
    try {
      const values = this.#list([item], nodes);
      if (values.length > 1) throw new JsonPathError('can only compare one element at a time', input);
      return values[0];
    } catch (error) {
      throw error instanceof JsonPathError ? new JsonPathError(error.message, input) : error;
    }
  }
}

/** A field of each map that has it; an error only if none has. Source: evalField. */
function field(input: Values, name: string): Values {
  if (input.length === 0) return [];
  const found = input.flatMap((value): Values => {
    if (value === INVALID || value === null || !isMap(value)) return [];
    const item = own(value, name);
    return item === undefined ? [] : [item];
  });
  if (found.length === 0) throw new JsonPathError(`${name} is not found`, []);
  return found;
}

/** Where a slice of a list of this length begins and ends: negative indexes count from its end. */
function boundsOf(node: ArrayNode, length: number): { readonly start: number; readonly end: number } {
  const start = node.start ?? 0;
  const end = node.end ?? length;
  const fromEnd = end < 0 || (end === 0 && node.derived);
  return { start: start < 0 ? start + length : start, end: fromEnd ? end + length : end };
}

function sliceError(start: number, end: number, length: number): string | undefined {
  if (start >= length || start < 0) return `array index out of bounds: index ${start}, length ${length}`;
  if (end > length || end < 0) return `array index out of bounds: index ${end - 1}, length ${length}`;
  return start > end ? `starting index ${start} is greater than ending index ${end}` : undefined;
}

function stepError(step: number | undefined): string | undefined {
  return step !== undefined && step <= 0 ? 'step must be > 0' : undefined;
}
