import type { Command } from 'commander';
import { SUITE_FORMATS } from '../../report/suite/suite-formats.ts';
import type { TestOptions } from '../actions/test.ts';
import { CompletedArgument, CompletedOption } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { collect, positiveValue, shardValue } from '../values.ts';

const EXAMPLES = `
Examples:
  rehearse test                                            every scenario below this folder
  rehearse test scenarios --filter canary --bail           until the first that fails
  rehearse test --reporter default --reporter junit=reports/junit.xml
  rehearse test --shard 1/3 --reporter json=results/1.json, then rehearse test --merge results

Exit status:
  0 all passed   1 one failed   2 a scenario cannot be read, or bad usage`;

const REPORTERS = SUITE_FORMATS.map(({ name, about }) => `${name} (${about})`).join(', ');

export function addTestCommand(program: Command): void {
  program
    .command('test')
    .summary('run a suite of scenarios')
    .description(
      'Runs every scenario.yaml and NAME.scenario.yaml below the folders, in parallel, and reports which passed. The same scenarios give the same bytes, whatever the number of workers and shards.',
    )
    .addArgument(
      new CompletedArgument('[paths...]', 'scenarios, and folders that have some; this folder unless given', 'files'),
    )
    .option('--filter <text>', 'only scenarios whose path, name or title has this text')
    .option('--tag <tag>', 'only scenarios with this tag; may be repeated: with all of them', collect)
    .option(
      '--changed [revision]',
      'only scenarios that read a file which differs from a Git revision; HEAD unless given',
    )
    .option('--shard <i/n>', 'only the i-th of n equal parts', shardValue)
    .addOption(
      new CompletedOption(
        '--merge <dir>',
        'run nothing: report the results that shards wrote with --reporter json=FILE',
        'files',
      ),
    )
    .option('--bail [number]', 'stop after this many failures; after the first if no number is given', positiveValue)
    .option(
      '--seeds <number>',
      'run each scenario under so many seeds, from its own on; it must pass under all',
      positiveValue,
      1,
    )
    .option(
      '-u, --update',
      'approve the behaviour of each scenario: write it beside the scenario, as NAME.behaviour.txt',
    )
    .option('--strict', 'warnings count as failures')
    .option('--reporter <name[=file]>', `how to report, and into which file; may be repeated: ${REPORTERS}`, collect)
    .option(
      '--workers <number>',
      'scenarios to run at once; as many as there are processors unless given',
      positiveValue,
    )
    .option('--pass-with-no-tests', 'pass when no scenario is left to run')
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: TestOptions, self: Command) => {
      const { test } = await import('../actions/test.ts');
      process.exitCode = await test(terminalOf(self), paths, options);
    });
}
