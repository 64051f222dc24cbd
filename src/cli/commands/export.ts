import type { Command } from 'commander';
import type { ExportOptions } from '../actions/export.ts';
import { CompletedOption, pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addWorldOptions } from '../options.ts';

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
      .addArgument(pathsArgument()),
  )
    .addOption(new CompletedOption('-f, --file <file>', 'where to write; the standard output unless given', 'files'))
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: ExportOptions, self: Command) => {
      const { exportOpenMetrics } = await import('../actions/export.ts');
      process.exitCode = exportOpenMetrics(terminalOf(self), paths, options);
    });
}
