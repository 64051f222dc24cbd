import type { Command } from 'commander';
import type { ListOptions } from '../actions/list.ts';
import { pathsArgument } from '../arguments.ts';
import { terminalOf } from '../context.ts';
import { addOutputOption, addViewOptions, addWorldOptions } from '../options.ts';

const EXAMPLES = `
Examples:
  rehearse list rollouts --at 22s scenarios/getting-started
  rehearse list rollouts -A --watch --speed 20x scenarios/getting-started`;

const KINDS = [
  { kind: 'rollouts', aliases: ['rollout', 'ro'] },
  { kind: 'experiments', aliases: ['experiment', 'exp'] },
] as const;

export function addListCommand(program: Command): void {
  const list = program
    .command('list')
    .summary('list rollouts or experiments at any moment')
    .description('Shows what kubectl argo rollouts list shows, at any moment of the run.');
  for (const { kind, aliases } of KINDS) {
    const command = list.command(kind).aliases(aliases).summary(`list ${kind}`).addArgument(pathsArgument());
    addOutputOption(addViewOptions(addWorldOptions(command)), 'the objects themselves')
      .option('-A, --all-namespaces', 'of all namespaces, with a column for them')
      .addHelpText('after', EXAMPLES)
      .action(async (paths: readonly string[], options: ListOptions, self: Command) => {
        const { list: show } = await import('../actions/list.ts');
        process.exitCode = await show(terminalOf(self), kind, paths, options);
      });
  }
}
