/** Draws from [0, 1): any generator will do, a seeded one makes a run that can be repeated. */
export type Random = () => number;

/** A small seeded generator (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What an expression is meant to give; one in ten is drawn from another kind, so that types do not fit. */
type Kind = 'number' | 'bool' | 'text' | 'list' | 'map' | 'any';

const KINDS: readonly Kind[] = ['number', 'bool', 'text', 'list', 'map', 'any'];

const NAMES: Readonly<Record<Kind, readonly string[]>> = {
  number: ['result', 'n', 'm', 'zero', 'big', 'i64', 'u', 'f', 'g', 'nan', 'inf'],
  bool: ['t', 'fa'],
  text: ['s', 'u8', 'empty'],
  list: ['ints', 'floats', 'strs', 'list', 'emptyList', 'objs'],
  map: ['obj', 'emptyObj', 'counts'],
  any: ['nothing', 'obj.a', 'obj.none', 'list[0]', 'list[1]', 'obj.nested.deep', 'objs[0].name', 'missing'],
};

const LITERALS: Readonly<Record<Kind, readonly string[]>> = {
  number: ['0', '1', '2', '7', '1.5', '0.95', '.5', '1e3', '0x1F', '1_000', '5.', '9223372036854775807', '007'],
  bool: ['true', 'false'],
  text: ['"a"', "'b'", '"hello"', '""', '"x y"', '"é☃"', '"\\n\\u00e9"', '"3"', '"1h30m"', '"2024-02-29"', '"[a-c]+"'],
  list: ['[]', '[1, 2]', '["a", "b"]', '[1, "a", nil]', '[1.0, 2.5]', '1..3', '[[1], [2]]', '[{"a": 1}, {"a": 2}]'],
  map: ['{}', '{"a": 1}', '{a: 1, b: "x"}', '{"a": {"b": [1]}}'],
  any: ['nil', '$env', 'nil'],
};

/** Expressions of one kind from the text of their parts. */
type Form = (part: (kind: Kind) => string, closure: (kind: Kind) => string) => string;

