import { printableLine } from '../../text/printable.ts';
import { formatSpan } from '../../text/durations.ts';
import { type CaseResult, totalsText } from './case-result.ts';
import type { SuiteReporter } from './suite-reporter.ts';

/** Text in a cell of a table: nothing of it is markup. */
export function markdownText(text: string): string {
  return printableLine(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#+!|~@]/g, (character) => `\\${character}`)
    .replace(/:\/\//g, ':&#47;&#47;');
}

const SIGNS: Readonly<Record<CaseResult['status'], string>> = { passed: '✔', failed: '✖', invalid: '⚠' };

function rowText({ status, path, users, reason, endMs }: CaseResult): string {
  const outcome = status === 'passed' ? users : reason;
  const took = status === 'invalid' ? '' : formatSpan(endMs);
  return `| ${SIGNS[status]} | ${markdownText(path)} | ${markdownText(outcome)} | ${took} |\n`;
}

function* failureLines({ path, failures }: CaseResult): Generator<string> {
  if (failures.length === 0) return;
  yield `\n### ${markdownText(path)}\n\n`;
  for (const { file, line, expected, found } of failures) {
    yield `- ${markdownText(`${file}:${line}`)}: **${markdownText(expected)}** ${markdownText(found)}\n`;
  }
}

/** A table of all results and a list of what failed. */
export function markdownReporter(): SuiteReporter {
  return {
    *end(cases) {
      yield `## Rehearsals: ${totalsText(cases)}\n\n|  | scenario | outcome | simulated |\n| --- | --- | --- | --- |\n`;
      for (const result of cases) yield rowText(result);
      for (const result of cases) yield* failureLines(result);
    },
  };
}
