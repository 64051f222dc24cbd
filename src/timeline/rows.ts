import { compareText } from '../api/order.ts';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../api/json.ts';

/**
 * Lines of a timeline that differ from each other in a few values only, written as those values. Ten thousand pods start in the same way: each line about one
 * would repeat some 800 bytes. After `PLAIN_LINES` lines of equal structure (the same keys, the same types of values) one of them is declared a *form*,
 * and every later one is a *row*: the number of the form, and pairs of a value's number and the value, for those that differ from the last line of that form.
 *
 *     {"kind":"form","form":0}
 *     {"atMs":0,"seq":64,"kind":"event","object":{…},"reason":"SuccessfulCreate","message":"Created pod: shop-1"}
 *     [0,4,"Created pod: shop-2"]
 *
 * The values of a line are numbered from 0 on, keys of each object in the order of their code units. Values that are equal texts of `SHARED_LENGTH` or more
 * characters, such as a name that occurs twice, are one. `seq` has no number: it is one more than that of the entry before.
 */

/** Lines of one structure that stay as they are: a short timeline has no rows. */
const PLAIN_LINES = 256;

const SHARED_LENGTH = 8;

/** Structures that a writer remembers. */
const MOST_STRUCTURES = 20_000;

type Scalar = string | number | boolean | null;

/** A line without its values: the number of each value, or that it is the line's `seq`. */
type Skeleton =
  | number
  | 'seq'
  | { readonly items: readonly Skeleton[] }
  | { readonly fields: readonly (readonly [string, Skeleton])[] };

interface Structure {
  /** Equal for lines of equal structure. */
  readonly key: string;
  readonly skeleton: Skeleton;
  readonly values: readonly Scalar[];
}

function structureOf(line: JsonObject): Structure {
  const values: Scalar[] = [];
  const shared = new Map<string, number>();
  let key = '';
  const scalar = (value: Scalar): number => {
    const known = typeof value === 'string' && value.length >= SHARED_LENGTH ? shared.get(value) : undefined;
    if (known !== undefined) {
      key += `=${known}`;
      return known;
    }
    key += value === null ? 'z' : typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : 'b';
    if (typeof value === 'string' && value.length >= SHARED_LENGTH) shared.set(value, values.length);
    return values.push(value) - 1;
  };
  const visit = (value: Json, isLine: boolean): Skeleton => {
    if (isJsonArray(value)) {
      key += '[';
      const items = value.map((item) => {
        key += ',';
        return visit(item, false);
      });
      key += ']';
      return { items };
    }
    if (!isJsonObject(value)) return scalar(value);
    key += '{';
    const fields: (readonly [string, Skeleton])[] = [];
    for (const name of Object.keys(value).sort(compareText)) {
      const field = value[name];
      if (field === undefined) continue;
      key += `${JSON.stringify(name)}:`;
      fields.push([name, isLine && name === 'seq' ? 'seq' : visit(field, false)]);
    }
    key += '}';
    return { fields };
  };
  const skeleton = visit(line, true);
  return { key, skeleton, values };
}

function rebuilt(skeleton: Skeleton, values: readonly Scalar[], seq: number): Json {
  if (skeleton === 'seq') return seq;
  if (typeof skeleton === 'number') return values[skeleton] ?? null;
  if ('items' in skeleton) return skeleton.items.map((item) => rebuilt(item, values, seq));
  return Object.fromEntries(skeleton.fields.map(([name, field]) => [name, rebuilt(field, values, seq)]));
}

/** A declared form, with the values of its last line. */
interface Form {
  readonly number: number;
  readonly skeleton: Skeleton;
  values: readonly Scalar[];
}

/** Decides how each line of a timeline is written. */
export class RowWriter {
  readonly #plainLines: number;
  readonly #lines = new Map<string, number>();
  readonly #forms = new Map<string, Form>();

  constructor(plainLines = PLAIN_LINES) {
    this.#plainLines = plainLines;
  }

  /** The texts of a line: itself as `plain` writes it, perhaps behind the declaration of a form, or a row. */
  write(line: JsonObject, plain: (line: JsonObject) => string): readonly string[] {
    const { key, skeleton, values } = structureOf(line);
    const form = this.#forms.get(key);
    if (form !== undefined) {
      const row: Json[] = [form.number];
      for (const [index, value] of values.entries()) if (value !== form.values[index]) row.push(index, value);
      form.values = values;
      return [JSON.stringify(row)];
    }
    const count = (this.#lines.get(key) ?? 0) + 1;
    if (count > 1 || this.#lines.size < MOST_STRUCTURES) this.#lines.set(key, count);
    if (count <= this.#plainLines) return [plain(line)];
    const number = this.#forms.size;
    this.#forms.set(key, { number, skeleton, values });
    return [JSON.stringify({ kind: 'form', form: number }), plain(line)];
  }
}

/** Reads rows back as the lines that they stand for. */
export class RowReader {
  readonly #forms = new Map<number, Form>();

  /** The line that follows the declaration of a form. */
  declare(number: number, line: JsonObject): void {
    const { skeleton, values } = structureOf(line);
    this.#forms.set(number, { number, skeleton, values });
  }

  /** The line of a row; `seq` is the number of the next entry. Throws an Error for a row that does not fit its form. */
  read(row: readonly Json[], seq: number): JsonObject {
    const [number, ...pairs] = row;
    const form = typeof number === 'number' ? this.#forms.get(number) : undefined;
    if (form === undefined) throw new Error(`a row of form ${JSON.stringify(number)}, which is not declared`);
    const values = [...form.values];
    for (let index = 0; index < pairs.length; index += 2) {
      const [place, value] = [pairs[index], pairs[index + 1]];
      if (!isScalar(value) || typeof place !== 'number' || !isLike(values[place], value)) {
        throw new Error(`a row that does not fit form ${form.number}: ${JSON.stringify([place, value])}`);
      }
      values[place] = value;
    }
    form.values = values;
    const line = rebuilt(form.skeleton, values, seq);
    if (!isJsonObject(line)) throw new Error(`form ${form.number} is not an object`);
    return line;
  }
}

function isScalar(value: Json | undefined): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether a value may take the place of another: values of a form keep their types. */
function isLike(old: Scalar | undefined, value: Scalar): boolean {
  return old !== undefined && (old === null) === (value === null) && typeof old === typeof value;
}
