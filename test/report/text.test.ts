import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { span } from '../../src/report/moment.ts';
import { colourStyle, plainStyle } from '../../src/report/text/style.ts';
import { summaryText } from '../../src/report/text/summary-text.ts';
import { timelineText } from '../../src/report/text/timeline-text.ts';
import { wrapSpans } from '../../src/report/text/wrap.ts';
import { wantsColour } from '../../src/text/colours.ts';
import { printableLine } from '../../src/text/printable.ts';
import { textWidth } from '../../src/text/width.ts';
import type { Timeline } from '../../src/timeline/timeline.ts';
import { recordedTimeline } from '../timeline/recorded-timeline.ts';
import { expectGolden } from './golden.ts';

const timeline = recordedTimeline('getting-started');

const judged: Timeline = {
  ...timeline,
  findings: [{ atMs: 280_000, after: 70, id: 'controller-spins', text: 'The rollouts controller spins here.' }],
  verdicts: [
    {
      atMs: 280_000,
      after: 70,
      expectation: 'always: stable.available >= 5',
      passed: false,
      text: 'broke at 20s: 4',
    },
    { atMs: 280_000, after: 70, expectation: 'in the end all is well', passed: true, text: '' },
  ],
};

describe('a run as text', () => {
  test('tells what happened, when, and because of which rule', () => {
    expectGolden('getting-started.txt', timelineText(timeline, { width: 100, style: plainStyle }));
  });

  test('fits narrow terminals', () => {
    const text = timelineText(timeline, { width: 60, style: plainStyle });
    expect(text.split('\n').filter((line) => textWidth(line) > 60)).toEqual([]);
    expectGolden('getting-started-60.txt', text);
  });

  test('has the same words with colours', () => {
    const text = timelineText(timeline, { width: 100, style: colourStyle });
    expect(text).toContain('\u001b[33m');
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(timelineText(timeline, { width: 100, style: plainStyle }));
  });

  test('ends with a summary', () => {
    const options = { width: 100, style: plainStyle, next: ['rehearse explain test.scale'] };
    expectGolden('summary.txt', summaryText(judged, { ...options, quiet: false }));
    expectGolden('summary-quiet.txt', summaryText(judged, { ...options, quiet: true }));
  });
});

describe('wrapping', () => {
  const words = fc.array(fc.string({ maxLength: 30 }), { maxLength: 12 });

  property.prop([words, fc.integer({ min: 10, max: 80 })])('keeps every character and the width', (texts, width) => {
    const lines = wrapSpans(
      texts.map((text) => span(text)),
      width,
      plainStyle,
    );
    expect(lines.every((line) => textWidth(line) <= width)).toBe(true);
    const letters = (text: string): string => printableLine(text).replaceAll(' ', '');
    expect(letters(lines.join(' '))).toBe(letters(texts.join('')));
  });

  test('shows what would command a terminal', () => {
    expect(printableLine('a\u001b[31mb\u202ec\nd')).toBe('a\\u001b[31mb\\u202ec d');
  });
});

test('colours follow FORCE_COLOR, NO_COLOR, and whether a person watches', () => {
  expect(wantsColour({}, true)).toBe(true);
  expect(wantsColour({}, false)).toBe(false);
  expect(wantsColour({ NO_COLOR: '1' }, true)).toBe(false);
  expect(wantsColour({ TERM: 'dumb' }, true)).toBe(false);
  expect(wantsColour({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(true);
  expect(wantsColour({ FORCE_COLOR: '0' }, true)).toBe(false);
});
