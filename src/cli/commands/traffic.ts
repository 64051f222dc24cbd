import type { Command } from 'commander';
import type { TrafficOptions } from '../actions/traffic.ts';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addWorldOptions } from '../options.ts';
import { positiveValue } from '../values.ts';

const EXAMPLES = `
Examples:
  rehearse traffic scenarios/bad-canary
  rehearse traffic scenarios/bad-canary --replications 100 --output json`;

export function addTrafficCommand(program: Command): void {
  const command = program
    .command('traffic')
    .summary('report what callers experience in a scenario, over many seeds')
    .description(
      'Runs a scenario under many seeds and reports what callers experience: means with 95 % confidence intervals.',
    )
    .addArgument(pathsArgument());
  addOutputOption(addWorldOptions(command), 'the estimates')
    .option('--replications <number>', 'how many runs, under seeds from --seed on', positiveValue, 20)
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: TrafficOptions, self: Command) => {
      const { traffic } = await import('../actions/traffic.ts');
      process.exitCode = traffic(terminalOf(self), paths, options);
    });
}
