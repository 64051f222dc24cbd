import { describe, expect, it } from 'vitest';
import { Kernel } from '../../src/kernel/kernel.ts';

describe('Kernel', () => {
  it('runs events in order and lets them schedule others', () => {
    const kernel = new Kernel();
    const seen: string[] = [];
    const clock = (name: string, tickMs: number): void => {
      seen.push(`${name} ${kernel.nowMs}`);
      kernel.schedule(tickMs, 0, () => clock(name, tickMs));
    };
    kernel.schedule(0, 0, () => clock('fast', 500));
    kernel.schedule(0, 0, () => clock('slow', 1000));
    kernel.run(1500);
    expect(seen).toEqual(['fast 0', 'slow 0', 'fast 500', 'slow 1000', 'fast 1000', 'fast 1500']);
    expect(kernel.nowMs).toBe(1500);
  });

  it('runs to the end by default, leaving the clock at the last event', () => {
    const kernel = new Kernel(100);
    const event = kernel.schedule(50, 0, () => {});
    kernel.schedule(20, 0, () => kernel.cancel(event));
    kernel.run();
    expect(kernel.nowMs).toBe(120);
    expect(kernel.step()).toBe(false);
  });

  it('never goes backwards', () => {
    const kernel = new Kernel(10);
    expect(() => kernel.schedule(-1, 0, () => {})).toThrow('delayMs (=-1) should not be negative');
    expect(() => kernel.schedule(Number.NaN, 0, () => {})).toThrow('delayMs (=NaN)');
    expect(() => kernel.run(9)).toThrow('untilMs (=9) should not be before the present (=10)');
  });
});
