import { compile, ExprError, parse, print, typesOf, type Node, type Value } from '../../src/expr/index.ts';
import { CONDITION_FUNCTIONS, float, floats, fromJson, int, text, texts } from '../../src/expr/index.ts';
import { isJsonArray, isJsonObject } from '../../src/api/json.ts';
import { mutate, type Random, randomExpression } from './random-expression.ts';

/** An environment with values of every type that a condition can meet. */
export const FUZZ_ENVIRONMENT: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['result', float(0.97)],
  ['n', int(7)],
  ['m', int(-3)],
  ['zero', int(0)],
  ['big', int(9_007_199_254_740_993n)],
  ['i64', int(10)],
  ['u', int(10)],
  ['f', float(2.5)],
  ['g', float(-0.5)],
  ['nan', float(NaN)],
  ['inf', float(Infinity)],
  ['s', text('hello world')],
  ['u8', text('héllo ☃ 日本')],
  ['empty', text('')],
  ['t', true],
  ['fa', false],
  ['nothing', null],
  ['ints', fromJson([3, 1, 2])],
  ['floats', floats([0.5, 2.25, -1])],
  ['strs', texts(['b', 'a', 'c'])],
  ['list', fromJson([1, 'two', true, null, [1, { x: 9 }]])],
  ['emptyList', fromJson([])],
  ['objs', fromJson([{ name: 'cc', score: 3, active: true, tags: ['x'] }])],
  ['obj', fromJson({ a: 1, none: null, nested: { deep: { x: 1 } } })],
  ['emptyObj', fromJson({})],
  ['counts', fromJson({ a: 1 })],
  ...CONDITION_FUNCTIONS,
]);

const TYPES = typesOf(FUZZ_ENVIRONMENT);

/** The tree alone: without places, and with whole numbers as texts. */
export function shape(node: Node): unknown {
  return JSON.parse(
    JSON.stringify(node, (key, value: unknown) => {
      if (key === 'at') return undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
}

/** Whether two trees are the same, wherever they were written. */
export function sameTree(a: unknown, b: unknown): boolean {
  if (isJsonArray(a) && isJsonArray(b)) return a.length === b.length && a.every((item, at) => sameTree(item, b[at]));
  if (!isJsonObject(a) || !isJsonObject(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => sameTree(a[key], b[key]));
}

export type FuzzOutcome = 'ran' | 'refused when read' | 'refused when checked' | 'failed when run';

/**
 * Reads, prints, checks and runs one text. Anything but an ExprError, a tree that printing changes, and a run that takes
 * longer than `mostMs` is thrown.
 */
export function fuzzOne(expression: string, nowMs: () => number, mostMs: number): FuzzOutcome {
  const startMs = nowMs();
  const outcome = tryOne(expression);
  const tookMs = nowMs() - startMs;
  if (tookMs > mostMs) throw new Error(`took ${tookMs} ms: ${expression}`);
  return outcome;
}

function tryOne(expression: string): FuzzOutcome {
  let stage: FuzzOutcome = 'refused when read';
  try {
    const tree = parse(expression);
    const printed = print(tree);
    if (!sameTree(shape(parse(printed)), shape(tree)))
      throw new Error(`printed otherwise: ${expression} as ${printed}`);
    stage = 'refused when checked';
    const program = compile(expression, TYPES);
    stage = 'failed when run';
    program.run(FUZZ_ENVIRONMENT);
    return 'ran';
  } catch (error) {
    if (error instanceof ExprError) return stage;
    throw new Error(`${expression}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

/** Derived from the grammar, every third time damaged. */
export function fuzzExpression(random: Random): string {
  const expression = randomExpression(random, 1 + Math.floor(random() * 4));
  return random() < 0.35 ? mutate(random, expression) : expression;
}
