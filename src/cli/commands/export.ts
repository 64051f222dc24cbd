import type { Command } from 'commander';
import { terminalOf } from '../context.ts';
import { addWorldOptions, PATHS_HELP, type WorldOptions } from '../options.ts';

export interface ExportOptions extends WorldOptions {
  /** A file; absent: the standard output. */
  readonly file?: string;
}

const EXAMPLES = `
Examples:
  rehearse export openmetrics scenarios/bad-canary --file series.txt
  promtool tsdb create-blocks-from openmetrics series.txt data/`;

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .summary('write what Prometheus would have scraped')
    .description('Writes the series of the run.');
  addWorldOptions(
    command
      .command('openmetrics')
      .summary('all series in the text format of OpenMetrics')
      .description('Writes all series in the text format of OpenMetrics 1.0, which promtool reads.')
      .argument('[paths...]', PATHS_HELP),
  )
    .option('-f, --file <file>', 'where to write; the standard output unless given')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: ExportOptions, self: Command) => {
      const { exportOpenMetrics } = await import('../actions/export.ts');
      process.exitCode = exportOpenMetrics(terminalOf(self), paths, options);
    });
}
