import type { Json } from '../../../src/api/json.ts';

/** Numbers from a seed, the same on every machine: whole, from 0 below `limit`. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed ^ 0x9e3779b9) >>> 0;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 4_294_967_296) * limit);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }
}

const NAMES = ['a', 'b', 'name', 'val', 'k-1', 'é', '0', 'list', 'obj', '_x'] as const;
const INDEXES = [
  '0',
  '1',
  '-1',
  '2',
  '5',
  '*',
  ':',
  '1:',
  ':2',
  '0:2',
  '-2:',
  '::2',
  '2:1',
  '1:1',
  '',
  '0,1',
  '-1,0',
] as const;
const LITERALS = [
  '1',
  '1.0',
  '-2.5',
  '"x"',
  "'x'",
  'true',
  'false',
  '@.a',
  '@',
  '$',
  '+3',
  '.5',
  "'a\\tb'",
  '"\\u00e9"',
  '\u00b2',
] as const;
const OPERATORS = ['==', '!=', '<', '<=', '>', '>=', '=', '=<', '!'] as const;
const BREAKS = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '?',
  '.',
  '..',
  ',',
  "'",
  '"',
  '\\',
  '@',
  '$',
  '*',
  ' ',
  '\n',
  '-',
  'range',
  'end',
  '=',
  '~',
  '9',
  'é',
  '😀',
] as const;

function pathStep(dice: Dice, depth: number): string {
  switch (dice.below(10)) {
    case 0:
    case 1:
    case 2:
      return `.${dice.pick(NAMES)}`;
    case 3:
    case 4:
      return `[${dice.pick(INDEXES)}]`;
    case 5:
      return `['${dice.pick(NAMES)}']`;
    case 6:
      return `['${dice.pick(NAMES)}','${dice.pick(NAMES)}']`;
    case 7:
      return dice.pick(['.*', '..', `..${dice.pick(NAMES)}`, '[*]']);
    case 8:
      return depth > 1 ? '.a' : `[?(${filter(dice, depth + 1)})]`;
    default:
      return dice.pick(['@', '$', ' ', '.']);
  }
}

function filter(dice: Dice, depth: number): string {
  const left = `@${path(dice, depth)}`;
  if (dice.below(3) === 0) return left;
  const right = dice.below(4) === 0 ? `@${path(dice, depth)}` : dice.pick(LITERALS);
  return `${left}${dice.pick(OPERATORS)}${right}`;
}

function path(dice: Dice, depth: number): string {
  let text = '';
  for (let count = dice.below(4); count > 0; count -= 1) text += pathStep(dice, depth);
  return text;
}

function action(dice: Dice): string {
  switch (dice.below(8)) {
    case 0:
      return `{${dice.pick(LITERALS)}}`;
    case 1:
      return `{range $${path(dice, 0)}}{${dice.pick(['.a', '@', '.name', "'x'"])}}{end}`;
    case 2:
      return dice.pick(['text ', '{range}', '{end}', '{range $[*]}', '{true}']);
    default:
      return `{${dice.pick(['$', '@', ''])}${path(dice, 0)}}`;
  }
}

/** A template derived from the grammar; about every third one damaged. */
export function randomTemplate(dice: Dice): string {
  let text = '';
  for (let count = 1 + dice.below(3); count > 0; count -= 1) text += action(dice);
  if (dice.below(3) > 0) return text;
  for (let count = 1 + dice.below(3); count > 0; count -= 1) {
    const at = dice.below(text.length + 1);
    const cut = dice.below(3);
    text = text.slice(0, at) + (dice.below(2) === 0 ? dice.pick(BREAKS) : '') + text.slice(at + cut);
  }
  return text;
}

/** A document of a few levels with the names that templates ask for. */
export function randomDocument(dice: Dice, depth = 0): Json {
  const kind = dice.below(depth > 3 ? 6 : 10);
  switch (kind) {
    case 0:
      return dice.pick([null, 0, 1]);
    case 1:
      return dice.pick([1, -2.5, 1e21, 3]);
    case 2:
      return dice.pick(['x', '', 'é', 'a b']);
    case 3:
      return dice.below(2) === 0;
    case 4:
    case 5:
      return dice.pick([1, 'x', 2]);
    case 6:
    case 7:
      return Array.from({ length: dice.below(4) }, () => randomDocument(dice, depth + 1));
    default: {
      const object: Record<string, Json> = {};
      for (let count = dice.below(4); count > 0; count -= 1) object[dice.pick(NAMES)] = randomDocument(dice, depth + 1);
      return object;
    }
  }
}
