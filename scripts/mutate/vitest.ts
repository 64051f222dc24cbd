import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import fc from 'fast-check';

/**
 * As much of vitest as the tests use, so that one process runs them again and again: files are loaded once, and what they register stays.
 * `vitest` and `@fast-check/vitest` are both this module in the bundle of mutants.
 */

chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
chai.use(JestExtend);

type Body = (...values: never[]) => unknown;

export interface RegisteredTest {
  readonly name: string;
  readonly run: () => unknown;
}

export const registered: RegisteredTest[] = [];
const path: string[] = [];
/** What runs before each test of the groups that are open; what should run once may as well run again. */
const hooks: (() => unknown)[] = [];

export const expect = Object.assign((value: unknown, message?: string) => chai.expect(value, message), {
  stringContaining: (text: string): unknown => asymmetric('stringContaining', text),
  stringMatching: (pattern: unknown): unknown => asymmetric('stringMatching', pattern),
  arrayContaining: (items: unknown): unknown => asymmetric('arrayContaining', items),
  objectContaining: (value: unknown): unknown => asymmetric('objectContaining', value),
  closeTo: (value: number, digits?: number): unknown => asymmetric('closeTo', value, digits),
  anything: (): unknown => asymmetric('anything'),
  any: (type: unknown): unknown => asymmetric('any', type),
});

function asymmetric(name: string, ...values: readonly unknown[]): unknown {
  const matchers: unknown = Reflect.get(chai.expect, name);
  if (typeof matchers !== 'function') throw new Error(`no matcher ${name}`);
  return Reflect.apply(matchers, undefined, values);
}

function register(name: string, ...rest: readonly unknown[]): void {
  const body = rest.find((one): one is Body => typeof one === 'function');
  if (body === undefined) return;
  const before = [...hooks];
  const run = async (): Promise<void> => {
    for (const hook of before) await hook();
    await Reflect.apply(body, undefined, []);
  };
  registered.push({ name: [...path, name].join(' > '), run });
}

const each =
  (make: (name: string, ...rest: readonly unknown[]) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, ...rest: readonly unknown[]): void => {
    const body = rest.find((one): one is Body => typeof one === 'function');
    if (body === undefined) return;
    rows.forEach((row, index) => {
      const values = Array.isArray(row) ? row : [row];
      make(`${name} #${index}`, () => Reflect.apply(body, undefined, values));
    });
  };

const skipIf = (skips: boolean): typeof register => (skips ? () => undefined : register);

const prop =
  (arbitraries: unknown, parameters: object = {}) =>
  (name: string, ...rest: readonly unknown[]): void => {
    const body = rest.find((one): one is Body => typeof one === 'function');
    if (body === undefined) return;
    register(name, () => {
      const list = Array.isArray(arbitraries);
      const value: fc.Arbitrary<unknown> = list ? fc.tuple(...arbitraries) : fc.record(Object(arbitraries));
      const call = (drawn: unknown): unknown =>
        Reflect.apply(body, undefined, list && Array.isArray(drawn) ? drawn : [drawn]);
      // A property that returns nothing throws where it does not hold.
      fc.assert(
        fc.property(value, (drawn) => call(drawn) !== false),
        { seed: 1, numRuns: 50, ...parameters },
      );
    });
  };

export const it = Object.assign(register, { each: each(register), skipIf, prop });
export const test = it;

function group(name: string, ...rest: readonly unknown[]): void {
  const body = rest.find((one): one is Body => typeof one === 'function');
  if (body === undefined) return;
  path.push(name);
  const hookCount = hooks.length;
  try {
    Reflect.apply(body, undefined, []);
  } finally {
    path.pop();
    hooks.length = hookCount;
  }
}

export const describe = Object.assign(group, {
  each: each(group),
  skipIf: (skips: boolean) => (skips ? () => undefined : group),
});

const unsupported = (): never => {
  throw new Error('not supported where mutants are tried');
};
const addHook = (hook: () => unknown): void => void hooks.push(hook);
export const beforeAll = addHook;
export const beforeEach = addHook;
export const afterAll = (): void => undefined;
export const afterEach = (): void => undefined;
export const onTestFinished = unsupported;
export const vi = { fn: unsupported };
export { fc };
