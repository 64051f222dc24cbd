import { analysisText } from '../analysis/text.ts';
import { span } from '../moment.ts';
import { outcomeOf } from '../../timeline/facts/outcome.ts';
import type { Timeline } from '../../timeline/timeline.ts';
import { outcomeWords } from '../outcome-words.ts';
import type { Reporter, ReporterOptions } from '../reporter.ts';
import { findingsText, oneLookText, worstFinding } from './one-look.ts';
import { summaryText } from './summary-text.ts';
import { type TextOptions, timelineText } from './timeline-text.ts';
import { wrapSpans } from './wrap.ts';

const LABEL_WIDTH = 10;

/** The run at one look; in detail, every moment with its reasons and the summary; quiet, the outcome and the worst finding. */
export function textReporter({ width, style, quiet, verbose = false }: ReporterOptions): Reporter {
  const options = { width, style };
  return {
    *run({ timeline, remarks, next }) {
      yield outcomeLine(timeline, options);
      if (quiet) {
        const worst = worstFinding(timeline, options);
        if (worst !== undefined) yield `${worst}\n`;
        return;
      }
      const notes = remarks.map((remark) => labelled(options, 'note', remark)).join('');
      if (verbose) {
        if (notes !== '') yield `${notes}\n`;
        yield findingsText(timeline, options);
        yield `${timelineText(timeline, options)}\n`;
        yield analysisText(timeline, options);
        yield summaryText(timeline, { width, style, quiet: false, next });
        return;
      }
      yield `\n${oneLookText(timeline, options)}`;
      yield notes;
      const [command] = next;
      if (command !== undefined) yield labelled(options, 'next', command);
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
