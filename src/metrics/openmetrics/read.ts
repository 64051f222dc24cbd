import { RecordingError } from '../../traffic/recorded.ts';
import { parseSeriesLabels } from '../promql/series-notation.ts';
import type { Labels } from '../series/labels.ts';

/** A sample of a text file of metrics. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** Absent if the line has no timestamp. */
  readonly timeMs?: number;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

const EXPECTED = 'NAME{label="value"} VALUE TIMESTAMP, as OpenMetrics and Prometheus write samples';

/** Name and labels, the value, the timestamp; an exemplar may follow. */
const SAMPLE = /^([^\s{]+\s*(?:\{(?:[^"}]|"(?:\\.|[^"\\])*")*\})?)\s*(?<=[\s}])(\S+)(?:\s+([^\s#]+))?(?:\s+#.*)?$/;

const NUMBER = /^[+-]?(\d+(?:\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Inf', Infinity],
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
]);

/**
 * The samples of a text file of metrics, in its order. A file that ends with `# EOF` is OpenMetrics, whose timestamps are seconds; in the text format of
 * Prometheus they are whole milliseconds. Source: OpenMetrics 1.0, sections 3.2 and 3.3; model/textparse/promparse.go.
 */
export function readOpenMetrics(text: string): readonly Sample[] {
  const inSeconds = /^# EOF\s*$/m.test(text);
  const known = new Map<string, Labels>();
  return text.split(/\r?\n/).flatMap((whole, index): readonly Sample[] => {
    const line = whole.trim();
    if (line === '' || line.startsWith('#')) return [];
    const wrong = (fix: string): RecordingError =>
      new RecordingError({
        line: index + 1,
        message: 'this sample of the recording cannot be read',
        expected: EXPECTED,
        found: line,
        fix,
      });
    const [, series = '', written = '', timestamp] = SAMPLE.exec(line) ?? [];
    const value = SPECIAL.get(written) ?? (NUMBER.test(written) ? Number(written) : undefined);
    if (value === undefined) throw wrong('write a series, a number and a timestamp; a CSV file needs no metric');
    const labels = known.get(series) ?? labelsIn(series);
    if (labels === undefined) throw wrong('write labels as {name="value"}');
    known.set(series, labels);
    const sample = { labels, value, line: index + 1, text: line };
    if (timestamp === undefined) return [sample];
    const time = NUMBER.test(timestamp) ? Number(timestamp) : NaN;
    if (Number.isFinite(time) && (inSeconds || Number.isInteger(time))) {
      return [{ ...sample, timeMs: inSeconds ? Math.round(time * 1000) : time }];
    }
    throw wrong('write whole milliseconds; or seconds, if the last line of the file is # EOF');
  });
}

function labelsIn(series: string): Labels | undefined {
  try {
    return parseSeriesLabels(series);
  } catch {
    return undefined;
  }
}
