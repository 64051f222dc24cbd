import { printableLine } from '../../text/printable.ts';
import type { CaseResult } from './case-result.ts';
import type { SuiteReporter } from './suite-reporter.ts';

/** A description of TAP: a backslash and a number sign have a meaning of their own. */
function description(text: string): string {
  return printableLine(text).replace(/[\\#]/g, (character) => `\\${character}`);
}

function pointText(result: CaseResult, number: number): string {
  const { status, path, name, reason, failures, problems } = result;
  const head = `${status === 'passed' ? 'ok' : 'not ok'} ${number} - ${description(`${path} ${name}`)}\n`;
  if (status === 'passed') return head;
  // A text of JSON is one of YAML, too.
  const places = [
    ...failures.map(({ file, line, expected, found }) => ({ file, line, expected, found })),
    ...(status === 'invalid' ? problems.map(({ file, line, code, message }) => ({ file, line, code, message })) : []),
  ];
  const lines = [
    `message: ${JSON.stringify(reason)}`,
    `severity: ${status === 'invalid' ? 'error' : 'fail'}`,
    `places: ${JSON.stringify(places)}`,
  ];
  return `${head}  ---\n${lines.map((line) => `  ${line}\n`).join('')}  ...\n`;
}

/** The Test Anything Protocol, version 14. */
export function tapReporter(): SuiteReporter {
  return {
    *end(cases) {
      yield `TAP version 14\n1..${cases.length}\n`;
      for (const [index, result] of cases.entries()) yield pointText(result, index + 1);
    },
  };
}
