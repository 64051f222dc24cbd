import type { Command } from 'commander';
import type { CompareOptions } from '../actions/compare.ts';
import { CompletedOption, pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addWorldOptions } from '../options.ts';
import { positiveValue, timeMs } from '../values.ts';

const EXAMPLES = `
Examples:
  rehearse compare scenarios/canary-nginx                        the same change as Deployment, blue-green, canary by pods
  rehearse compare rollout.yaml --set-image app=repo/app:v2      your own manifest, no scenario needed
  rehearse compare before.yaml after.yaml --set-image app=v2     two manifests (or scenarios), each as it is written`;

export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .summary('run the same change under other strategies, side by side')
    .description(
      'Runs the version change as it is written and as a Deployment (RollingUpdate, Recreate), as blue-green and as a canary by pods, under the same seed, pods and faults. Two files that each have a workload are compared as they are.',
    )
    .addArgument(pathsArgument());
  addOutputOption(addWorldOptions(command), 'all figures, as schema/comparison.schema.json says')
    .option('--change <number>', 'which change of the version, if there are several', positiveValue)
    .option('--noticed <time>', 'when somebody notices that the new version is bad; 1m unless given', timeMs)
    .addOption(
      new CompletedOption(
        '--reports <dir>',
        'where to write figures, chart and page, in a folder of the name of the scenario',
        'files',
      ),
    )
    .option('--no-reports', 'write no files')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: CompareOptions, self: Command) => {
      const { compare } = await import('../actions/compare.ts');
      process.exitCode = await compare(terminalOf(self), paths, options);
    });
}
