import type { ComparisonReport } from '../../report/compare/schema.ts';
import { comparisonText } from '../../report/compare/table-text.ts';
import { compareRehearsals } from '../../session/comparison.ts';
import { labelled } from '../../report/text/run-text.ts';
import { folderOf } from '../../session/reports.ts';
import { namesScenario, type WorldOptions } from '../../session/load.ts';
import { commandArguments } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { tell } from '../load.ts';
import { nodeFiles } from '../node-files.ts';
import type { OutputFormat } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { writeFiles } from '../write-files.ts';

export interface CompareOptions extends WorldOptions {
  readonly output: OutputFormat;
  readonly reports?: string | false;
  readonly change?: number;
  readonly noticed?: number;
}

const DEFAULT_REPORTS = 'reports';

/** Compares, tells what came of it, writes figures, chart and page. */
export async function compare(terminal: Terminal, paths: readonly string[], options: CompareOptions): Promise<number> {
  const files = nodeFiles();
  const { noticed, ...others } = options;
  const study = { ...others, ...(noticed === undefined ? {} : { noticedMs: noticed }) };
  const report = compareRehearsals(files, paths, study, { show: (diagnostics) => tell(terminal, diagnostics) });
  if (report === undefined) return EXIT.badInput;
  const { output } = options;
  terminal.out(output === 'json' ? `${JSON.stringify(report, null, 2)}\n` : comparisonText(report, terminal));
  const root = options.reports ?? (namesScenario(files, paths) ? DEFAULT_REPORTS : false);
  if (root !== false) {
    const folder = folderOf(root, report.name);
    const names = await writeReports(folder, report, `rehearse compare ${commandArguments(paths, options)}`.trimEnd());
    if (output === 'text') terminal.out(`\n${labelled(terminal, 'written', `${folder}/ ${names.join(', ')}`)}`);
  }
  return EXIT.asExpected;
}

async function writeReports(folder: string, report: ComparisonReport, command: string): Promise<readonly string[]> {
  const { comparisonFiles } = await import('../../session/comparison-files.ts');
  const written = await comparisonFiles(report, command);
  writeFiles(folder, written);
  return written.map(({ name }) => name);
}
