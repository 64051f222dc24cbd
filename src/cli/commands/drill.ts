import type { Command } from 'commander';
import type { DrillOptions } from '../actions/drill.ts';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addWorldOptions } from '../options.ts';
import { collect } from '../values.ts';

const EXAMPLES = `
Examples:
  rehearse drill rollout.yaml --set-image app=repo/app:v2
  rehearse drill rollout.yaml --set-image app=repo/app:v2 --only 'node is lost'
  rehearse drill manifests/ --set-image app=repo/app:v2 --require 'users.hit < 500' --require 'stuck == 0'`;

export function addDrillCommand(program: Command): void {
  const command = program
    .command('drill')
    .summary('rehearse an update under a catalogue of mishaps')
    .description(
      'Runs the update once for each mishap of a catalogue: bad versions, lost nodes, metrics that do not answer, commands at every step. Reports which of them hurt users, wait for a person or get stuck, the worst first.',
    )
    .addArgument(pathsArgument());
  addOutputOption(addWorldOptions(command), 'every row with its figures')
    .option('--only <text>', 'only mishaps whose name contains the text')
    .option(
      '--require <condition>',
      'exit with status 1 unless it holds: users.hit, users.failed, available, outage, detected (seconds), mishaps, outages, stuck, waits, through, back; may be repeated',
      collect,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (paths: readonly string[], options: DrillOptions, self: Command) => {
      const { drill } = await import('../actions/drill.ts');
      process.exitCode = drill(terminalOf(self), paths, options);
    });
}
