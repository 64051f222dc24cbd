import type { Command } from 'commander';
import type { ExportOptions } from '../actions/export.ts';
import { CompletedOption, pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addWorldOptions } from '../options.ts';

const OPENMETRICS_EXAMPLES = `
Examples:
  rehearse export openmetrics scenarios/bad-canary --file series.txt
  promtool tsdb create-blocks-from openmetrics series.txt data/`;

const RULES_TEST_EXAMPLES = `
Examples:
  rehearse export rules-test scenarios/bad-canary --file series.yaml
  promtool test rules series.yaml`;

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .summary('write what Prometheus would have scraped')
    .description('Writes the series of the run.');
  const subcommand = (name: string, summary: string, description: string, examples: string): Command =>
    addWorldOptions(command.command(name).summary(summary).description(description).addArgument(pathsArgument()))
      .addOption(new CompletedOption('-f, --file <file>', 'where to write; the standard output unless given', 'files'))
      .addHelpText('after', examples);
  subcommand(
    'openmetrics',
    'all series in the text format of OpenMetrics',
    'Writes all series in the text format of OpenMetrics, which promtool reads. The format has no mark for the end of a series.',
    OPENMETRICS_EXAMPLES,
  ).action(async (paths: readonly string[], options: ExportOptions, self: Command) => {
    const { exportOpenMetrics } = await import('../actions/export.ts');
    process.exitCode = exportOpenMetrics(terminalOf(self), paths, options);
  });
  subcommand(
    'rules-test',
    'all series as the input of promtool test rules',
    'Writes all series as a file for promtool test rules, to which you add rule_files and what you expect. The ends of series are kept.',
    RULES_TEST_EXAMPLES,
  ).action(async (paths: readonly string[], options: ExportOptions, self: Command) => {
    const { exportRulesTest } = await import('../actions/export.ts');
    process.exitCode = exportRulesTest(terminalOf(self), paths, options);
  });
}
