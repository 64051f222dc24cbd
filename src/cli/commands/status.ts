import type { Command } from 'commander';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addViewOptions, addWorldOptions, type ViewOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse status rollouts-demo --at 22s scenarios/getting-started       Paused - CanaryPauseStep
  rehearse status rollouts-demo --at 3m20s scenarios/getting-started     Degraded: exit status 1`;

export function addStatusCommand(program: Command): void {
  const command = program
    .command('status')
    .summary('show the status of a rollout at any moment')
    .description(
      'Shows what kubectl argo rollouts status shows, at any moment of the run; 1 if the rollout is Degraded.',
    )
    .argument('<name>', 'the rollout')
    .addArgument(pathsArgument());
  addOutputOption(addViewOptions(addWorldOptions(command)), 'phase and message')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string, paths: readonly string[], options: ViewOptions, self: Command) => {
      const { status } = await import('../actions/status.ts');
      process.exitCode = await status(terminalOf(self), name, paths, options);
    });
}
