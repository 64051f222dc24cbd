import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { progressTeller } from '../../src/cli/progress.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { frameTimes } from '../../src/cli/watch.ts';
import { plainStyle } from '../../src/report/text/style.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { World } from '../../src/world/world.ts';
import { diskFiles } from '../scenario/disk-files.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';
import { ROOT } from './cli.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function world(): World {
  const { rehearsal } = loadScenario(diskFiles(ROOT), 'scenarios/getting-started');
  if (rehearsal === undefined) throw new Error('getting-started cannot be loaded');
  return rehearsal.world;
}

function terminal(isTerminal: boolean, written: string[]): Terminal {
  return {
    out: () => {},
    err: (text) => written.push(text),
    control: (_, sequence) => written.push(sequence),
    width: 100,
    height: 24,
    outIsTerminal: isTerminal,
    errIsTerminal: isTerminal,
    outHasColour: false,
    errHasColour: false,
    style: plainStyle,
    isClosed: () => false,
  };
}

/** What a run says that takes so many seconds and tells of itself ten times a second. */
function told(seconds: number, isTerminal: boolean, quiet = false): readonly string[] {
  const written: string[] = [];
  const teller = progressTeller(terminal(isTerminal, written), world(), quiet);
  for (let step = 0; step < seconds * 10; step += 1) {
    teller.tell({ atMs: step * 1000, instants: step, reconciles: step });
    vi.advanceTimersByTime(100);
  }
  teller.done();
  return written;
}

test('progress is told of what takes more than a second', () => {
  expect(told(0.9, true)).toEqual([]);
  expect(told(1.2, true)[0]).toBe('\r\u001b[Krehearsing getting-started: 10s (until 4m40s), 10 reconciles');
  expect(told(1.2, true).at(-1)).toBe('\r\u001b[K');
});

test('without a terminal there is no progress: a log keeps what comes out of the run', () => {
  expect(told(25, false)).toEqual([]);
});

test('progress is not told when it shall be quiet', () => {
  expect(told(5, true, true)).toEqual([]);
});

test('a replay shows each instant, and times between them while ages count on', () => {
  const timeline = recordedTimeline('getting-started');
  expect(frameTimes(timeline, 190_000, undefined)).toEqual([190_000, 192_000, 220_000, 280_000]);
  const live = frameTimes(timeline, 270_000, 5000);
  expect(live).toEqual([270_000, 275_000, 280_000]);
  expect(frameTimes(timeline, 900_000, undefined)).toEqual([900_000]);
});
