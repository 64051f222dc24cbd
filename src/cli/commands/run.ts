import { type Command, Option } from 'commander';
import type { RunOptions } from '../actions/run.ts';
import { REPORT_FORMATS } from '../../report/report-formats.ts';
import { CompletedOption, pathsArgument } from '../arguments.ts';
import { commandNames, terminalOf } from '../context.ts';
import { addWorldOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse run scenarios/getting-started                       a scenario, with its reports
  rehearse rollout.yaml --set-image app=repo/app:v2            your own manifest, no scenario needed
  helm template . | rehearse - --set-image app=repo/app:v2     whatever renders manifests
  rehearse run scenarios/getting-started --output json         the timeline, as JSON Lines`;

function outputOption(): Option {
  const about = REPORT_FORMATS.map((format) => `${format.name} ${format.about}`).join(', ');
  return new Option('-o, --output <format>', about)
    .choices(REPORT_FORMATS.map(({ name }) => name))
    .default(REPORT_FORMATS[0].name);
}

export function addRunCommand(program: Command): void {
  const command = program
    .command('run', { isDefault: true })
    .summary('run a rehearsal and report what happened')
    .description(
      'Rehearses a scenario, or manifests alone: deploy, wait until healthy, change the image, promote, until settled.',
    )
    .addArgument(pathsArgument());
  addWorldOptions(command)
    .addOption(outputOption())
    .option('-q, --quiet', 'two lines: the outcome for users and the worst finding')
    .option('-v, --verbose', 'every moment with its reasons')
    .option('--strict', 'warnings count as failures')
    .addOption(
      new CompletedOption(
        '--reports <dir>',
        'where to write timeline, chart and page, in a folder of the name of the scenario',
        'files',
      ),
    )
    .option('--no-reports', 'write no files')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: Omit<RunOptions, 'commands' | 'named'>, self: Command) => {
      const { run } = await import('../actions/run.ts');
      process.exitCode = await run(terminalOf(self), paths, {
        ...options,
        commands: commandNames(self),
        named: self.parent?.args[0] === 'run',
      });
    });
}