const FORMS: Readonly<Record<Kind, readonly Form[]>> = {
  number: [
    (p) => `${p('number')} + ${p('number')}`,
    (p) => `${p('number')} - ${p('number')}`,
    (p) => `${p('number')} * ${p('number')}`,
    (p) => `${p('number')} / ${p('number')}`,
    (p) => `${p('number')} % ${p('number')}`,
    (p) => `${p('number')} ** 2`,
    (p) => `-${p('number')}`,
    (p) => `+${p('number')}`,
    (p) => `(${p('number')})`,
    (p) => `len(${p('list')})`,
    (p) => `len(${p('text')})`,
    (p) => `int(${p('number')})`,
    (p) => `int(${p('text')})`,
    (p) => `float(${p('number')})`,
    (p) => `abs(${p('number')})`,
    (p) => `round(${p('number')})`,
    (p) => `ceil(${p('number')})`,
    (p) => `floor(${p('number')})`,
    (p) => `max(${p('number')}, ${p('number')})`,
    (p) => `min(${p('number')}, ${p('number')}, ${p('number')})`,
    (p) => `sum(${p('list')})`,
    (p) => `mean(${p('list')})`,
    (p) => `median(${p('list')})`,
    (p) => `asInt(${p('any')})`,
    (p) => `asFloat(${p('any')})`,
    (p) => `indexOf(${p('text')}, ${p('text')})`,
    (p, c) => `count(${p('list')}, ${c('bool')})`,
    (p, c) => `findIndex(${p('list')}, ${c('bool')})`,
    (p, c) => `reduce(${p('list')}, #acc + ${c('number')}, 0)`,
    (p, c) => `reduce(${p('list')}, ${c('any')})`,
    (p) => `${p('list')}[${p('number')}]`,
    (p) => `${p('any')} ?? ${p('number')}`,
    (p) => `duration(${p('text')}).Seconds()`,
    (p) => `date(${p('text')}).Unix()`,
    (p) => `${p('number')} | max(${p('number')})`,
  ],
  bool: [
    (p) => `${p('number')} < ${p('number')}`,
    (p) => `${p('number')} >= ${p('number')}`,
    (p) => `${p('number')} == ${p('number')}`,
    (p) => `${p('any')} == ${p('any')}`,
    (p) => `${p('any')} != ${p('any')}`,
    (p) => `${p('list')} == ${p('list')}`,
    (p) => `${p('text')} == ${p('text')}`,
    (p) => `${p('text')} < ${p('text')}`,
    (p) => `${p('bool')} and ${p('bool')}`,
    (p) => `${p('bool')} || ${p('bool')}`,
    (p) => `!${p('bool')}`,
    (p) => `not ${p('bool')}`,
    (p) => `${p('any')} in ${p('list')}`,
    (p) => `${p('number')} in ${p('list')}`,
    (p) => `${p('text')} not in ${p('map')}`,
    (p) => `${p('text')} contains ${p('text')}`,
    (p) => `${p('text')} startsWith ${p('text')}`,
    (p) => `${p('text')} not endsWith ${p('text')}`,
    (p) => `${p('text')} matches ${p('text')}`,
    (p, c) => `all(${p('list')}, ${c('bool')})`,
    (p, c) => `any(${p('list')}, {${c('bool')}})`,
    (p, c) => `none(${p('list')}, ${c('bool')})`,
    (p, c) => `one(${p('list')}, ${c('bool')})`,
    (p) => `isNaN(${p('number')})`,
    (p) => `isInf(${p('number')})`,
    (p) => `hasPrefix(${p('text')}, ${p('text')})`,
    (p) => `${p('bool')} ? ${p('bool')} : ${p('bool')}`,
    (p) => `(${p('bool')})`,
  ],
  text: [
    (p) => `${p('text')} + ${p('text')}`,
    (p) => `upper(${p('text')})`,
    (p) => `lower(${p('text')})`,
    (p) => `trim(${p('text')})`,
    (p) => `trim(${p('text')}, ${p('text')})`,
    (p) => `trimPrefix(${p('text')}, ${p('text')})`,
    (p) => `trimSuffix(${p('text')})`,
    (p) => `replace(${p('text')}, ${p('text')}, ${p('text')})`,
    (p) => `replace(${p('text')}, ${p('text')}, ${p('text')}, ${p('number')})`,
    (p) => `repeat(${p('text')}, ${p('number')} % 5)`,
    (p) => `join(${p('list')}, ${p('text')})`,
    (p) => `string(${p('any')})`,
    (p) => `type(${p('any')})`,
    (p) => `toJSON(${p('any')})`,
    (p) => `toBase64(${p('text')})`,
    (p) => `fromBase64(${p('text')})`,
    (p) => `(${p('text')})[${p('number')}:${p('number')}]`,
    (p) => `(${p('text')})[:${p('number')}]`,
    (p) => `(${p('bool')} ? ${p('text')} : ${p('text')})`,
  ],
  list: [
    (p) => `[${p('any')}, ${p('any')}]`,
    (p) => `[${p('number')}, ${p('number')}]`,
    (p) => `${p('number')}..${p('number')}`,
    (p) => `(${p('list')})[${p('number')}:${p('number')}]`,
    (p) => `${p('list')}[1:]`,
    (p, c) => `filter(${p('list')}, ${c('bool')})`,
    (p, c) => `map(${p('list')}, ${c('any')})`,
    (p, c) => `map(filter(${p('list')}, ${c('bool')}), ${c('any')})`,
    (p, c) => `filter(filter(${p('list')}, ${c('bool')}), ${c('bool')})`,
    (p) => `split(${p('text')}, ${p('text')})`,
    (p) => `splitAfter(${p('text')}, ${p('text')}, ${p('number')})`,
    (p) => `sort(${p('list')})`,
    (p) => `sort(${p('list')}, "desc")`,
    (p) => `sortBy(${p('list')}, ${p('text')})`,
    (p) => `take(${p('list')}, ${p('number')})`,
    (p) => `sort(keys(${p('map')}))`,
    (p) => `toPairs({"a": ${p('any')}})`,
    (p) => `(${p('list')} | filter(# != nil))`,
  ],
  map: [
    (p) => `{"k": ${p('any')}}`,
    (p) => `{(${p('text')}): ${p('any')}, b: ${p('number')}}`,
    (p) => `fromJSON(${p('text')})`,
    (p, c) => `groupBy(${p('list')}, ${c('any')})`,
    (p) => `fromPairs([["a", ${p('any')}]])`,
  ],
  any: [
    (p) => p('number'),
    (p) => p('bool'),
    (p) => p('text'),
    (p) => p('list'),
    (p) => p('map'),
    (p) => `${p('map')}.a`,
    (p) => `(${p('map')})?.a.b`,
    (p) => `(${p('any')})?.a?.b`,
    (p) => `${p('list')}[0]`,
    (p) => `${p('list')}[-1]`,
    (p) => `${p('map')}[${p('text')}]`,
    (p) => `get(${p('any')}, ${p('any')})`,
    (p) => `first(${p('list')})`,
    (p) => `last(${p('list')})`,
    (p, c) => `find(${p('list')}, ${c('bool')})`,
    (p, c) => `filter(${p('list')}, ${c('bool')})[0]`,
    (p, c) => `last(filter(${p('list')}, ${c('bool')}))`,
    (p) => `${p('any')} ?? ${p('any')}`,
    (p) => `(${p('any')} ?? ${p('any')})`,
    (p) => `let x = ${p('any')}; [x, ${p('any')}]`,
    (p) => `(${p('bool')} ? ${p('any')} : ${p('any')})`,
  ],
};

