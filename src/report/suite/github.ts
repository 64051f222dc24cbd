import { printable } from '../../text/printable.ts';
import { type CaseResult, totalsText } from './case-result.ts';
import type { SuiteReporter } from './suite-reporter.ts';

/** Source: actions/toolkit packages/core/src/command.ts escapeData. */
function data(text: string): string {
  return printable(text).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

/** Source: actions/toolkit packages/core/src/command.ts escapeProperty. */
function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

type Level = 'error' | 'warning' | 'notice';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

function annotation(level: Level, { file, line, column }: Place, title: string, message: string): string {
  const col = column === undefined ? '' : `,col=${column}`;
  return `::${level} file=${property(file)},line=${line}${col},title=${property(title)}::${data(message)}\n`;
}

function* annotations({ path, name, status, reason, failures, problems, findings }: CaseResult): Generator<string> {
  for (const problem of problems) {
    if (problem.severity === 'note') continue;
    yield annotation(problem.severity, problem, `${problem.code} in ${name}`, problem.message);
  }
  for (const failure of failures) {
    const { expected, condition, found, before } = failure;
    const text = [expected, ...(condition === expected ? [] : [condition]), found, ...before].filter(
      (part) => part !== '',
    );
    yield annotation('error', failure, `${name}: an expectation failed`, text.join('\n'));
  }
  if (status === 'failed' && failures.length === 0)
    yield annotation('error', { file: path, line: 1 }, `${name} failed`, reason);
  for (const finding of findings) {
    if (finding.severity !== 'harm' && finding.severity !== 'stuck') continue;
    yield annotation('warning', finding, `${name}: ${finding.id}`, finding.text);
  }
}

/** Workflow commands of GitHub Actions: annotations at the lines of expectations and manifests. */
export function githubReporter(): SuiteReporter {
  return {
    run: annotations,
    end: (cases) => [`${printable(`rehearse: ${totalsText(cases)}`)}\n`],
  };
}
