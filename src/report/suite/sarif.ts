import { wellFormed } from '../../text/printable.ts';
import type { CaseResult } from './case-result.ts';
import type { SuiteReporter, SuiteReporterOptions } from './suite-reporter.ts';

type Level = 'error' | 'warning' | 'note';

interface Result {
  readonly ruleId: string;
  readonly level: Level;
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** Findings that hurt users or wait for ever are warnings; the others are notes. */
const WARNINGS: ReadonlySet<string> = new Set(['harm', 'stuck']);

function resultsOf({ path, name, status, reason, failures, problems, findings }: CaseResult): readonly Result[] {
  const failed = failures.map(({ file, line, expected, found }): Result => {
    return {
      ruleId: 'expectation',
      level: 'error',
      text: `${name}: ${expected}${found === '' ? '' : `: ${found}`}`,
      file,
      line,
    };
  });
  const whole: readonly Result[] =
    status === 'failed' && failures.length === 0
      ? [{ ruleId: 'outcome', level: 'error', text: `${name}: ${reason}`, file: path, line: 1 }]
      : [];
  return [
    ...problems.map(({ code, severity, message, file, line, column }): Result => {
      return { ruleId: code, level: severity, text: message, file, line, column };
    }),
    ...failed,
    ...whole,
    ...findings.map(({ id, severity, text, file, line, column }): Result => {
      return {
        ruleId: id,
        level: WARNINGS.has(severity) ? 'warning' : 'note',
        text: `${name}: ${text}`,
        file,
        line,
        column,
      };
    }),
  ];
}

/** A path as a reference of RFC 3986; paths are relative to the folder that the command ran in. */
function uri(path: string): string {
  const encoded = wellFormed(path).split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

/** SARIF 2.1.0: diagnostics, failed expectations and findings at their places. */
export function sarifReporter({ tool }: SuiteReporterOptions): SuiteReporter {
  const [name = tool, version = '0'] = tool.split(' ');
  return {
    end: (cases) => {
      const results = cases.flatMap(resultsOf);
      const ids = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
      const log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { name, version, rules: ids.map((id) => ({ id })) } },
            results: results.map(({ ruleId, level, text, file, line, column }) => ({
              ruleId,
              ruleIndex: ids.indexOf(ruleId),
              level,
              message: { text: wellFormed(text) },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: uri(file) },
                    region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) },
                  },
                },
              ],
            })),
          },
        ],
      };
      return [`${JSON.stringify(log, null, 2)}\n`];
    },
  };
}
