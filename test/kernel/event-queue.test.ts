import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from '../../src/kernel/event-queue.ts';
import type { ScheduledEvent } from '../../src/kernel/event-queue.ts';

const nothing = (): void => {};

function drain(queue: EventQueue): ScheduledEvent[] {
  const events: ScheduledEvent[] = [];
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) events.push(event);
  return events;
}

describe('EventQueue', () => {
  it('hands out by time, then in the order of scheduling', () => {
    const queue = new EventQueue();
    const late = queue.schedule(40, nothing);
    const [first, second] = [queue.schedule(10, nothing), queue.schedule(10, nothing)];
    const between = queue.schedule(20, nothing);
    expect(drain(queue)).toEqual([first, second, between, late]);
  });

  it('is first in first out for twenty events of one instant', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 20; i++) queue.schedule(0, nothing);
    expect(drain(queue).map((event) => event.seq)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('never hands out what was cancelled, and counts only what waits', () => {
    const queue = new EventQueue();
    const first = queue.schedule(1, nothing);
    const second = queue.schedule(2, nothing);
    queue.cancel(first);
    queue.cancel(first);
    expect(queue.size).toBe(1);
    expect(queue.peekTimeMs()).toBe(2);
    expect(queue.pop()).toBe(second);
    queue.cancel(second);
    expect(queue.size).toBe(0);
    expect(queue.pop()).toBeUndefined();
    expect(queue.peekTimeMs()).toBeUndefined();
  });

  it('refuses times that are not numbers or lie in the past', () => {
    const queue = new EventQueue();
    expect(() => queue.schedule(Number.NaN, nothing)).toThrow(
      'timeMs (=NaN) should be a finite number of milliseconds',
    );
    queue.schedule(10, nothing);
    queue.pop();
    expect(() => queue.schedule(9, nothing)).toThrow('timeMs (=9) should not be before the last event (=10)');
    expect(queue.schedule(10, nothing).timeMs).toBe(10);
  });

  it('agrees with a stable sort for any mixture of scheduling, cancelling and taking', () => {
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('schedule' as const), delay: fc.nat(5) }),
      fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(50) }),
      fc.record({ kind: fc.constant('pop' as const) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const queue = new EventQueue();
        const all: ScheduledEvent[] = [];
        let waiting: ScheduledEvent[] = [];
        let nowMs = 0;
        for (const op of operations) {
          if (op.kind === 'schedule') {
            const event = queue.schedule(nowMs + op.delay, nothing);
            all.push(event);
            waiting.push(event);
          } else if (op.kind === 'cancel') {
            const event = all[op.which];
            if (event === undefined) continue;
            queue.cancel(event);
            waiting = waiting.filter((other) => other !== event);
          } else {
            waiting.sort((a, b) => a.timeMs - b.timeMs || a.seq - b.seq);
            const expected = waiting.shift();
            expect(queue.peekTimeMs()).toBe(expected?.timeMs);
            expect(queue.pop()).toBe(expected);
            nowMs = expected?.timeMs ?? nowMs;
          }
          expect(queue.size).toBe(waiting.length);
        }
      }),
    );
  });
});