/** Inside closures the element is at hand too. */
const POINTERS: Readonly<Record<Kind, readonly string[]>> = {
  number: ['#', '#', '.score', '#index'],
  bool: ['# > 1', '.active', '# == "a"', '# != nil'],
  text: ['#', '.name'],
  list: ['[#]', '.tags'],
  map: ['#', '{{"v": #}}'],
  any: ['#', '#', '.name', '#.score'],
};

function pick<T>(random: Random, items: readonly T[], otherwise: T): T {
  return items[Math.floor(random() * items.length)] ?? otherwise;
}

function generate(random: Random, kind: Kind, depth: number, inClosure: boolean): string {
  const drawn = random() < 0.1 ? pick(random, KINDS, kind) : kind;
  if (depth <= 0 || random() < 0.25) {
    if (inClosure && random() < 0.5) return pick(random, POINTERS[drawn], '#');
    return random() < 0.5 ? pick(random, NAMES[drawn], 'n') : pick(random, LITERALS[drawn], '1');
  }
  const form = pick(random, FORMS[drawn], (p) => p(drawn));
  return form(
    (inner) => generate(random, inner, depth - 1, inClosure),
    (inner) => generate(random, inner, depth - 1, true),
  );
}

/** An expression derived from the grammar; most of them run, some do not fit together. */
export function randomExpression(random: Random, depth = 3): string {
  return generate(random, pick(random, KINDS, 'any'), depth, false);
}

const PIECES = [
  ...['(', ')', '[', ']', '{', '}', ',', ':', ';', '.', '?.', '??', '?', '#', '|', '||', '&&', '!', '=', '=='],
  ...[
    'not ',
    ' in ',
    ' and ',
    'let ',
    '..',
    '"',
    "'",
    '\\',
    '0',
    '1e',
    '0x',
    '/*',
    '//',
    '\n',
    ' ',
    '@',
    'é',
    '☃',
    '~',
  ],
];

/** The expression with a few characters removed, doubled, moved or put in. */
export function mutate(random: Random, text: string): string {
  let mutated = text;
  for (let change = 1 + Math.floor(random() * 3); change > 0; change -= 1) {
    const at = Math.floor(random() * (mutated.length + 1));
    const end = at + 1 + Math.floor(random() * 4);
    const draw = random();
    if (draw < 0.35) mutated = mutated.slice(0, at) + mutated.slice(end);
    else if (draw < 0.5) mutated = mutated.slice(0, end) + mutated.slice(at);
    else mutated = mutated.slice(0, at) + pick(random, PIECES, ' ') + mutated.slice(at);
  }
  return mutated;
}
