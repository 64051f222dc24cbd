import type { Command } from 'commander';
import { terminalOf } from '../context.ts';
import { addOutputOption, addWorldOptions, type OutputFormat, PATHS_HELP, type WorldOptions } from '../options.ts';

export interface RunOptions extends WorldOptions {
  readonly quiet?: boolean;
  readonly output: OutputFormat;
  /** A folder, or false under --no-reports; undefined: `reports` for a scenario, none for bare manifests. */
  readonly reports?: string | false;
}

const EXAMPLES = `
Examples:
  rehearse run scenarios/getting-started                       a scenario, with its reports
  rehearse rollout.yaml --set-image app=repo/app:v2            your own manifest, no scenario needed
  helm template . | rehearse - --set-image app=repo/app:v2     whatever renders manifests
  rehearse run scenarios/getting-started --output json         the timeline, as JSON Lines`;

export function addRunCommand(program: Command): void {
  const command = program
    .command('run', { isDefault: true })
    .summary('rehearse, and tell what happened')
    .description(
      'Rehearses a scenario, or manifests alone: deploy, wait until healthy, change the image, promote, until settled.',
    )
    .argument('[paths...]', PATHS_HELP);
  addOutputOption(addWorldOptions(command), 'the timeline as JSON Lines')
    .option('-q, --quiet', 'only the result, what broke, and what one should know')
    .option('--reports <dir>', 'where to write timeline, chart and page, in a folder of the name of the scenario')
    .option('--no-reports', 'write no files')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: RunOptions, self: Command) => {
      const { run } = await import('../actions/run.ts');
      process.exitCode = await run(terminalOf(self), paths, options);
    });
}
