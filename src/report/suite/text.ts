import { formatSpan } from '../../text/durations.ts';
import { type Span, span, type Tone } from '../moment.ts';
import { wrapSpans } from '../text/wrap.ts';
import { type CaseResult, totalsOf, totalsText } from './case-result.ts';
import type { SuiteReporter, SuiteReporterOptions } from './suite-reporter.ts';

const LOOKS: Readonly<Record<CaseResult['status'], { readonly sign: string; readonly tone: Tone }>> = {
  passed: { sign: '✔', tone: 'good' },
  failed: { sign: '✖', tone: 'bad' },
  invalid: { sign: '⚠', tone: 'bad' },
};

const LEVEL_TONES: Readonly<Record<CaseResult['level'], Tone>> = {
  good: 'quiet',
  kept: 'quiet',
  warning: 'wait',
  bad: 'bad',
  unknown: 'quiet',
};

/** Writes spans in the columns behind a margin; further lines stand two columns further in. */
function lines(spans: readonly Span[], margin: number, { width, style }: SuiteReporterOptions): string {
  const wrapped = wrapSpans(spans, Math.max(width - margin - 2, 20), style);
  return wrapped
    .map((line, index) => `${' '.repeat(index === 0 ? margin : margin + 2)}${line}`.trimEnd() + '\n')
    .join('');
}

function headLine(
  { status, path, name, users, level, endMs, seeds }: CaseResult,
  options: SuiteReporterOptions,
): string {
  const { sign, tone } = LOOKS[status];
  const called = path.split('/').includes(name) ? '' : `  ${name}`;
  const many = seeds.count === 1 ? '' : `  ${seeds.count - seeds.failed.length} of ${seeds.count} seeds passed`;
  const took = status === 'invalid' ? '' : `  ${formatSpan(endMs)}`;
  const head = [span(`${sign} `, tone), span(path, 'strong'), span(`${called}${many}${took}  `, 'quiet')];
  return lines([...head, span(users, LEVEL_TONES[level])], 0, options);
}

/** What did not pass, in full: expected, found, and what came before. */
function failureText(result: CaseResult, options: SuiteReporterOptions): string {
  const problems = result.status === 'invalid' ? `${result.problemText}\n` : '';
  const failures = result.failures.map(({ file, line, expected, condition, found, before }) => {
    const also = condition === '' || condition === expected ? [] : [lines([span(condition)], 6, options)];
    return [
      lines([span(`${file}:${line}  `, 'quiet'), span(expected, 'bad')], 4, options),
      ...also,
      ...(found === '' ? [] : found.split('\n').map((line) => lines([span(line)], 6, options))),
      ...before.map((text) => lines([span(`before it: ${text}`, 'quiet')], 6, options)),
    ].join('');
  });
  const seeds = result.seeds.count > 1 && result.seeds.failed.length > 0;
  const seedText = seeds ? lines([span(`failed with seeds ${result.seeds.failed.join(', ')}`)], 4, options) : '';
  const reason = result.failures.length === 0 && problems === '' ? lines([span(result.reason, 'bad')], 4, options) : '';
  return `${problems}${failures.join('')}${reason}${seedText}`;
}

function* totalLines(cases: readonly CaseResult[], options: SuiteReporterOptions): Generator<string> {
  const { failed, invalid } = totalsOf(cases);
  const tone = failed + invalid > 0 ? 'bad' : 'good';
  yield `\n${options.style('tests     ', 'quiet')}${options.style(totalsText(cases), tone)}\n`;
}

export function defaultReporter(options: SuiteReporterOptions): SuiteReporter {
  return {
    *run(result) {
      yield headLine(result, options);
      if (result.status !== 'passed') yield failureText(result, options);
    },
    end: (cases) => totalLines(cases, options),
  };
}

export function verboseReporter(options: SuiteReporterOptions): SuiteReporter {
  return {
    *run(result) {
      yield headLine(result, options);
      yield lines([span(expectationText(result), 'quiet')], 4, options);
      for (const { severity, id, text } of result.findings) {
        yield lines([span(`${severity}: ${text}`, 'wait'), span(`  [${id}]`, 'quiet')], 4, options);
      }
      if (result.status !== 'passed') yield failureText(result, options);
    },
    end: (cases) => totalLines(cases, options),
  };
}

function expectationText({ expectations, failures }: CaseResult): string {
  if (expectations === 0) return 'no expectations';
  return `${Math.max(0, expectations - failures.length)} of ${expectations} expectations passed`;
}

export function dotReporter(options: SuiteReporterOptions): SuiteReporter {
  const dots: Readonly<Record<CaseResult['status'], string>> = { passed: '.', failed: 'F', invalid: 'E' };
  return {
    run: ({ status }) => [options.style(dots[status], LOOKS[status].tone)],
    *end(cases) {
      yield '\n';
      for (const result of cases) {
        if (result.status === 'passed') continue;
        yield `\n${headLine(result, options)}${failureText(result, options)}`;
      }
      yield* totalLines(cases, options);
    },
  };
}
