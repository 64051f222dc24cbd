import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentialRetryDelays, listedRetryDelays, RateLimitedQueue } from '../../src/api/rate-limited-queue.ts';
import { TestClock } from './test-clock.ts';

function newQueue(retryDelayMs = listedRetryDelays([1000, 2000, 4000])): { clock: TestClock; queue: RateLimitedQueue } {
  const clock = new TestClock();
  return { clock, queue: new RateLimitedQueue({ name: 'test', clock, timers: clock, retryDelayMs }) };
}

function drain(queue: RateLimitedQueue): readonly string[] {
  const taken: string[] = [];
  for (let key = queue.get(); key !== undefined; key = queue.get()) {
    taken.push(key);
    queue.done(key);
  }
  return taken;
}

describe('work queue', () => {
  it('holds a key once, first in first out', () => {
    const { queue } = newQueue();
    for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
    expect(drain(queue)).toEqual(['a', 'b', 'c']);
  });

  it('adds a key in processing again when it is done', () => {
    const { queue } = newQueue();
    queue.add('a');
    expect(queue.get()).toBe('a');
    queue.add('a');
    queue.add('b');
    expect(queue.length).toBe(1);
    queue.done('a');
    expect(queue.readyKeys).toEqual(['b', 'a']);
  });

  it('keeps the earliest time of a delayed key, and adds in the order of due time', () => {
    const { clock, queue } = newQueue();
    queue.addAfter('a', 300);
    queue.addAfter('b', 200);
    queue.addAfter('a', 100);
    queue.addAfter('b', 500);
    expect(queue.nextDueMs).toBe(100);
    clock.advanceTo(99);
    expect(queue.length).toBe(0);
    clock.advanceTo(1000);
    expect(drain(queue)).toEqual(['a', 'b']);
    expect(queue.nextDueMs).toBeUndefined();
    queue.addAfter('c', 0);
    expect(drain(queue)).toEqual(['c']);
  });

  it('retries after ever longer waits, until forgotten, even if an event came meanwhile', () => {
    const { clock, queue } = newQueue();
    const dueAfter: number[] = [];
    for (let failure = 0; failure < 4; failure += 1) {
      queue.retry('a');
      dueAfter.push((queue.nextDueMs ?? 0) - clock.nowMs());
      clock.advanceTo(queue.nextDueMs ?? 0);
      expect(drain(queue)).toEqual(['a']);
    }
    expect(dueAfter).toEqual([1000, 2000, 4000, 4000]);
    queue.forget('a');
    queue.retry('a');
    queue.addRateLimited('a');
    expect(drain(queue)).toEqual(['a']);
    clock.advanceTo(clock.nowMs() + 1000);
    expect(drain(queue)).toEqual(['a']);
  });

  it('takes a key back out, but not its delayed return', () => {
    const { clock, queue } = newQueue();
    queue.add('a');
    queue.addAfter('a', 10);
    queue.withdraw('a');
    expect(drain(queue)).toEqual([]);
    clock.advanceTo(10);
    queue.get();
    queue.add('a');
    queue.withdraw('a');
    queue.done('a');
    expect(drain(queue)).toEqual([]);
  });

  it('waits 1 ms, 2 ms, 4 ms … at most 10 s in a real controller', () => {
    const delay = exponentialRetryDelays(1, 10_000);
    expect([1, 2, 3, 14, 15, 1000].map(delay)).toEqual([1, 2, 4, 8192, 10_000, 10_000]);
  });

  it('never loses a key, never hands one out twice at a time', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ do: fc.constantFrom('add', 'addRateLimited', 'retry', 'forget'), key }),
      fc.record({ do: fc.constant('addAfter'), key, delayMs: fc.integer({ min: -1, max: 5 }) }),
      fc.record({ do: fc.constantFrom('get', 'done', 'tick') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { clock, queue } = newQueue(exponentialRetryDelays(1, 4));
        const inHand: string[] = [];
        const wanted = new Set<string>();
        for (const current of steps) {
          if (current.do === 'tick') clock.advanceTo(clock.nowMs() + 1);
          else if (current.do === 'done') {
            const done = inHand.shift();
            if (done !== undefined) queue.done(done);
          } else if (current.do === 'get') {
            const taken = queue.get();
            if (taken === undefined) continue;
            expect(inHand).not.toContain(taken);
            inHand.push(taken);
            wanted.delete(taken);
          } else if ('key' in current) {
            if (current.do === 'add') queue.add(current.key);
            if (current.do === 'addRateLimited') queue.addRateLimited(current.key);
            if (current.do === 'retry') queue.retry(current.key);
            if (current.do === 'forget') queue.forget(current.key);
            else wanted.add(current.key);
            if ('delayMs' in current) queue.addAfter(current.key, current.delayMs);
          }
          expect(new Set(queue.readyKeys).size).toBe(queue.length);
        }
        for (const taken of inHand) queue.done(taken);
        clock.advanceTo(clock.nowMs() + 10);
        const rest = drain(queue);
        for (const missing of wanted) expect(rest).toContain(missing);
        expect(new Set(rest).size).toBe(rest.length);
      }),
    );
  });
});
