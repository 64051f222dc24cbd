import { analysisText } from '../analysis/text.ts';
import { span } from '../moment.ts';
import { outcomeOf } from '../../timeline/facts/outcome.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { outcomeWords } from '../outcome-words.ts';
import type { Reporter, ReporterOptions } from '../reporter.ts';
import { summaryText } from './summary-text.ts';
import { type TextOptions, timelineText } from './timeline-text.ts';
import { wrapSpans } from './wrap.ts';

const LABEL_WIDTH = 10;

/** The timeline with its reasons, then the outcome. */
export function textReporter({ width, style, quiet }: ReporterOptions): Reporter {
  return {
    *run({ timeline, remarks, next }) {
      yield outcomeLine(timeline, { width, style });
      if (!quiet) {
        const notes = remarks.map((remark) => labelled({ width, style }, 'note', remark)).join('');
        if (notes !== '') yield `${notes}\n`;
        yield `${timelineText(timeline, { width, style })}\n`;
        yield analysisText(timeline, { width, style });
      }
      yield summaryText(timeline, { width, style, quiet, next: quiet ? [] : next });
    },
  };
}

/** How users fared: the first line, whatever else a report has. */
function outcomeLine(timeline: Timeline, { width, style }: TextOptions): string {
  const { sign, text, tone } = outcomeWords(outcomeOf(timeline));
  return `${wrapSpans([span(`${sign} ${text}`, tone)], width, style).join('\n')}\n`;
}

/** A line of the report's end, in its columns. */
export function labelled({ width, style }: TextOptions, label: string, text: string): string {
  const [first = '', ...rest] = wrapSpans([span(text)], width - LABEL_WIDTH, style);
  const lines = [
    style(label.padEnd(LABEL_WIDTH), 'quiet') + first,
    ...rest.map((line) => ' '.repeat(LABEL_WIDTH) + line),
  ];
  return `${lines.join('\n')}\n`;
}
