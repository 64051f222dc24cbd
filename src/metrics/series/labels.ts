import { goQuote } from '../../api/go-quote.ts';

/** The label that holds a metric's name. */
export const METRIC_NAME = '__name__';

/** Names and values of one series, in the order of names; never changed. */
export class Labels {
  readonly names: readonly string[];
  readonly values: readonly string[];
  #key: string | undefined;

  /** `names` must be sorted and no value empty; `labelsOf` sees to both. */
  constructor(names: readonly string[], values: readonly string[]) {
    this.names = names;
    this.values = values;
  }

  /** The value of a label; '' if it is not there, which is the same to Prometheus. */
  get(name: string): string {
    const index = this.names.indexOf(name);
    return index < 0 ? '' : (this.values[index] ?? '');
  }

  /** Equal for equal labels, and only for them. */
  get key(): string {
    this.#key ??= this.names.map((name, index) => `${name}\u0000${this.values[index]}`).join('\u0001');
    return this.#key;
  }

  /** Only these labels. */
  keep(names: ReadonlySet<string>): Labels {
    return this.#filter((name) => names.has(name));
  }

  /** All but these labels. */
  drop(names: ReadonlySet<string>): Labels {
    return this.names.some((name) => names.has(name)) ? this.#filter((name) => !names.has(name)) : this;
  }

  /** With this label set; an empty value takes it away. */
  set(name: string, value: string): Labels {
    return this.get(name) === value ? this : labelsOf([...this.entries(), [name, value]]);
  }

  withoutName(): Labels {
    return this.drop(NAME_ONLY);
  }

  entries(): readonly (readonly [string, string])[] {
    return this.names.map((name, index) => [name, this.values[index] ?? '']);
  }

  #filter(wanted: (name: string) => boolean): Labels {
    return new Labels(
      this.names.filter(wanted),
      this.values.filter((_value, index) => wanted(this.names[index] ?? '')),
    );
  }

  /** `{__name__="up", job="api"}`. Source: model/labels/labels_common.go String. */
  toString(): string {
    const pairs = this.entries().map(([name, value]) => `${labelName(name)}=${goQuote(value)}`);
    return `{${pairs.join(', ')}}`;
  }
}

const NAME_ONLY: ReadonlySet<string> = new Set([METRIC_NAME]);

function labelName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : goQuote(name);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Labels from pairs in any order; of two of one name the later counts, and an empty value is no label. */
export function labelsOf(pairs: Iterable<readonly [string, string]>): Labels {
  const byName = new Map(pairs);
  const names = [...byName.keys()].filter((name) => byName.get(name) !== '').sort(byCodeUnit);
  return new Labels(
    names,
    names.map((name) => byName.get(name) ?? ''),
  );
}

export const NO_LABELS = new Labels([], []);

/** The order in which series come out of the storage. Source: model/labels/labels_stringlabels.go Compare. */
export function compareLabels(a: Labels, b: Labels): number {
  const length = Math.min(a.names.length, b.names.length);
  for (let index = 0; index < length; index += 1) {
    const order =
      byCodeUnit(a.names[index] ?? '', b.names[index] ?? '') ||
      byCodeUnit(a.values[index] ?? '', b.values[index] ?? '');
    if (order !== 0) return order;
  }
  return a.names.length - b.names.length;
}
